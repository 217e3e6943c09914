"""What calls a function that no person calls: new outbox items, messages of a channel."""

import json

from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs

from infra.lambdas import CatalogueFunction
from infra.pacing import Pace

# An item counts as outbox by this attribute; the ledger also holds the audit, which calls nobody.
NEW_OUTBOX_ITEM = {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"entity": {"S": ["outbox"]}}}}


def call_by_stream(made: CatalogueFunction, stream: str, dead: sqs.IQueue) -> None:
    """The relay never raises; what it could not even start is named in the dead-letter queue."""
    mapping = lambda_.CfnEventSourceMapping(
        made,
        "Stream",
        function_name=made.function.function_name,
        event_source_arn=stream,
        starting_position="TRIM_HORIZON",
        batch_size=100,
        maximum_retry_attempts=10,
        maximum_record_age_in_seconds=3600,
        bisect_batch_on_function_error=True,
        function_response_types=["ReportBatchItemFailures"],
        filter_criteria=lambda_.CfnEventSourceMapping.FilterCriteriaProperty(
            filters=[
                lambda_.CfnEventSourceMapping.FilterProperty(pattern=json.dumps(NEW_OUTBOX_ITEM))
            ]
        ),
        destination_config=lambda_.CfnEventSourceMapping.DestinationConfigProperty(
            on_failure=lambda_.CfnEventSourceMapping.OnFailureProperty(destination=dead.queue_arn)
        ),
    )
    mapping.node.add_dependency(made.policy)


def call_by_queue(made: CatalogueFunction, queue: sqs.IQueue, pace: Pace | None = None) -> None:
    """A message that fails alone is tried again alone; with a pace, one is worked off in each place."""
    mapping = lambda_.CfnEventSourceMapping(
        made,
        "Queue",
        function_name=made.function.function_name,
        event_source_arn=queue.queue_arn,
        batch_size=10 if pace is None else 1,
        function_response_types=["ReportBatchItemFailures"],
        scaling_config=None
        if pace is None
        else lambda_.CfnEventSourceMapping.ScalingConfigProperty(maximum_concurrency=pace.places),
    )
    mapping.node.add_dependency(made.policy)
