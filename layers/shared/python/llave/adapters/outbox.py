"""Outbox messages and audit events in the ledger: writes to put into a transaction, and the outbox
as its senders and its sweeper see it."""

import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms, seconds, to_item
from llave.adapters.tables import PENDING
from llave.people.audit import Event
from llave.people.outbox import BeingSent, Claim, Kind, Message, Outcome

# A message is of no use later, and the ledger's audit events stay without end.
MESSAGE_LIFE = timedelta(days=7)
# What waits to be sent is spread over this many partitions of the index.
SHARDS = 4
# Cases may wait for hours: apart from the rest, they hide no letter from the sweeper.
CASES = "cases"
PARTITIONS = (*map(str, range(SHARDS)), CASES)
# How long a sender may take before another one may try: under the queue's visibility timeout.
LEASE = timedelta(seconds=45)
SWEPT_AT_ONCE = 250


def put_message(ledger: str, message: Message) -> dict[str, Any]:
    """The write that puts a message into the outbox; once, by its id."""
    item = {
        "pk": _key(message.id),
        "sk": "OUTBOX",
        "entity": "outbox",
        "kind": message.kind.value,
        "channel": message.channel,
        "person": message.person,
        "refs": dict(message.refs),
        "state": "pending",
        PENDING.partition: _partition(message),
        "created_at": milliseconds(message.created_at),
        "expires_at": seconds(message.created_at + MESSAGE_LIFE),
    }
    return _put(ledger, item)


def message_of(item: Item) -> Message:
    """The message in an item of the outbox."""
    return Message(
        id=item["pk"].partition("#")[2],
        kind=Kind(item["kind"]),
        person=item["person"],
        created_at=moment_of_ms(item["created_at"]),
        channel=item.get("channel"),
        refs=item["refs"],
    )


class OutboxTable:
    """Claiming and settling messages; whatever is settled leaves the index of what is pending."""

    def __init__(self, ledger: str) -> None:
        self._ledger = ledger

    def claim(self, message_id: str, now: datetime) -> Claim | None:
        """Take a message to send it; None when it is settled or gone, BeingSent when another has it."""
        try:
            item = dynamodb.update(
                self._ledger,
                _key(message_id),
                "OUTBOX",
                UpdateExpression="SET claimed_until = :until ADD attempts :one",
                ConditionExpression="#state = :pending AND expires_at > :seconds AND "
                "(attribute_not_exists(claimed_until) OR claimed_until <= :now)",
                ExpressionAttributeNames={"#state": "state"},
                ExpressionAttributeValues=to_item(
                    {
                        ":until": milliseconds(now + LEASE),
                        ":now": milliseconds(now),
                        ":seconds": seconds(now),
                        ":pending": "pending",
                        ":one": 1,
                    }
                ),
            )
        except dynamodb.ConditionFailed:
            self._raise_if_being_sent(message_id, now)
            return None
        return Claim(message_of(item), item["attempts"], item.get("admitted", False))

    def admit(self, message_id: str) -> None:
        """Record that it may be sent; raises ConditionFailed when it is settled meanwhile."""
        self._update_pending(message_id, "SET admitted = :yes", {":yes": True})

    def settle(self, message_id: str, outcome: Outcome, now: datetime) -> None:
        """Record how it ended, once; a message that is settled already stays as it is."""
        change = (
            f"SET #state = :outcome, settled_at = :now REMOVE {PENDING.partition}, claimed_until"
        )
        with suppress(dynamodb.ConditionFailed):
            self._update_pending(
                message_id, change, {":outcome": outcome.value, ":now": milliseconds(now)}
            )

    def release(self, message_id: str) -> None:
        """Let another attempt begin before the lease has passed."""
        dynamodb.client().update_item(
            TableName=self._ledger,
            Key=dynamodb.key(_key(message_id), "OUTBOX"),
            UpdateExpression="REMOVE claimed_until",
            ConditionExpression="attribute_exists(pk)",
        )

    def pending_since(self, moment: datetime) -> Iterator[Message]:
        """Messages that wait since before `moment`, at most SWEPT_AT_ONCE of each partition."""
        for partition in PARTITIONS:
            answer = dynamodb.client().query(
                TableName=self._ledger,
                IndexName=PENDING.name,
                KeyConditionExpression=f"{PENDING.partition} = :shard AND {PENDING.sort} < :moment",
                ExpressionAttributeValues=to_item(
                    {":shard": partition, ":moment": milliseconds(moment)}
                ),
                Limit=SWEPT_AT_ONCE,
            )
            for found in answer["Items"]:
                if item := dynamodb.get(self._ledger, found["pk"]["S"], "OUTBOX"):
                    yield message_of(item)

    def put(self, *messages: Message) -> None:
        """Messages that follow from another one; each once, by its id."""
        for message in messages:
            try:
                dynamodb.transact([put_message(self._ledger, message)])
            except dynamodb.ConditionFailed:
                continue

    def hold(self, *messages: Message) -> None:
        """Messages that nobody delivers yet, in the ledger beside the outbox; each once, by its id.

        They are no item of the outbox: neither the relay nor the sweeper brings them to a sender.
        """
        for message in messages:
            with suppress(dynamodb.ConditionFailed):
                dynamodb.put_once(self._ledger, _held(message))

    def _update_pending(self, message_id: str, change: str, values: Item) -> None:
        dynamodb.update(
            self._ledger,
            _key(message_id),
            "OUTBOX",
            UpdateExpression=change,
            ConditionExpression="#state = :pending",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues=to_item({**values, ":pending": "pending"}),
        )

    def _raise_if_being_sent(self, message_id: str, now: datetime) -> None:
        item = dynamodb.get(self._ledger, _key(message_id), "OUTBOX")
        if item and item["state"] == "pending" and item["expires_at"] > seconds(now):
            raise BeingSent(message_id)


def _partition(message: Message) -> str:
    if message.channel == CASES:
        return CASES
    return str(zlib.crc32(message.id.encode()) % SHARDS)


def _held(message: Message) -> Item:
    return {
        "pk": f"HELD#{message.id}",
        "sk": "HELD",
        "entity": "held",
        "kind": message.kind.value,
        "person": message.person,
        "refs": dict(message.refs),
        "created_at": milliseconds(message.created_at),
    }


def put_event(ledger: str, event: Event) -> dict[str, Any]:
    """The write that records an audit event."""
    moment = milliseconds(event.at)
    item = {
        "pk": f"AUDIT#{event.person}",
        "sk": f"{moment:015d}#{event.id}",
        "entity": "audit",
        "what": event.what.value,
        "refs": dict(event.refs),
        "at": moment,
    }
    return _put(ledger, item)


class AuditTable:
    """Recording what happened outside a transaction."""

    def __init__(self, ledger: str) -> None:
        self._ledger = ledger

    def record(self, event: Event) -> None:
        """Write one event."""
        dynamodb.transact([put_event(self._ledger, event)])


def _key(message_id: str) -> str:
    return f"OUTBOX#{message_id}"


def _put(ledger: str, item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "Put": {
            "TableName": ledger,
            "Item": to_item(item),
            "ConditionExpression": "attribute_not_exists(pk)",
        }
    }
