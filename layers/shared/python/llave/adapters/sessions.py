"""Sessions in the sessions table.

`SESSION#<sha256 of the cookie>` / `SESSION`: person, created_at, last_seen, auth_time (epoch ms),
level, amr, shared, device (fingerprint, when one is remembered), expires_at.
"""

from typing import Any

from llave.adapters import dynamodb
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms, seconds
from llave.people.accounts import Level
from llave.people.sessions import Session

SESSION = "SESSION"


def put_session(table: str, session: Session) -> dict[str, Any]:
    """The write that opens a session, for the transaction of the sign-in."""
    return {
        "Put": {
            "TableName": table,
            "Item": dynamodb.to_item(_item(session)),
            "ConditionExpression": "attribute_not_exists(pk)",
        }
    }


def delete_session(table: str, key: str) -> dict[str, Any]:
    """The write that ends a session, for a transaction."""
    return {"Delete": {"TableName": table, "Key": dynamodb.key(_pk(key), SESSION)}}


class SessionsTable:
    """Reading, extending and ending sessions."""

    def __init__(self, table: str) -> None:
        self._table = table

    def get(self, key: str) -> Session | None:
        """The session whose cookie has this fingerprint, or None."""
        item = dynamodb.get(self._table, _pk(key), SESSION)
        return _session_of(item) if item else None

    def touch(self, session: Session) -> None:
        """Keep the last use; one that has ended meanwhile stays ended."""
        try:
            dynamodb.update(
                self._table,
                _pk(session.key),
                SESSION,
                UpdateExpression="SET last_seen = :seen, expires_at = :end",
                ConditionExpression="attribute_exists(pk)",
                ExpressionAttributeValues=dynamodb.to_item(
                    {":seen": milliseconds(session.last_seen), ":end": seconds(session.ends_at)}
                ),
            )
        except dynamodb.ConditionFailed:
            return

    def end(self, key: str) -> None:
        """Forget a session; nothing happens when there is none."""
        dynamodb.client().delete_item(TableName=self._table, Key=dynamodb.key(_pk(key), SESSION))


def _pk(key: str) -> str:
    return f"SESSION#{key}"


def _item(session: Session) -> Item:
    return {
        "pk": _pk(session.key),
        "sk": SESSION,
        "person": session.person,
        "created_at": milliseconds(session.created_at),
        "last_seen": milliseconds(session.last_seen),
        "auth_time": milliseconds(session.auth_time),
        "level": session.level.value,
        "amr": list(session.amr),
        "shared": session.shared,
        "device": session.device,
        "expires_at": seconds(session.ends_at),
    }


def _session_of(item: Item) -> Session:
    return Session(
        key=item["pk"].partition("#")[2],
        person=item["person"],
        created_at=moment_of_ms(item["created_at"]),
        last_seen=moment_of_ms(item["last_seen"]),
        auth_time=moment_of_ms(item["auth_time"]),
        level=Level(item["level"]),
        amr=tuple(item["amr"]),
        shared=item["shared"],
        device=item.get("device"),
    )
