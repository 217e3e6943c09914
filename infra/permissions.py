"""The catalogue's words as IAM statements: each action by name, each resource by ARN."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from aws_cdk import aws_iam as iam

from infra.catalogue import Function
from llave.adapters.tables import Table
from llave.people.keyring import Purpose

READ = (
    "dynamodb:BatchGetItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:GetItem",
)
WRITE = (
    *READ,
    "dynamodb:BatchWriteItem",
    "dynamodb:DeleteItem",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
)
FOLLOW = ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator")
CONSUME = (
    "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:ReceiveMessage",
)
# Where files stand in the evidence bucket (llave.documents.pictures): as they came, and made of them.
ORIGINALS = ("cases/*/original", "cases/*/frame-?")
PAGES = ("pages/*/page-?.jpg", "pages/*/frame-?.jpg")
EVERYTHING = ("cases/*", "pages/*")
PICTURE_ACTIONS = {
    "read": ("s3:GetObject", "s3:GetObjectVersion"),
    # What the scanner found, which is written on the version itself.
    "verdict": ("s3:GetObjectVersionTagging",),
    "write": ("s3:PutObject",),
}
PICTURE_KEY = {"read": "kms:Decrypt", "write": "kms:GenerateDataKey"}
# Neither service has resources that a statement could name.
READER = ("rekognition:CompareFaces", "rekognition:DetectFaces", "textract:DetectDocumentText")
SIGNING = "signing"
RELAY_DEAD = "relay-dead"


class Arns(Protocol):
    """ARNs of what stands outside the function."""

    def table(self, table: Table) -> str: ...
    def stream(self, table: Table) -> str: ...
    def key(self, name: str) -> str: ...
    def queue(self, name: str) -> str: ...
    def sender(self) -> str: ...
    def renapo_secret(self) -> str: ...
    def evidence(self, pattern: str) -> str: ...
    def evidence_bucket(self) -> str: ...
    def ine_secret(self) -> str: ...
    def machine(self) -> str: ...
    def executions(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Permissions:
    """Statements of one function."""

    function: Function
    arns: Arns
    region: str
    reader_in_aws: bool = False

    def statements(self) -> tuple[iam.PolicyStatement, ...]:
        """All of them; none is shared with another function."""
        return (
            *self._tables(),
            *self._keys(),
            *self._queues(),
            *self._messages(),
            *self._pictures(),
            *self._cases(),
        )

    def patterns(self) -> tuple[str, ...]:
        """The keys of pictures that it is allowed, as cdk-nag writes them."""
        used = ((self.function.originals, ORIGINALS), (self.function.pages, PAGES))
        found = tuple(pattern for uses, patterns in used if uses for pattern in patterns)
        return (*found, *EVERYTHING) if self.function.deletes_pictures else found

    def _tables(self) -> Iterator[iam.PolicyStatement]:
        function = self.function
        for tables, actions in (
            (function.writes, WRITE),
            (tuple(table for table in function.reads if table not in function.writes), READ),
        ):
            if tables:
                yield _allow(actions, [self.arns.table(table) for table in tables])
        if function.queries:
            listed = [self.arns.table(table) for table in function.queries]
            yield _allow(("dynamodb:Query",), listed)
        if function.walks:
            indexes = [
                f"{self.arns.table(t)}/index/{t.index.name}" for t in function.walks if t.index
            ]
            yield _allow(("dynamodb:Query",), indexes)
        if function.scans:
            yield _allow(("dynamodb:Scan",), [self.arns.table(table) for table in function.scans])
        if function.follows is not None:
            yield _allow(FOLLOW, [self.arns.stream(function.follows)])
        if function.writes or function.reads or function.walks or function.follows:
            # DynamoDB opens a table under our own key in the name of who reads it.
            through = {"StringEquals": {"kms:ViaService": f"dynamodb.{self.region}.amazonaws.com"}}
            yield _allow(("kms:Decrypt",), [self.arns.key("table")], through)

    def _keys(self) -> Iterator[iam.PolicyStatement]:
        function = self.function
        if function.secrets:
            names = [purpose.value for purpose in function.secrets]
            yield _allow(("kms:Decrypt",), [self.arns.key("secrets")], _purpose(*names))
        if function.makes_secrets:
            names = [purpose.value for purpose in Purpose]
            make = ("kms:GenerateDataKeyWithoutPlaintext",)
            yield _allow(make, [self.arns.key("secrets")], _purpose(*names))
        if function.signs:
            yield _allow(("kms:Decrypt",), [self.arns.key("signing")], _purpose(SIGNING))
        if function.makes_signing_keys:
            make = ("kms:GenerateDataKeyPairWithoutPlaintext",)
            yield _allow(make, [self.arns.key("signing")], _purpose(SIGNING))
        person = [
            *(["kms:GenerateDataKey"] if function.makes_person_keys else []),
            *(["kms:Decrypt"] if function.reads_persons else []),
        ]
        if person:
            named = {"Null": {"kms:EncryptionContext:person": "false"}}
            yield _allow(tuple(person), [self.arns.key("person")], named)

    def _queues(self) -> Iterator[iam.PolicyStatement]:
        if self.function.queues:
            yield _allow(
                ("sqs:SendMessage",), [self.arns.queue(name) for name in self.function.queues]
            )
        if self.function.consumes is not None:
            yield _allow(CONSUME, [self.arns.queue(self.function.consumes)])
        if self.function.follows is not None:
            yield _allow(("sqs:SendMessage",), [self.arns.queue(RELAY_DEAD)])

    def _messages(self) -> Iterator[iam.PolicyStatement]:
        if "mail" in self.function.sends:
            yield _allow(("ses:SendEmail",), [self.arns.sender()])
        if "sms" in self.function.sends:
            # A telephone is no resource with a name: everything, except what is a topic.
            yield iam.PolicyStatement(actions=["sns:Publish"], not_resources=["arn:aws:sns:*:*:*"])
        registries = [
            *([self.arns.renapo_secret()] if self.function.asks_renapo else []),
            *([self.arns.ine_secret()] if self.function.asks_ine else []),
        ]
        if registries:
            yield _allow(("secretsmanager:GetSecretValue",), registries)

    def _pictures(self) -> Iterator[iam.PolicyStatement]:
        asked = ((self.function.originals, ORIGINALS), (self.function.pages, PAGES))
        for uses, patterns in asked:
            if uses:
                actions = tuple(action for use in uses for action in PICTURE_ACTIONS[use])
                yield _allow(actions, [self.arns.evidence(pattern) for pattern in patterns])
        if self.function.lists_pictures:
            yield _allow(
                ("s3:ListBucketVersions",),
                [self.arns.evidence_bucket()],
                {"StringLike": {"s3:prefix": list(EVERYTHING)}},
            )
        if self.function.deletes_pictures:
            yield _allow(
                ("s3:DeleteObjectVersion",), [self.arns.evidence(each) for each in EVERYTHING]
            )
        uses_key = sorted(
            {PICTURE_KEY[use] for uses, _ in asked for use in uses if use in PICTURE_KEY}
        )
        if uses_key:
            # S3 seals and opens in the name of who reads and writes.
            through = {"StringEquals": {"kms:ViaService": f"s3.{self.region}.amazonaws.com"}}
            yield _allow(tuple(uses_key), [self.arns.key("evidence")], through)

    def _cases(self) -> Iterator[iam.PolicyStatement]:
        if self.function.starts_cases:
            yield _allow(("states:StartExecution",), [self.arns.machine()])
        if self.function.sees_cases:
            yield _allow(("states:DescribeExecution",), [self.arns.executions()])
        if self.function.answers_cases:
            yield _allow(
                ("states:SendTaskFailure", "states:SendTaskSuccess"), [self.arns.machine()]
            )
        if self.function.reads_documents and self.reader_in_aws:
            yield _allow(READER, ["*"])


def _purpose(*names: str) -> Mapping[str, object]:
    return {"StringEquals": {"kms:EncryptionContext:purpose": list(names)}}


def _allow(
    actions: tuple[str, ...], resources: list[str], conditions: Mapping[str, object] | None = None
) -> iam.PolicyStatement:
    return iam.PolicyStatement(actions=list(actions), resources=resources, conditions=conditions)
