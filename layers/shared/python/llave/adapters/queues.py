"""SQS: ids of messages on their way to the senders."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from llave.people.outbox import Queue

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

# SendMessageBatch takes no more.
BATCH = 10


@cache
def client() -> "SQSClient":
    """One client a process."""
    config = Config(
        connect_timeout=1, read_timeout=3, retries={"mode": "standard", "max_attempts": 3}
    )
    return boto3.client("sqs", config=config)


class SqsQueues:
    """`urls` by queue."""

    def __init__(self, urls: Mapping[Queue, str]) -> None:
        self._urls = urls

    def put(self, queue: Queue, message_ids: Sequence[str]) -> int:
        """Queue the ids; returns how many the queue did not take."""
        refused = 0
        for start in range(0, len(message_ids), BATCH):
            entries = [
                {"Id": str(number), "MessageBody": json.dumps({"id": message_id})}
                for number, message_id in enumerate(message_ids[start : start + BATCH])
            ]
            answer = client().send_message_batch(QueueUrl=self._urls[queue], Entries=entries)  # type: ignore[arg-type]  # built from plain dicts
            refused += len(answer.get("Failed", []))
        return refused
