"""Enrolments under way in the sessions table, in the session that began them.

`ENROLMENT#<fingerprint of the session's cookie>` / `<method>`: created_at (epoch ms), nonce (passkey),
secret (TOTP, sealed under the person's key), attempts, expires_at.
"""

from typing import Any

from llave.adapters import dynamodb
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms, seconds
from llave.people.enrolments import MOST_CODE_ATTEMPTS, Begun, EnrolmentGone
from llave.people.factors import Method


class EnrolmentsTable:
    """One enrolment of a kind in a session."""

    def __init__(self, table: str) -> None:
        self._table = table

    def get(self, session: str, method: Method) -> Begun | None:
        """The enrolment under way, or None; whether it is live is the caller's to ask."""
        item = dynamodb.get(self._table, _pk(session), method.value)
        return _begun_of(item) if item else None

    def begin(self, begun: Begun) -> None:
        """Begin one in the place of another that has ended."""
        item = dynamodb.to_item(_item(begun))
        dynamodb.client().put_item(TableName=self._table, Item=item)

    def attempt(self, begun: Begun) -> None:
        """Count one attempt; raises EnrolmentGone."""
        try:
            dynamodb.update(
                self._table,
                _pk(begun.session),
                begun.method.value,
                UpdateExpression="ADD attempts :one",
                ConditionExpression="attempts < :most AND created_at = :at",
                ExpressionAttributeValues=dynamodb.to_item(
                    {
                        ":one": 1,
                        ":most": MOST_CODE_ATTEMPTS,
                        ":at": milliseconds(begun.created_at),
                    }
                ),
            )
        except dynamodb.ConditionFailed:
            raise EnrolmentGone("spent") from None

    def finish(self, begun: Begun) -> None:
        """Use it up; raises EnrolmentGone when another request was first."""
        delete: dict[str, Any] = {
            "TableName": self._table,
            "Key": dynamodb.key(_pk(begun.session), begun.method.value),
            "ConditionExpression": "created_at = :at",
            "ExpressionAttributeValues": dynamodb.to_item({":at": milliseconds(begun.created_at)}),
        }
        try:
            dynamodb.transact([{"Delete": delete}])
        except dynamodb.ConditionFailed:
            raise EnrolmentGone("finished") from None


def _pk(session: str) -> str:
    return f"ENROLMENT#{session}"


def _item(begun: Begun) -> Item:
    return {
        "pk": _pk(begun.session),
        "sk": begun.method.value,
        "created_at": milliseconds(begun.created_at),
        "nonce": begun.nonce or None,
        "secret": begun.secret or None,
        "attempts": begun.attempts,
        "expires_at": seconds(begun.expires_at),
    }


def _begun_of(item: Item) -> Begun:
    return Begun(
        session=item["pk"].partition("#")[2],
        method=Method(item["sk"]),
        created_at=moment_of_ms(item["created_at"]),
        nonce=item.get("nonce", ""),
        secret=item.get("secret", b""),
        attempts=item["attempts"],
    )
