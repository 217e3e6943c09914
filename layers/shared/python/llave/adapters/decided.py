"""Cases by their day of decision: whose pictures are due."""

from datetime import date, datetime

from llave.adapters import dynamodb
from llave.adapters.case_items import CASE, case_key, decided_key
from llave.adapters.dynamodb import milliseconds, to_item


class DecidedTable:
    """`DECIDED#<day>` / `CASE#<id>` of the people table."""

    def __init__(self, people: str) -> None:
        self._people = people

    def decided_on(self, day: date) -> tuple[str, ...]:
        """The ids of cases decided on that day whose pictures were not deleted yet."""
        found = dynamodb.query(self._people, decided_key(day), "CASE#")
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
        due = {"TableName": self._people, "Key": dynamodb.key(decided_key(day), case_key(case))}
        dynamodb.transact([{"Update": gone}, {"Delete": due}])
