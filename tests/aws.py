"""One deployment in moto: what CDK would have created, and what a test wants to look at in it."""

import hashlib
import os
from dataclasses import dataclass
from typing import Any

import boto3
from moto.backends import get_backend

from llave.adapters import dynamodb
from llave.adapters.outbox import message_of
from llave.adapters.tables import PARTITION_KEY, SORT_KEY, TABLES, Table
from llave.documents.thresholds import Thresholds
from llave.people.keyring import Purpose
from llave.people.outbox import Kind, Message

ORIGIN = "https://llave.test"
ORIGIN_SECRET = "local-origin-secret"
ACCOUNT = "123456789012"
REGION = "mx-central-1"
MAIL_REGION = "us-east-1"
QUEUES = ("mail", "sms", "followup", "cases")
KEYS = ("person", "secrets", "signing")
SECRETS: dict[str, Any] = {}

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_SESSION_TOKEN": "testing",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
    "LLAVE_ENV": "unit",
    "LLAVE_REGION": REGION,
    "LLAVE_ORIGIN": ORIGIN,
    "LLAVE_ORIGIN_SECRET_SHA256": hashlib.sha256(ORIGIN_SECRET.encode()).hexdigest(),
    **{f"LLAVE_TABLE_{table.name.upper()}": f"llave-unit-{table.name}" for table in TABLES},
    **{f"LLAVE_KEY_{name.upper()}": f"alias/llave-unit-{name}" for name in KEYS},
    **{
        f"LLAVE_QUEUE_{name.upper()}": f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/llave-unit-{name}"
        for name in QUEUES
    },
    "LLAVE_EVIDENCE_BUCKET": "llave-unit-evidence",
    "LLAVE_MACHINE_CASES": f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:llave-unit-cases",
    "LLAVE_INE_URL": "http://ine.test",
    "LLAVE_INE_SECRET": "llave-test-ine-key",
    "LLAVE_READER_REGION": REGION,
    "LLAVE_SCANNER": "guardduty",
    "LLAVE_THRESHOLDS": str(Thresholds()),
    "LLAVE_WORKFORCE_ISSUER": "https://personal.test",
    "LLAVE_WORKFORCE_CLIENT": "llave-revision",
    "LLAVE_RENAPO_URL": "http://renapo.test",
    "LLAVE_RENAPO_SECRET": "llave-test-renapo-key",
    "LLAVE_MAIL_FROM": "no-responder@llave.test",
    "LLAVE_MAIL_REGION": MAIL_REGION,
    "LLAVE_SMS_REGION": MAIL_REGION,
    "LLAVE_SMS_PRICES": "MX=50,US=10,CA=10",
    "LLAVE_SMS_DOLLARS_AN_HOUR": "100",
    "LLAVE_MINIMUM_AGE": "15",
    "LLAVE_EVIDENCE_DAYS": "30",
    "LLAVE_COLLECTING_DAYS": "20",
    "LLAVE_CANCELLED_DAYS": "7",
    "LLAVE_CASE_HOLD_MS": "0",
    "LLAVE_UNCONFIRMED_DAYS": "30",
    "LLAVE_PRIVACY_NOTICE": "2026-11",
    "POWERTOOLS_METRICS_NAMESPACE": "Llave",
    "POWERTOOLS_SERVICE_NAME": "unit",
}


