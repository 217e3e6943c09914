"""Outbox messages and audit events in the ledger, as writes to put into a transaction."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms, seconds, to_item
from llave.people.audit import Event
from llave.people.outbox import Kind, Message

# A message is of no use later, and the ledger's audit events stay without end.
MESSAGE_LIFE = timedelta(days=7)


def put_message(ledger: str, message: Message) -> dict[str, Any]:
    """The write that puts a message into the outbox; once, by its id."""
    item = {
        "pk": f"OUTBOX#{message.id}",
        "sk": "OUTBOX",
        "entity": "outbox",
        "kind": message.kind.value,
        "channel": message.channel,
        "person": message.person,
        "refs": dict(message.refs),
        "state": "pending",
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


def _put(ledger: str, item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "Put": {
            "TableName": ledger,
            "Item": to_item(item),
            "ConditionExpression": "attribute_not_exists(pk)",
        }
    }
