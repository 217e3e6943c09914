"""Texts in the sessions table.

`TEXTS#<counter>` / `<hour's start>`: sent, answered, expires_at. `TEXTED#<person>` / `TEXTED`:
counters, expires_at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from llave.adapters import dynamodb
from llave.adapters.dynamodb import Item, key, seconds
from llave.people.budgets import window_start
from llave.people.texting import REMEMBERED, WINDOW, Tally

TEXTED = "TEXTED"
LENGTH = int(WINDOW.total_seconds())


@dataclass(frozen=True, slots=True)
class TextedTable:
    """Atomic additions; two hours are looked at, and then forgotten."""

    sessions: str

    def add(self, counter: str, amount: int, now: datetime) -> Tally:
        """Count a text (or its price) before it goes out; below zero takes it back. Atomic."""
        return self._counted(counter, "sent", amount, now)

    def remember(self, person: str, counters: Sequence[str], now: datetime) -> None:
        """The text to this person was counted there; the newest alone is remembered."""
        item = {
            "pk": f"TEXTED#{person}",
            "sk": TEXTED,
            "counters": list(counters),
            "expires_at": seconds(now + REMEMBERED),
        }
        dynamodb.client().put_item(TableName=self.sessions, Item=dynamodb.to_item(item))

    def answered(self, person: str, now: datetime) -> None:
        """The code of her newest text came back: count it where the text was counted, once."""
        answer = dynamodb.client().delete_item(
            TableName=self.sessions, Key=key(f"TEXTED#{person}", TEXTED), ReturnValues="ALL_OLD"
        )
        found = dynamodb.from_item(answer.get("Attributes", {}))
        if found and seconds(now) < found["expires_at"]:
            for counter in found["counters"]:
                self._counted(counter, "answered", 1, now)

    def _counted(self, counter: str, name: str, amount: int, now: datetime) -> Tally:
        start = window_start(WINDOW, now)
        pk = f"TEXTS#{counter}"
        found = dynamodb.update(
            self.sessions,
            pk,
            f"{start:012d}",
            UpdateExpression="ADD #name :amount SET expires_at = :end",
            ExpressionAttributeNames={"#name": name},
            ExpressionAttributeValues=dynamodb.to_item(
                {":amount": amount, ":end": start + 3 * LENGTH}
            ),
        )
        before = dynamodb.get(self.sessions, pk, f"{start - LENGTH:012d}") or {}
        return Tally(_sum("sent", found, before), _sum("answered", found, before))


def _sum(name: str, *items: Item) -> int:
    return sum(int(item.get(name, 0)) for item in items)