@dataclass(frozen=True, slots=True)
class Aws:
    """Reading what a flow left behind; for tests alone, production code never scans."""

    def items(self, table: str) -> list[dynamodb.Item]:
        """Every item of a table ("people", "sessions", "agencies", "ledger")."""
        pages = dynamodb.client().get_paginator("scan").paginate(TableName=_table(table))
        return [dynamodb.from_item(item) for page in pages for item in page["Items"]]

    def put(self, table: str, item: dynamodb.Item) -> None:
        """Plant an item."""
        dynamodb.client().put_item(TableName=_table(table), Item=dynamodb.to_item(item))

    def outbox(self, *kinds: Kind) -> list[Message]:
        """The messages in the outbox, oldest first; of these kinds when any are given."""
        found = [message_of(item) for item in self.items("ledger") if item["entity"] == "outbox"]
        wanted = [message for message in found if not kinds or message.kind in kinds]
        return sorted(wanted, key=lambda message: message.created_at)

    def audit(self, person: str | None = None) -> list[dynamodb.Item]:
        """The audit events, oldest first; of one person when she is given."""
        found = [item for item in self.items("ledger") if item["entity"] == "audit"]
        mine = [item for item in found if person is None or item["pk"] == f"AUDIT#{person}"]
        return sorted(mine, key=lambda item: item["sk"])

    def queued(self, queue: str) -> list[str]:
        """The bodies waiting in a queue ("mail", "sms", "followup"); they stay there."""
        sqs = boto3.client("sqs")
        url = os.environ[f"LLAVE_QUEUE_{queue.upper()}"]
        answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)
        return [message["Body"] for message in answer.get("Messages", [])]


def made_ready() -> Aws:
    """Create everything but signing keys; the caller has started moto."""
    for table in TABLES:
        create_table(table)
    for name in QUEUES:
        boto3.client("sqs").create_queue(QueueName=f"llave-unit-{name}")
    mail = boto3.client("ses", region_name=MAIL_REGION)
    mail.verify_domain_identity(Domain="llave.test")
    mail.verify_email_identity(EmailAddress=os.environ["LLAVE_MAIL_FROM"])
    bring_secrets()
    return Aws()


def bring_secrets() -> None:
    """KMS keys and the keyring wrapped by them: made by the first test of a process, the same again
    for the others, since nothing a test does wears them out and forty calls take their time."""
    kms = get_backend("kms")[ACCOUNT][REGION]
    if not SECRETS:
        for name in KEYS:
            create_key(name)
        fill_keyring()
        SECRETS.update(keys=dict(kms.keys), items=Aws().items("agencies"))
        return
    kms.keys.update(SECRETS["keys"])
    puts: list[Any] = [
        {"PutRequest": {"Item": dynamodb.to_item(item)}} for item in SECRETS["items"]
    ]
    dynamodb.client().batch_write_item(RequestItems={_table("agencies"): puts})


def create_table(table: Table) -> None:
    """A table as `tables.py` describes it."""
    types = {PARTITION_KEY: "S", SORT_KEY: "S"}
    more: dict[str, Any] = {}
    if table.index is not None:
        types |= {table.index.partition: "S", table.index.sort: "N"}
        more["GlobalSecondaryIndexes"] = [
            {
                "IndexName": table.index.name,
                "KeySchema": _schema(table.index.partition, table.index.sort),
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
        ]
    if table.streams:
        more["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
    dynamodb.client().create_table(
        TableName=_table(table.name),
        KeySchema=_schema(PARTITION_KEY, SORT_KEY),
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": kind}  # type: ignore[typeddict-item]  # S or N
            for name, kind in types.items()
        ],
        BillingMode="PAY_PER_REQUEST",
        **more,
    )


def _schema(partition: str, sort: str) -> Any:
    pair = ((partition, "HASH"), (sort, "RANGE"))
    return [{"AttributeName": name, "KeyType": kind} for name, kind in pair]


def create_key(name: str) -> None:
    """A key of KMS under the alias that the settings name."""
    kms = boto3.client("kms")
    key_id = kms.create_key(Description=name)["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName=f"alias/llave-unit-{name}", TargetKeyId=key_id)


def fill_keyring() -> None:
    """What the first job of a deployment does."""
    from llave import wiring

    wiring.new_secrets().ensure(tuple(Purpose), wiring.now())


def fill_signing_ring() -> None:
    """A key that signs and the next one; for tests of tokens, since two pairs take a moment."""
    from llave import wiring
    from llave.oidc import keys

    keys.ensure(wiring.signing_ring(), wiring.signing_pairs(), wiring.now())


def _table(name: str) -> str:
    return os.environ[f"LLAVE_TABLE_{name.upper()}"]
