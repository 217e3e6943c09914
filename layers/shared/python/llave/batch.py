"""A batch of a queue: each message by itself, and only those that failed come again."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord


def each_message(event: Mapping[str, Any], work: Callable[[str], object]) -> dict[str, Any]:
    """Call `work` with the id in each record; answers which records failed."""
    if not event.get("Records"):  # the local cloud calls each function once before it is needed
        return {"batchItemFailures": []}
    # When every record fails, each is tried again alone, too.
    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)

    def one(record: SQSRecord) -> None:
        work(json.loads(record.body)["id"])

    return dict(process_partial_response(dict(event), one, processor))
