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

    def put(self, queue: Queue, message_ids: Sequence[str]) -> None:
        """Queue the ids, each by itself; raises what SQS raised, and those before are queued."""
        for message_id in message_ids:
            client().send_message(
                QueueUrl=self._urls[queue], MessageBody=json.dumps({"id": message_id})
            )
