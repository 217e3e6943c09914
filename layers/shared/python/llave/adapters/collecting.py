"""Cases that were not handed in, by the day they were last known to be touched: `COLLECTING#<day>` /
`CASE#<id>` of the people table."""

from datetime import date
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.case_items import case_key, collecting_item, collecting_key


class CollectingTable:
    """Finding them, and forgetting those that went on."""

    def __init__(self, people: str) -> None:
        self._people = people

    def touched_on(self, day: date) -> tuple[str, ...]:
        """Their ids."""
        found = dynamodb.query(self._people, collecting_key(day), "CASE#")
        return tuple(item["sk"].partition("#")[2] for item in found)

    def forget(self, case: str, day: date) -> None:
        """It was handed in, or cancelled."""
        key: dict[str, Any] = dynamodb.key(collecting_key(day), case_key(case))
        dynamodb.client().delete_item(TableName=self._people, Key=key)

    def touched(self, case: str, known: date, day: date) -> None:
        """It is found on that day from now on; a run that dies between finds it on both."""
        if known != day:
            item: dict[str, Any] = dynamodb.to_item(collecting_item(case, day))
            dynamodb.client().put_item(TableName=self._people, Item=item)
            self.forget(case, known)
