"""Cases by their day of submission: `SUBMITTED#<day>` / `CASE#<id>` of the people table, until they are
found decided."""

from datetime import date
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.case_items import case_key, submitted_key


class UnderWayTable:
    """Finding them, and forgetting those that ended."""

    def __init__(self, people: str) -> None:
        self._people = people

    def submitted_on(self, day: date) -> tuple[str, ...]:
        """The ids of cases handed in on that day that were not found decided yet."""
        found = dynamodb.query(self._people, submitted_key(day), "CASE#")
        return tuple(item["sk"].partition("#")[2] for item in found)

    def ended(self, case: str, day: date) -> None:
        """It was decided."""
        key: dict[str, Any] = dynamodb.key(submitted_key(day), case_key(case))
        dynamodb.client().delete_item(TableName=self._people, Key=key)
