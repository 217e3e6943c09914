"""How far the rotation of a look-up's secret is, in the ledger: `ROTATION#<purpose>` / `<new version>`:
old, state, since, cursor, written, passes, moves (how often it was written)."""

from typing import Any

from llave.adapters import dynamodb
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms, to_item
from llave.people.keyring import Purpose
from llave.people.rekeying import Rotation, State


class RotationsTable:
    """Reading and moving rotations."""

    def __init__(self, ledger: str) -> None:
        self._ledger = ledger

    def of(self, purpose: Purpose) -> tuple[Rotation, ...]:
        """Those of a purpose, the newest first."""
        found = [
            _rotation(item)
            for item in dynamodb.query(self._ledger, f"ROTATION#{purpose.value}", "VERSION#")
        ]
        return tuple(sorted(found, key=lambda one: -one.new))

    def keep(self, before: Rotation | None, after: Rotation) -> bool:
        """Keep it; False when another run has moved it meanwhile."""
        put: dict[str, Any] = {"Item": to_item(_item(after))}
        if before is None:
            put["ConditionExpression"] = "attribute_not_exists(pk)"
        else:
            put["ConditionExpression"] = "#state = :state AND passes = :passes AND #at = :at"
            put["ExpressionAttributeNames"] = {"#state": "state", "#at": "cursor"}
            was = _item(before)
            values = {":state": was["state"], ":passes": was["passes"], ":at": was["cursor"]}
            put["ExpressionAttributeValues"] = to_item(values)
        try:
            dynamodb.client().put_item(TableName=self._ledger, **put)
        except dynamodb.client().exceptions.ConditionalCheckFailedException:
            return False
        return True


def _item(rotation: Rotation) -> Item:
    return {
        "pk": f"ROTATION#{rotation.purpose.value}",
        "sk": f"VERSION#{rotation.new:06d}",
        "entity": "rotation",
        "old": rotation.old,
        "new": rotation.new,
        "state": rotation.state.value,
        "since": milliseconds(rotation.since),
        "cursor": list(rotation.cursor or ()),
        "written": rotation.written,
        "passes": rotation.passes,
    }


def _rotation(item: Item) -> Rotation:
    return Rotation(
        purpose=Purpose(item["pk"].partition("#")[2]),
        old=item["old"],
        new=item["new"],
        state=State(item["state"]),
        since=moment_of_ms(item["since"]),
        cursor=(item["cursor"][0], item["cursor"][1]) if item["cursor"] else None,
        written=item["written"],
        passes=item["passes"],
    )
