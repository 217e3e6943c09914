"""Accounts by the day of their registration: `REGISTERED#<day>#<part>` / `PERSON#<id>` in the people
table; and what a purge deletes. The parts spread a day's registrations over partitions."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.accounts import ACCOUNT, person_key
from llave.adapters.credentials import CREDENTIAL
from llave.adapters.dynamodb import Item, to_item
from llave.adapters.holder_items import GUARD
from llave.adapters.outbox import put_event
from llave.people.accounts import Channel, Status
from llave.people.purging import Purge

PARTS = "0123456789abcdef"


def registered_key(person: str, at: datetime) -> tuple[str, str]:
    """Where it stands that an account was registered on a day."""
    return _day_key(at.date(), person[0]), person_key(person)


def registered_item(person: str, at: datetime) -> Item:
    """That an account was registered on a day."""
    pk, sk = registered_key(person, at)
    return {"pk": pk, "sk": sk}


class UnconfirmedTable:
    """Finding registrations that are due, and deleting them."""

    def __init__(self, people: str, ledger: str) -> None:
        self._people = people
        self._ledger = ledger

    def registered_on(self, day: date) -> tuple[str, ...]:
        """Ids of the accounts registered on that day that were not looked at since."""
        found = [
            item
            for part in PARTS
            for item in dynamodb.query(self._people, _day_key(day, part), "PERSON#")
        ]
        return tuple(item["sk"].partition("#")[2] for item in found)

    def purge(self, purge: Purge) -> bool:
        """Delete it; False when a contact was added, confirmed or corrected meanwhile."""
        try:
            dynamodb.transact(
                [self._account(purge), *self._traces(purge), put_event(self._ledger, purge.event)]
            )
        except dynamodb.ConditionFailed:
            return False
        return True

    def settled(self, person: str, day: date) -> None:
        """It need not be looked at again."""
        key = dynamodb.key(_day_key(day, person[0]), person_key(person))
        dynamodb.client().delete_item(TableName=self._people, Key=key)

    def _account(self, purge: Purge) -> dict[str, Any]:
        """With it goes the wrapped key: whatever was sealed anywhere opens no more. Of a contact that
        came, changed or was confirmed since it was read, something would stay and name nobody."""
        contacts = purge.account.contacts
        unchanged = [f"{channel.value}_index = :{channel.value}_index" for channel in contacts]
        for channel in Channel:
            if channel not in contacts:
                unchanged.append(f"attribute_not_exists({channel.value}_index)")
            elif not contacts[channel].is_confirmed:
                unchanged.append(f"attribute_not_exists({channel.value}_confirmed_at)")
        indexes = {f":{channel.value}_index": contacts[channel].index for channel in contacts}
        return {
            "Delete": {
                "TableName": self._people,
                "Key": dynamodb.key(person_key(purge.account.person), ACCOUNT),
                "ConditionExpression": " AND ".join(["#status = :registered", *unchanged]),
                "ExpressionAttributeNames": {"#status": "status"},
                "ExpressionAttributeValues": to_item(
                    {":registered": Status.REGISTERED.value, **indexes}
                ),
            }
        }

    def _traces(self, purge: Purge) -> Iterator[dict[str, Any]]:
        """What leads to another's account meanwhile is not ours to delete."""
        person = purge.account.person
        yield self._delete(person_key(person), CREDENTIAL)
        for index in purge.curp:
            yield self._delete(f"DECLARED#{index.key}", person_key(person))
        for index in purge.contacts:
            for pk, sk in ((f"DECLARED#{index.key}", "POINTER"), (index.key, GUARD)):
                item = dynamodb.get(self._people, pk, sk)
                if item and item["person"] == person:
                    yield self._delete(pk, sk, person)

    def _delete(self, pk: str, sk: str, person: str | None = None) -> dict[str, Any]:
        delete: dict[str, Any] = {"TableName": self._people, "Key": dynamodb.key(pk, sk)}
        if person is not None:
            delete["ConditionExpression"] = "person = :person"
            delete["ExpressionAttributeValues"] = to_item({":person": person})
        return {"Delete": delete}


def _day_key(day: date, part: str) -> str:
    return f"REGISTERED#{day.isoformat()}#{part}"
