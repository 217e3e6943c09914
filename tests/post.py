"""The senders, run by hand in moto: what the outbox holds is relayed, queued, sent and read."""

import json
import os
import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import boto3
from moto.ses.models import ses_backends
from moto.sns.models import sns_backends

from functions.notify import followup, mail, relay, sms
from llave.adapters import dynamodb
from tests.aws import MAIL_REGION, Aws
from tests.html import parse

WORKERS = {"followup": followup.handle, "mail": mail.handle, "sms": sms.handle}
ROUNDS = 5
MOTO_ACCOUNT = "123456789012"


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it was sent; `body` is its HTML form."""

    to: str
    subject: str
    body: str

    @property
    def links(self) -> list[str]:
        """Where it leads, each address once."""
        return list(dict.fromkeys(parse(self.body).links))

    @property
    def token(self) -> str:
        """The token in its link."""
        return unescape(self.links[0]).partition("token=")[2]

    @property
    def code(self) -> str:
        """The six digits in it."""
        return code_in(parse(self.body).text)


@dataclass(frozen=True, slots=True)
class Text:
    """A text message as it was sent."""

    to: str
    body: str

    @property
    def code(self) -> str:
        """The six digits in it."""
        return code_in(self.body)

    @property
    def token(self) -> str:
        """The token in its link."""
        return self.body.partition("token=")[2].split(" ")[0]


def deliver(aws: Aws) -> None:
    """Send everything that waits in the outbox, as the stream and the queues would have it."""
    for _ in range(ROUNDS):
        waiting = [item for item in aws.items("ledger") if item.get("state") == "pending"]
        if not waiting:
            return
        relay.handle(stream_event(*waiting))
        for queue, worker in WORKERS.items():
            while records := taken(queue):
                assert worker({"Records": records}) == {"batchItemFailures": []}


def mails(to: str | None = None) -> list[Mail]:
    """What was mailed so far, oldest first."""
    sent = ses_backends[MOTO_ACCOUNT][MAIL_REGION].sent_messages
    found = [Mail(m.destinations["ToAddresses"][0], m.subject, m.body) for m in sent]
    return [one for one in found if to is None or one.to == to]


def texts(to: str | None = None) -> list[Text]:
    """What was sent by text message so far, oldest first."""
    sent = sns_backends[MOTO_ACCOUNT][MAIL_REGION].sms_messages.values()
    return [Text(number, body) for number, body in sent if to is None or number == to]


def stream_event(*items: dynamodb.Item, name: str = "INSERT") -> dict[str, Any]:
    """The event that the ledger's stream calls the relay with."""
    return {
        "Records": [
            {"eventName": name, "dynamodb": {"NewImage": dynamodb.to_item(item)}} for item in items
        ]
    }


def taken(queue: str) -> list[dict[str, Any]]:
    """Up to ten records of a queue, as Lambda gets them; they are gone from the queue."""
    sqs = boto3.client("sqs")
    url = os.environ[f"LLAVE_QUEUE_{queue.upper()}"]
    messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    for message in messages:
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return [record(m["MessageId"], json.loads(m["Body"])["id"]) for m in messages]


def record(record_id: str, message_id: str) -> dict[str, Any]:
    """One record of an SQS event."""
    return {
        "messageId": record_id,
        "body": json.dumps({"id": message_id}),
        "eventSource": "aws:sqs",
    }


def code_in(text: str) -> str:
    """The six digits in a text."""
    found = re.search(r"(?<![0-9])[0-9]{6}(?![0-9])", text)
    assert found, text
    return found[0]
