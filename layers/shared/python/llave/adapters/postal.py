"""Settlements that an operator added, in the agencies table: `POSTAL#<code>` / `<settlement id>` with
name, type, state and municipality (INEGI's codes) and municipality_name."""

from collections.abc import Sequence

from llave.adapters import dynamodb
from llave.adapters.dynamodb import Item
from llave.places.postal import Municipality, Place, PostalCode, Settlement, added_id, in_order
from llave.places.states import STATES, State


class AddedPlacesTable:
    """What was added since the catalogue was built."""

    def __init__(self, agencies: str) -> None:
        self._agencies = agencies

    def find(self, code: PostalCode) -> Place | None:
        """The added settlements of a code, or None."""
        items = self._items(code)
        if not items:
            return None
        first = items[0]
        return Place(
            code,
            STATES[first["state"]],
            Municipality(first["municipality"], first["municipality_name"]),
            in_order(Settlement(item["sk"], item["name"], item["type"]) for item in items),
        )

    def add(
        self,
        code: PostalCode,
        state: State,
        municipality: Municipality,
        settlements: Sequence[tuple[str, str]],
    ) -> int:
        """Add (name, type) pairs that are not there yet, and return how many those were; raises
        ConditionFailed when another operator adds to the same code at the same moment."""
        items = self._items(code)
        known = {(item["name"].casefold(), item["type"].casefold()) for item in items}
        new = [
            pair for pair in settlements if (pair[0].casefold(), pair[1].casefold()) not in known
        ]
        for number, (name, kind) in enumerate(new, start=len(items) + 1):
            item = {
                "pk": _key(code),
                "sk": added_id(code, number),
                "name": name,
                "type": kind,
                "state": state.code,
                "municipality": municipality.code,
                "municipality_name": municipality.name,
            }
            dynamodb.put_once(self._agencies, item)
        return len(new)

    def _items(self, code: PostalCode) -> list[Item]:
        answer = dynamodb.client().query(
            TableName=self._agencies,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": _key(code)}},
        )
        return [dynamodb.from_item(item) for item in answer["Items"]]


def _key(code: PostalCode) -> str:
    return f"POSTAL#{code.value}"
