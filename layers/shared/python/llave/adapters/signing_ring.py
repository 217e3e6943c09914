"""The ring of signing keys in the agencies table.

`SIGNING` / `RING`: version; `SIGNING` / `<kid>`: state, jwk (public), wrapped, since (epoch ms).
Apart from what wraps and unwraps, because what validates tokens does neither.
"""

import time
from collections.abc import Callable
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms
from llave.oidc.keys import Ring, SigningKey, State

SIGNING = "SIGNING"
RING = "RING"
# A rotation is seen everywhere after so many seconds, and so is an emergency revocation.
FRESH_FOR = 60.0
# An unknown key has the ring read anew, because in an emergency a key signs that was never published;
# tokens with made-up keys can not have it read more often than this.
ASKED_AGAIN_AFTER = 5.0


class RingTable:
    """The ring as it is written, always fresh; who only reads keeps it for a minute."""

    def __init__(self, table: str) -> None:
        self._table = table

    def read(self) -> Ring:
        """All keys and the version of the ring."""
        answer = dynamodb.client().query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": SIGNING}},
            ConsistentRead=True,
        )
        items = {item["sk"]: item for item in map(dynamodb.from_item, answer["Items"])}
        version = items.pop(RING, {"version": 0})["version"]
        return Ring(version, tuple(_key_of(item) for item in items.values()))

    def write(self, before: Ring, after: tuple[SigningKey, ...]) -> bool:
        """Replace the ring, if it is still the one that was read."""
        kept = {key.kid for key in after}
        gone = [key for key in before.keys if key.kid not in kept]
        changed = [key for key in after if key not in before.keys]
        try:
            dynamodb.transact(
                [
                    self._next_version(before),
                    *({"Put": {"TableName": self._table, "Item": _item(key)}} for key in changed),
                    *({"Delete": self._where(key.kid)} for key in gone),
                ]
            )
        except dynamodb.ConditionFailed:
            return False
        return True

    def _where(self, sk: str) -> dict[str, Any]:
        return {"TableName": self._table, "Key": dynamodb.key(SIGNING, sk)}

    def _next_version(self, before: Ring) -> dict[str, Any]:
        values = {":read": {"N": str(before.version)}, ":next": {"N": str(before.version + 1)}}
        return {
            "Update": {
                **self._where(RING),
                "UpdateExpression": "SET version = :next",
                "ConditionExpression": "version = :read"
                + (" OR attribute_not_exists(pk)" if before.version == 0 else ""),
                "ExpressionAttributeValues": values,
            }
        }


class FreshRing:
    """The ring in memory, read again after a minute."""

    def __init__(self, ring: RingTable, clock: Callable[[], float] = time.monotonic) -> None:
        self._ring = ring
        self._clock = clock
        self._known = Ring()
        self._read_at: float | None = None

    def read(self) -> Ring:
        """All keys, as of a minute ago at most."""
        return self._not_older_than(FRESH_FOR)

    def knowing(self, kid: object) -> Ring:
        """The ring; read anew if it does not have that key and was not read just now."""
        known = self.read()
        return known if known.find(kid) else self._not_older_than(ASKED_AGAIN_AFTER)

    def _not_older_than(self, seconds: float) -> Ring:
        if self._read_at is None or self._clock() - self._read_at >= seconds:
            self._known = self._ring.read()
            self._read_at = self._clock()
        return self._known


def _item(key: SigningKey) -> Item:
    return dynamodb.to_item(
        {
            "pk": SIGNING,
            "sk": key.kid,
            "state": key.state.value,
            "jwk": dict(key.jwk),
            "wrapped": key.wrapped,
            "since": milliseconds(key.since),
        }
    )


def _key_of(item: Item) -> SigningKey:
    return SigningKey(
        kid=item["sk"],
        state=State(item["state"]),
        jwk=item["jwk"],
        since=moment_of_ms(item["since"]),
        wrapped=item["wrapped"],
    )
