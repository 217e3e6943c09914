"""What a sign-in reads and writes beyond single items: one batch before, one transaction after.

The pace of an identifier at a place is `PACE#<hash>` / `PACE` in the sessions table: failures, until
(epoch ms), expires_at.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.credentials import settle
from llave.adapters.devices import forget_device, put_device, used_device
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms, seconds
from llave.adapters.outbox import put_event, put_message
from llave.adapters.sessions import delete_session, put_session
from llave.errors import Unavailable, WrongCredentials
from llave.people.attempts import Seen
from llave.people.entering import Entry
from llave.people.identifiers import Places
from llave.people.throttling import PACE_LIFE, SPRAY, Pace

BATCH_TRIES = 3
Key = tuple[str, str]


class DoorTables:
    """The reads and writes that only a sign-in makes."""

    def __init__(self, people: str, sessions: str, ledger: str) -> None:
        self._people = people
        self._sessions = sessions
        self._ledger = ledger

    def look(self, places: Places, paces: tuple[str, ...], shard: str, now: datetime) -> Seen:
        """Find the person and the brakes, in one BatchGetItem."""
        wanted = person_places(places)
        sprayed = (f"BUDGET#{SPRAY.kind}#{shard}", f"{SPRAY.window_start(now):012d}")
        brakes = [*((f"PACE#{key}", "PACE") for key in paces), sprayed]
        found = batch_get({self._people: wanted, self._sessions: brakes})
        kept = {key: found.get((self._sessions, f"PACE#{key}", "PACE")) for key in paces}
        return Seen(
            person=first_person(self._people, wanted, found),
            paces={key: _pace_of(item) for key, item in kept.items() if item},
            sprayed=int(found.get((self._sessions, *sprayed), {}).get("used", 0)),
        )

    def slow(self, key: str, pace: Pace, now: datetime) -> None:
        """Keep a pace after a failure; failures at the same moment all count."""
        dynamodb.update(
            self._sessions,
            f"PACE#{key}",
            "PACE",
            UpdateExpression="ADD failures :one SET #until = :until, expires_at = :end",
            ExpressionAttributeNames={"#until": "until"},
            ExpressionAttributeValues=dynamodb.to_item(
                {
                    ":one": 1,
                    ":until": milliseconds(pace.until or now),
                    ":end": seconds(now + PACE_LIFE),
                }
            ),
        )

    def enter(self, entry: Entry) -> None:
        """Write a sign-in; raises WrongCredentials when the password was changed meanwhile."""
        try:
            dynamodb.transact(self._writes(entry))
        except dynamodb.ConditionFailed:
            raise WrongCredentials("changed meanwhile") from None

    def _writes(self, entry: Entry) -> list[dict[str, Any]]:
        who = entry.credential
        writes = [
            settle(self._people, who.person, who.version, reset=entry.unlock, better=entry.better),
            put_session(self._sessions, entry.session),
            put_event(self._ledger, entry.event),
        ]
        if entry.notice:
            writes.append(put_message(self._ledger, entry.notice))
        if entry.replaces:
            writes.append(delete_session(self._sessions, entry.replaces))
        if entry.pace:
            gone = dynamodb.key(f"PACE#{entry.pace}", "PACE")
            writes.append({"Delete": {"TableName": self._sessions, "Key": gone}})
        return [*writes, *self._device_writes(entry)]

    def _device_writes(self, entry: Entry) -> list[dict[str, Any]]:
        if entry.remembered:
            return [put_device(self._people, entry.remembered)]
        if entry.known and entry.forgets:
            return [forget_device(self._people, entry.known)]
        if entry.known:
            return [used_device(self._people, entry.known, entry.session.auth_time)]
        return []


def person_places(places: Places) -> list[Key]:
    """The items that name the person of an identifier, the one to believe first."""
    return [
        *((key, "GUARD") for key in places.guards),
        *((f"DECLARED#{key}", "POINTER") for key in places.declared),
    ]


def first_person(
    table: str, wanted: list[Key], found: Mapping[tuple[str, str, str], Item]
) -> str | None:
    """The person that the first item found names."""
    items = (found.get((table, *key)) for key in wanted)
    return next((str(item["person"]) for item in items if item), None)


def batch_get(wanted: Mapping[str, list[Key]]) -> dict[tuple[str, str, str], Item]:
    """Items of several tables by (table, pk, sk), read consistently; raises Unavailable."""
    request: Any = {
        table: {"Keys": [dynamodb.key(*key) for key in keys], "ConsistentRead": True}
        for table, keys in wanted.items()
    }
    found: dict[tuple[str, str, str], Item] = {}
    for _ in range(BATCH_TRIES):
        answer = dynamodb.client().batch_get_item(RequestItems=request)
        for table, items in answer["Responses"].items():
            for item in map(dynamodb.from_item, items):
                found[(table, item["pk"], item["sk"])] = item
        request = answer.get("UnprocessedKeys")
        if not request:
            return found
    raise Unavailable("unprocessed keys", retry_after=1)


def _pace_of(item: Item) -> Pace:
    return Pace(item["failures"], moment_of_ms(item["until"]))
