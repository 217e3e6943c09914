"""Marks of documents in the people table: `DOCUMENT#…` and `IMAGE#…` / `GUARD` (person, case, owners,
since), `PORTRAIT#<version>#<band>#<value>` / `CASE#<id>` (person, hash)."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.case_items import case_key
from llave.adapters.dynamodb import milliseconds, to_item
from llave.adapters.holder_items import GUARD
from llave.adapters.signin import batch_get
from llave.documents.reuse import Finding, Mark, Marks, Portrait, Trace


class ReuseTable:
    """Owning marks, and finding whose they are."""

    def __init__(self, people: str) -> None:
        self._people = people

    def claim(self, marks: Marks, person: str, case: str, now: datetime) -> tuple[Finding, ...]:
        """Own what nobody owns, and find what another does."""
        owned = [self._claim(mark, person, case, now) for mark in marks.guards]
        alike = [found for one in marks.portraits for found in self._alike(one, person)]
        self._leave(marks.portraits, person, case)
        return tuple(dict.fromkeys([found for found in owned if found] + alike))

    def release(self, marks: Marks, person: str, case: str) -> None:
        """Leave what this very case came to own to whoever shows it next."""
        for key in marks.keys:
            self._forget(key, person, case)
        for band in (band for portrait in marks.portraits for band in portrait.bands):
            place = dynamodb.key(band, case_key(case))
            dynamodb.client().delete_item(TableName=self._people, Key=place)

    def _forget(self, key: str, person: str, case: str) -> None:
        gone = {
            "TableName": self._people,
            "Key": dynamodb.key(key, GUARD),
            "ConditionExpression": "person = :person AND #case = :case",
            "ExpressionAttributeNames": {"#case": "case"},
            "ExpressionAttributeValues": to_item({":person": person, ":case": case}),
        }
        with suppress(dynamodb.ConditionFailed):
            dynamodb.transact([{"Delete": gone}])

    def _claim(self, mark: Mark, person: str, case: str, now: datetime) -> Finding | None:
        """One transaction under every secret: of those who come at one moment one owns it."""
        try:
            dynamodb.transact([self._own(key, person, case, now) for key in mark.keys])
        except dynamodb.ConditionFailed:
            return self._owner(mark, person)
        return None

    def _own(self, key: str, person: str, case: str, now: datetime) -> dict[str, Any]:
        return {
            "Update": {
                "TableName": self._people,
                "Key": dynamodb.key(key, GUARD),
                "UpdateExpression": (
                    "SET person = :person, #case = if_not_exists(#case, :case), "
                    "owners = if_not_exists(owners, :owners), since = if_not_exists(since, :now)"
                ),
                "ConditionExpression": "attribute_not_exists(pk) OR person = :person",
                "ExpressionAttributeNames": {"#case": "case"},
                "ExpressionAttributeValues": to_item(
                    {
                        ":person": person,
                        ":case": case,
                        ":owners": [person],
                        ":now": milliseconds(now),
                    }
                ),
            }
        }

    def _owner(self, mark: Mark, person: str) -> Finding | None:
        found = batch_get({self._people: [(key, GUARD) for key in mark.keys]})
        others = [item for item in found.values() if item["person"] != person]
        return Finding(mark.trace, others[0]["person"], others[0]["case"]) if others else None

    def _alike(self, portrait: Portrait, person: str) -> list[Finding]:
        items = [i for key in portrait.probes for i in dynamodb.query(self._people, key, "CASE#")]
        return [
            Finding(Trace.PORTRAIT, item["person"], item["sk"].partition("#")[2])
            for item in items
            if item["person"] != person and portrait.is_like(int(item["hash"], 16))
        ]

    def _leave(self, portraits: tuple[Portrait, ...], person: str, case: str) -> None:
        for portrait in portraits:
            value = {"sk": case_key(case), "person": person, "hash": f"{portrait.masked:016x}"}
            puts = [{"pk": band, **value} for band in portrait.bands]
            dynamodb.transact(
                [{"Put": {"TableName": self._people, "Item": to_item(put)}} for put in puts]
            )
