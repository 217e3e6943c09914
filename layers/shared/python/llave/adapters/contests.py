"""Contests in the people table: `CONTEST#<id>` / `CONTEST`; `PERSON#<holder>` / `CONTEST` and
`CASE#<id>` / `CONTEST` name the one that is open."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.accounts import ACCOUNT, account_of, person_key
from llave.adapters.bound import raise_writes
from llave.adapters.case_items import CASE, case_key, move_writes
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms, to_item
from llave.adapters.holder_items import (
    displace_write,
    evidence_write,
    guard_writes,
    own_write,
)
from llave.adapters.holders import HoldersTable, expect_open
from llave.adapters.outbox import put_event, put_message
from llave.documents.cases import State as CaseState
from llave.documents.cases import moved
from llave.people.accounts import Level
from llave.people.audit import Event
from llave.people.contests import Contest, ContestClosed, ContestOpen, Opened, State, Won
from llave.people.evidence import Strength
from llave.people.holders import Holder, NoLongerOpen
from llave.people.outbox import Message

CONTEST = "CONTEST"
MOMENTS = ("opened_at", "objected_at", "decided_at")


class ContestsTable:
    """Opening and deciding contests."""

    def __init__(self, people: str, ledger: str) -> None:
        self._people = people
        self._ledger = ledger
        self._holders = HoldersTable(people, ledger)

    def open(self, opened: Opened) -> None:
        """Begin a contest; raises ContestOpen, ContestClosed."""
        contest = opened.contest
        of_holder, of_case = (
            {"pk": pk, "sk": CONTEST, "contest": contest.id} for pk in _pointers(contest)
        )
        verified, review = Level.VERIFICADA.value, CaseState.REVIEW.value
        try:
            dynamodb.transact(
                [
                    self._put(of_holder),
                    self._put(of_case),
                    self._put(_item(contest)),
                    self._expect(person_key(contest.holder), ACCOUNT, "level", verified),
                    self._expect(case_key(contest.case), CASE, "state", review),
                    put_event(self._ledger, opened.event),
                    *(put_message(self._ledger, message) for message in opened.messages),
                ]
            )
        except dynamodb.ConditionFailed as failed:
            raise (ContestOpen() if 0 in failed.failed else ContestClosed()) from None

    def get(self, contest: str) -> Contest | None:
        """The contest of that id."""
        item = dynamodb.get(self._people, f"CONTEST#{contest}", CONTEST)
        return _contest_of(item) if item else None

    def against(self, holder: str) -> Contest | None:
        """The open contest of a holder."""
        return self._open(person_key(holder))

    def by(self, case: str) -> Contest | None:
        """The open contest that a case stands behind."""
        return self._open(case_key(case))

    def object(self, before: Contest, after: Contest, event: Event, message: Message) -> None:
        """Keep an objection; raises ContestClosed."""
        told = put_message(self._ledger, message)
        self._write([self._replace(before, after), put_event(self._ledger, event), told])

    def win(self, won: Won) -> None:
        """Displace the holder; raises ContestClosed."""
        self._write(self._won(won))

    def dismiss(self, before: Contest, after: Contest, event: Event, *messages: Message) -> None:
        """Close a contest for the holder; raises ContestClosed."""
        told = [put_message(self._ledger, message) for message in messages]
        closing = [self._replace(before, after), *self._close(before)]
        self._write([*closing, put_event(self._ledger, event), *told])

    def _won(self, won: Won) -> list[dict[str, Any]]:
        evidence, people, at = won.evidence, self._people, won.evidence.at
        new = Holder(evidence.person, evidence.strength, evidence.id, at)
        guards = self._holders.guards(won.curp)
        item = dynamodb.get(people, person_key(won.before.holder), ACCOUNT)
        held = {holder.person for holder in guards.values() if holder}
        case = self._case(won)
        if item is None or case is None or held != {won.before.holder}:
            raise ContestClosed("the holder or the case is another by now")
        after = moved(case, CaseState.ACCEPTED, at, case.reasons, evidence.id)
        return [
            self._replace(won.before, won.after),
            *self._close(won.before),
            *guard_writes(people, guards, new),
            displace_write(people, account_of(item), at),
            *raise_writes(people, new, case, at),
            evidence_write(people, evidence),
            *move_writes(people, after, CaseState.REVIEW),
            *(own_write(people, key, new.person, case.id) for key in won.documents),
            *(put_event(self._ledger, event) for event in won.events),
            *(put_message(self._ledger, message) for message in won.messages),
        ]

    def _case(self, won: Won) -> Any:
        try:
            return expect_open(self._people, won.evidence)
        except NoLongerOpen as error:
            raise ContestClosed(error.reason) from None

    def _write(self, writes: list[dict[str, Any]]) -> None:
        try:
            dynamodb.transact(writes)
        except dynamodb.ConditionFailed:
            raise ContestClosed("changed meanwhile") from None

    def _replace(self, before: Contest, after: Contest) -> dict[str, Any]:
        put = self._put(_item(after))["Put"]
        put["ConditionExpression"] = "#state = :state"
        put["ExpressionAttributeNames"] = {"#state": "state"}
        put["ExpressionAttributeValues"] = to_item({":state": before.state.value})
        return {"Put": put}

    def _close(self, contest: Contest) -> list[dict[str, Any]]:
        keys = [dynamodb.key(pk, CONTEST) for pk in _pointers(contest)]
        return [{"Delete": {"TableName": self._people, "Key": key}} for key in keys]

    def _open(self, pk: str) -> Contest | None:
        pointer = dynamodb.get(self._people, pk, CONTEST)
        return self.get(pointer["contest"]) if pointer else None

    def _put(self, item: Item) -> dict[str, Any]:
        condition = "attribute_not_exists(pk)"
        put = {"TableName": self._people, "Item": to_item(item), "ConditionExpression": condition}
        return {"Put": put}

    def _expect(self, pk: str, sk: str, name: str, value: str) -> dict[str, Any]:
        return {
            "ConditionCheck": {
                "TableName": self._people,
                "Key": dynamodb.key(pk, sk),
                "ConditionExpression": "#name = :value",
                "ExpressionAttributeNames": {"#name": name},
                "ExpressionAttributeValues": to_item({":value": value}),
            }
        }


def _pointers(contest: Contest) -> tuple[str, str]:
    return person_key(contest.holder), case_key(contest.case)


def _item(contest: Contest) -> Item:
    given = {known.name: getattr(contest, known.name) for known in fields(contest)}
    del given["id"]
    stored: Item = {name: _stored(value) for name, value in given.items()}
    return {"pk": f"CONTEST#{contest.id}", "sk": CONTEST, **stored}


def _stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return milliseconds(value)
    if isinstance(value, Strength):
        return int(value)
    return value.value if isinstance(value, State) else value


def _contest_of(item: Item) -> Contest:
    given = {known.name: item.get(known.name) for known in fields(Contest)}
    moments = {name: moment_of_ms(item[name]) for name in MOMENTS if name in item}
    made = {
        "id": item["pk"].partition("#")[2],
        "state": State(item["state"]),
        "holds": Strength(item["holds"]),
        "offers": Strength(item["offers"]),
    }
    return Contest(**{**given, **moments, **made})
