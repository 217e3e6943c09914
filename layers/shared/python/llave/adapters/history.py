"""A person's own audit events, newest first."""

from llave.adapters import dynamodb
from llave.adapters.dynamodb import Item, moment_of_ms
from llave.people.audit import Event, What


class HistoryTable:
    """Reading the ledger by person."""

    def __init__(self, ledger: str) -> None:
        self._ledger = ledger

    def newest(self, person: str, most: int) -> tuple[Event, ...]:
        """The last events of a person."""
        answer = dynamodb.client().query(
            TableName=self._ledger,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": f"AUDIT#{person}"}},
            ScanIndexForward=False,
            Limit=most,
        )
        return tuple(_event_of(person, dynamodb.from_item(item)) for item in answer["Items"])


def _event_of(person: str, item: Item) -> Event:
    return Event(
        id=item["sk"].partition("#")[2],
        person=person,
        what=What(item["what"]),
        at=moment_of_ms(item["at"]),
        refs=item["refs"],
    )
