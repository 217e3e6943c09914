"""A queue per channel, each with the one where what can not be sent ends."""

import aws_cdk as cdk
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.catalogue import FUNCTIONS
from infra.environments import Environment
from infra.nag import accept
from infra.pacing import time_limit

TRIES = 5
KEPT = cdk.Duration.days(14)


class Channel(Construct):
    """`queue` carries retries; `dead` is watched by an alarm."""

    def __init__(self, scope: Construct, name: str, environment: Environment) -> None:
        super().__init__(scope, f"{name.capitalize()}Channel")
        consumer = next(one for one in FUNCTIONS if one.consumes == name)
        self.dead = dead_letters(self, environment, name)
        self.queue = sqs.Queue(
            self,
            "Queue",
            queue_name=f"{environment.prefix}-{name}",
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            # A code lives ten minutes; what is older than a day helps nobody.
            retention_period=cdk.Duration.days(1),
            # AWS's advice: six times the time limit of who works it off.
            visibility_timeout=cdk.Duration.seconds(6 * time_limit(consumer, environment)),
            dead_letter_queue=sqs.DeadLetterQueue(max_receive_count=TRIES, queue=self.dead),
        )


def dead_letters(scope: Construct, environment: Environment, name: str) -> sqs.Queue:
    """A queue that nobody works off; its depth is an alarm."""
    queue = sqs.Queue(
        scope,
        f"Dead{name.capitalize()}",
        queue_name=f"{environment.prefix}-{name}-dead",
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        retention_period=KEPT,
    )
    accept(queue, "AwsSolutions-SQS3", "It is itself where dead letters end.")
    return queue
