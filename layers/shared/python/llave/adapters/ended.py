"""Cases by the day on which they ended: whose pictures are due."""

from collections.abc import Callable
from datetime import date, datetime

from llave.adapters import dynamodb
from llave.adapters.case_items import CASE, case_key
from llave.adapters.dynamodb import milliseconds, to_item


class EndedTable:
    """`<key of the day>` / `CASE#<id>` of the people table: `DECIDED#<day>` or `CANCELLED#<day>`."""

    def __init__(self, people: str, key: Callable[[date], str]) -> None:
        self._people = people
        self._key = key

    def ended_on(self, day: date) -> tuple[str, ...]:
        """The ids of cases that ended on that day and whose pictures were not deleted yet."""
        found = dynamodb.query(self._people, self._key(day), "CASE#")
        return tuple(item["sk"].partition("#")[2] for item in found)

    def pictures_deleted(self, case: str, day: date, now: datetime) -> None:
        """Remember that they are gone."""
        gone = {
            "TableName": self._people,
            "Key": dynamodb.key(case_key(case), CASE),
            "UpdateExpression": "SET pictures_deleted_at = :now",
            "ConditionExpression": "attribute_exists(pk)",
            "ExpressionAttributeValues": to_item({":now": milliseconds(now)}),
        }
        due = {"TableName": self._people, "Key": dynamodb.key(self._key(day), case_key(case))}
        dynamodb.transact([{"Update": gone}, {"Delete": due}])
