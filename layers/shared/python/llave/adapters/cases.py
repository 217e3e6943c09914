"""Cases in the people table; their audit events and messages in the ledger."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.accounts import person_key
from llave.adapters.bound import still_there
from llave.adapters.case_items import (
    CASE,
    CASES,
    account_is_active,
    case_item,
    case_key,
    case_of,
    collecting_item,
    move_writes,
    submit_case,
    under_way,
)
from llave.adapters.dynamodb import milliseconds, moment_of_ms, to_item
from llave.adapters.outbox import put_event, put_message
from llave.adapters.signin import batch_get
from llave.documents.cases import (
    Case,
    CaseOpen,
    Picture,
    State,
    WrongState,
    one_more_try,
    placed,
    submitted,
)
from llave.documents.kinds import Slot
from llave.documents.uploads import capture_of
from llave.errors import NotFound, Unavailable
from llave.people.audit import Event
from llave.people.bound import Bound, SecondFactorRequired
from llave.people.outbox import Message

READING = "READING#"
# Two that hand in at one moment: the second finds what the first wrote.
TRIES = 5
# Where the conditions on her account and on her factor stand in both transactions.
HERS = (1, 2)
# BatchGetItem takes a hundred; a person has five tries in six hours.
MOST_SHOWN = 20


class CasesTable:
    """Opening, moving and reading cases."""

    def __init__(self, people: str, ledger: str) -> None:
        self._people = people
        self._ledger = ledger

    def open(self, case: Case, factor: Bound, event: Event) -> None:
        """Begin a case; raises CaseOpen, WrongState when the account may not, SecondFactorRequired."""
        person, item = person_key(case.person), case_item(case)
        pointer = {"pk": person, "sk": case_key(case.id), "opened_at": item["opened_at"]}
        the_one = {
            "TableName": self._people,
            "Key": dynamodb.key(person, CASES),
            "UpdateExpression": "SET #open = :case",
            "ConditionExpression": "attribute_not_exists(#open)",
            "ExpressionAttributeNames": {"#open": "open"},
            "ExpressionAttributeValues": to_item({":case": case.id}),
        }
        try:
            dynamodb.transact(
                [
                    {"Update": the_one},
                    account_is_active(self._people, case.person),
                    still_there(self._people, case.person, factor),
                    self._put_new(item),
                    self._put_new(pointer),
                    self._put_new(collecting_item(case.id, case.opened_at.date())),
                    put_event(self._ledger, event),
                ]
            )
        except dynamodb.ConditionFailed as failed:
            if 0 in failed.failed:
                raise CaseOpen from None
            raise _refused(failed) from None

    def get(self, case: str) -> Case | None:
        """The case of that id."""
        item = dynamodb.get(self._people, case_key(case), CASE)
        return case_of(item) if item else None

    def of(self, person: str) -> tuple[Case, ...]:
        """A person's cases, newest first."""
        pointers = dynamodb.query(self._people, person_key(person), "CASE#")
        newest = sorted(pointers, key=lambda item: -int(item["opened_at"]))[:MOST_SHOWN]
        wanted = [(item["sk"], CASE) for item in newest]
        found = batch_get({self._people: wanted}) if wanted else {}
        return tuple(case_of(found[(self._people, *key)]) for key in wanted)

    def place(self, case: Case, slot: Slot, picture: Picture, now: datetime) -> Case:
        """Keep a picture's version; raises WrongState when the case was handed in meanwhile."""
        placed(case, slot, picture, now)
        try:
            item = dynamodb.update(
                self._people,
                case_key(case.id),
                CASE,
                UpdateExpression="SET #key = :key, #version = :version, changed_at = :now",
                ConditionExpression="#state = :collecting",
                ExpressionAttributeNames={
                    "#state": "state",
                    "#key": f"{slot.value}_key",
                    "#version": f"{slot.value}_version",
                },
                ExpressionAttributeValues=to_item(
                    {
                        ":key": picture.key,
                        ":version": picture.version,
                        ":now": milliseconds(now),
                        ":collecting": State.COLLECTING.value,
                    }
                ),
            )
        except dynamodb.ConditionFailed:
            raise WrongState("handed in meanwhile") from None
        return case_of(item)

    def submit(
        self, case: Case, factor: Bound, now: datetime, event: Event, message: Message
    ) -> Case:
        """Hand a case in, counting the try; one that was handed in comes back as it stands."""
        for _ in range(TRIES):
            current = self._standing(case.id)
            if current.state is not State.COLLECTING:
                return _handed_in(current)
            after = submitted(current, capture_of(current), now)
            rest = [put_event(self._ledger, event), put_message(self._ledger, message)]
            try:
                dynamodb.transact(
                    [
                        self._count_try(case.person, now),
                        account_is_active(self._people, case.person),
                        still_there(self._people, case.person, factor),
                        submit_case(self._people, after),
                        under_way(self._people, case.id, now),
                        *rest,
                    ]
                )
            except dynamodb.ConditionFailed as failed:
                if set(HERS) & set(failed.failed):
                    raise _refused(failed) from None
                continue
            return after
        raise Unavailable("submissions at one moment", retry_after=1)

    def move(self, before: Case, after: Case, event: Event, *messages: Message) -> Case:
        """Write a move; raises WrongState when the case moved otherwise meanwhile."""
        if after.state is State.ACCEPTED:
            raise WrongState("accepted with the level alone")
        writes = move_writes(self._people, after, before.state)
        told = [put_message(self._ledger, message) for message in messages]
        try:
            dynamodb.transact([*writes, put_event(self._ledger, event), *told])
        except dynamodb.ConditionFailed:
            current = self._standing(after.id)
            if current.state is not after.state:
                raise WrongState(f"is {current.state.value}") from None
            return current
        return after

    def keep_reading(self, case: str, name: str, sealed: bytes) -> None:
        """Keep what was read; a step that runs again writes it anew."""
        item = to_item({"pk": case_key(case), "sk": f"{READING}{name}", "sealed": sealed})
        dynamodb.client().put_item(TableName=self._people, Item=item)

    def readings(self, case: str) -> Mapping[str, bytes]:
        """What was kept, by name."""
        found = dynamodb.query(self._people, case_key(case), READING)
        return {item["sk"].removeprefix(READING): item["sealed"] for item in found}

    def _standing(self, case: str) -> Case:
        found = self.get(case)
        if found is None:
            raise NotFound("case")
        return found

    def _count_try(self, person: str, now: datetime) -> dict[str, Any]:
        """One more, if nobody counted since it was read."""
        item = dynamodb.get(self._people, person_key(person), CASES) or {}
        before = item.get("tries")
        tries = one_more_try(tuple(moment_of_ms(at) for at in before or ()), now)
        unchanged = "tries = :before" if before else "attribute_not_exists(tries)"
        after = [milliseconds(at) for at in tries]
        return {
            "Update": {
                "TableName": self._people,
                "Key": dynamodb.key(person_key(person), CASES),
                "UpdateExpression": "SET tries = :tries",
                "ConditionExpression": unchanged,
                "ExpressionAttributeValues": to_item({":tries": after, ":before": before}),
            }
        }

    def _put_new(self, item: dict[str, Any]) -> dict[str, Any]:
        new = {"ConditionExpression": "attribute_not_exists(pk)"}
        return {"Put": {"TableName": self._people, "Item": to_item(item), **new}}


def _refused(failed: dynamodb.ConditionFailed) -> WrongState | SecondFactorRequired:
    """Which of the conditions on the account did not hold."""
    return WrongState("account") if HERS[0] in failed.failed else SecondFactorRequired("gone")


def _handed_in(case: Case) -> Case:
    if case.state is State.CANCELLED and case.submitted_at is None:
        raise WrongState(case.state.value)
    return case
