"""DynamoDB through boto3's client: items as plain dicts, conditions as refusals that can be caught."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import boto3
from boto3.dynamodb.types import Binary, TypeDeserializer, TypeSerializer
from botocore.config import Config
from botocore.exceptions import ClientError

from llave.errors import Slowed, TooManyAttempts, Unavailable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Item = dict[str, Any]
T = TypeVar("T")
# Another transaction touched the same item at the same moment: worth trying again, shortly.
CONFLICT_TRIES = 5
THROTTLED = frozenset(
    {"ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException"}
)
# The same, as the reason of one write of a transaction.
THROTTLED_WRITE = frozenset({"ProvisionedThroughputExceeded", "ThrottlingError"})

_to = TypeSerializer()
_from = TypeDeserializer()


class ConditionFailed(Exception):
    """A write's condition did not hold. `failed` are the positions in the transaction (0 for a single
    write); `items` what stood there instead, where it was asked for."""

    def __init__(self, failed: tuple[int, ...], items: tuple[Item | None, ...] = ()) -> None:
        super().__init__(f"condition failed at {failed}")
        self.failed = failed
        self.items = items


@cache
def client() -> "DynamoDBClient":
    """One client a process: short timeouts, because a caller waits."""
    config = Config(
        connect_timeout=1, read_timeout=3, retries={"mode": "standard", "max_attempts": 3}
    )
    return boto3.client("dynamodb", config=config)


def to_item(values: Mapping[str, Any]) -> dict[str, Any]:
    """Plain values as DynamoDB attributes; None is left out."""
    return {name: _to.serialize(value) for name, value in values.items() if value is not None}


def from_item(attributes: Mapping[str, Any]) -> Item:
    """DynamoDB attributes as plain values: whole numbers are int, binaries bytes."""
    return {name: _plain(_from.deserialize(value)) for name, value in attributes.items()}


def key(pk: str, sk: str) -> dict[str, Any]:
    """The primary key of an item."""
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def get(table: str, pk: str, sk: str, *, consistent: bool = True) -> Item | None:
    """One item, or None."""
    answer = client().get_item(TableName=table, Key=key(pk, sk), ConsistentRead=consistent)
    return from_item(answer["Item"]) if "Item" in answer else None


def query(table: str, pk: str, begins: str) -> list[Item]:
    """Every item of a partition whose sort key begins so, read consistently, in their order."""
    pages = (
        client()
        .get_paginator("query")
        .paginate(
            TableName=table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :begins)",
            ExpressionAttributeValues={":pk": {"S": pk}, ":begins": {"S": begins}},
            ConsistentRead=True,
        )
    )
    return [from_item(item) for page in pages for item in page["Items"]]


def transact(writes: Sequence[Mapping[str, Any]]) -> None:
    """TransactWriteItems; raises ConditionFailed, Unavailable after repeated conflicts, Slowed when
    DynamoDB goes on slowing it."""
    passing = Unavailable("transaction conflicts", retry_after=1)
    for attempt in range(CONFLICT_TRIES):
        try:
            client().transact_write_items(TransactItems=list(writes))  # type: ignore[arg-type]  # built from plain dicts
            return
        except client().exceptions.TransactionCanceledException as error:
            passing = _passing(error)
            _pause(attempt)
        except ClientError as error:  # boto3 has tried it again by now
            if error.response["Error"]["Code"] not in THROTTLED:
                raise
            raise Slowed("transactions slowed", retry_after=1) from None
    raise passing


def update(table: str, pk: str, sk: str, **call: Any) -> Item:
    """UpdateItem with ReturnValues ALL_NEW; raises ConditionFailed, Unavailable after repeated
    conflicts, TooManyAttempts when so many want the same item that DynamoDB slows them."""
    try:
        answer = _tried(
            lambda: client().update_item(
                TableName=table, Key=key(pk, sk), ReturnValues="ALL_NEW", **call
            )
        )
    except client().exceptions.ConditionalCheckFailedException as error:
        raise ConditionFailed((0,), (_found(error.response),)) from None
    return from_item(answer["Attributes"])


def put_once(table: str, values: Mapping[str, Any]) -> None:
    """PutItem that never overwrites; raises ConditionFailed."""
    try:
        client().put_item(
            TableName=table, Item=to_item(values), ConditionExpression="attribute_not_exists(pk)"
        )
    except client().exceptions.ConditionalCheckFailedException:
        raise ConditionFailed((0,)) from None


def seconds(moment: datetime) -> int:
    """Epoch seconds, as DynamoDB's TTL wants them."""
    return int(moment.timestamp())


def milliseconds(moment: datetime) -> int:
    """Epoch milliseconds, for what must be ordered."""
    return round(moment.timestamp() * 1000)


def moment_of_ms(value: int) -> datetime:
    """The inverse of `milliseconds`."""
    return datetime.fromtimestamp(value / 1000, UTC)


def _tried(call: Callable[[], T]) -> T:
    """A write of one item: again when a transaction has it in hand, and refused when it is too hot,
    since what it counts must not go uncounted."""
    for attempt in range(CONFLICT_TRIES):
        try:
            return call()
        except client().exceptions.TransactionConflictException:
            _pause(attempt)
        except ClientError as error:
            if error.response["Error"]["Code"] not in THROTTLED:
                raise
            raise TooManyAttempts("hot item", retry_after=1) from None
    raise Unavailable("transaction conflicts", retry_after=1)


def _pause(attempt: int) -> None:
    time.sleep(random.uniform(0.01, 0.05) * 2**attempt)  # noqa: S311  # spreads retries, nothing secret


def _passing(error: ClientError) -> Unavailable:
    """What cancelled a transaction, when it passes by itself; raises ConditionFailed, or the error."""
    reasons = error.response.get("CancellationReasons", [])
    codes = [reason.get("Code") for reason in reasons]
    failed = tuple(i for i, code in enumerate(codes) if code == "ConditionalCheckFailed")
    if failed:
        items = tuple(from_item(r["Item"]) if r.get("Item") else None for r in reasons)
        raise ConditionFailed(failed, items) from None
    if not THROTTLED_WRITE.isdisjoint(codes):
        return Slowed("a write of a transaction slowed", retry_after=1)
    if "TransactionConflict" not in codes:
        raise error
    return Unavailable("transaction conflicts", retry_after=1)


def _found(response: Mapping[str, Any]) -> Item | None:
    return from_item(response["Item"]) if response.get("Item") else None


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value
    if isinstance(value, Binary):
        return bytes(value.value)  # type: ignore[attr-defined]  # the stubs forget it
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value
