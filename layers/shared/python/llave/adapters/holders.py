"""Holders in the people table: becoming one, and giving way to one."""

from datetime import datetime
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.accounts import ACCOUNT, account_of, person_key
from llave.adapters.bound import raise_writes
from llave.adapters.case_items import CASE, case_key, case_of, move_writes
from llave.adapters.dynamodb import Item
from llave.adapters.holder_items import (
    GUARD,
    displace_write,
    evidence_of,
    evidence_write,
    guard_writes,
    holder_of,
    own_write,
)
from llave.adapters.outbox import put_event, put_message
from llave.adapters.signin import batch_get
from llave.documents.cases import Case, State, WrongState, moved
from llave.errors import Unavailable
from llave.people.accounts import Account, Level
from llave.people.evidence import Evidence
from llave.people.holders import CurpHasHolder, Displaced, Holder, NoLongerOpen, Raised
from llave.people.lookups import Indexes

# Somebody wrote one of the items at the same moment: read again and see.
TRIES = 4


class HoldersTable:
    """Reading and writing who holds a CURP."""

    def __init__(self, people: str, ledger: str) -> None:
        self._people = people
        self._ledger = ledger

    def of(self, curp: Indexes) -> Holder | None:
        """The holder of a CURP under any live index, or None."""
        return next((holder for holder in self.guards(curp).values() if holder), None)

    def guards(self, curp: Indexes) -> dict[str, Holder | None]:
        """What the guard under each index says, and under those that a guard knows besides."""
        keys = [index.key for index in curp.all]
        items = self._guards(keys)
        besides = {key for item in items.values() for key in item.get("keys", ())} - set(keys)
        items |= self._guards(sorted(besides)) if besides else {}
        return {
            key: holder_of(items[key]) if key in items else None
            for key in [*keys, *sorted(besides)]
        }

    def rekey(self, curp: Indexes) -> bool:
        """Give the holder of a CURP the guards that a new secret lacks; False when none does."""
        for _ in range(TRIES):
            guards = self.guards(curp)
            holder = next((one for one in guards.values() if one), None)
            if holder is None or None not in guards.values():
                return False
            try:
                dynamodb.transact(guard_writes(self._people, guards, holder))
            except dynamodb.ConditionFailed:
                continue
            return True
        raise Unavailable("writes at one moment", retry_after=1)

    def raise_level(self, raised: Raised) -> None:
        """Write a holder; raises CurpHasHolder, NoLongerOpen, NoFactorLeft."""
        for _ in range(TRIES):
            guards = self.guards(raised.curp)
            if any(holder and holder.person != raised.person for holder in guards.values()):
                raise CurpHasHolder("another account proved it")
            case = expect_open(self._people, raised.evidence)
            if case is None:
                return
            try:
                dynamodb.transact(self._writes(raised, guards, case))
            except dynamodb.ConditionFailed:
                continue
            return
        raise Unavailable("writes at one moment", retry_after=1)

    def declared(self, curp: tuple[str, ...]) -> tuple[str, ...]:
        """Every account that declares the CURP under these index keys."""
        items = [
            i for key in curp for i in dynamodb.query(self._people, f"DECLARED#{key}", "PERSON#")
        ]
        return tuple(dict.fromkeys(item["sk"].partition("#")[2] for item in items))

    def displace(self, displaced: Displaced) -> bool:
        """Mark a declared account's claim as displaced; False when it was, or its account is gone."""
        for _ in range(TRIES):
            account = self._account(displaced.person)
            if account is None or not _gives_way(account, displaced.at):
                return False
            try:
                dynamodb.transact(
                    [
                        displace_write(self._people, account, displaced.at),
                        put_event(self._ledger, displaced.event),
                        put_message(self._ledger, displaced.message),
                    ]
                )
            except dynamodb.ConditionFailed:
                continue
            return True
        raise Unavailable("writes at one moment", retry_after=1)

    def evidence(self, person: str, evidence: str) -> Evidence | None:
        """The record of one verification."""
        item = dynamodb.get(self._people, person_key(person), f"EVIDENCE#{evidence}")
        return evidence_of(item) if item else None

    def _writes(
        self, raised: Raised, guards: dict[str, Holder | None], case: Case
    ) -> list[dict[str, Any]]:
        evidence, people = raised.evidence, self._people
        holder = _best(evidence, guards)
        after = moved(case, State.ACCEPTED, raised.at, case.reasons, evidence.id)
        return [
            *guard_writes(people, guards, holder),
            *raise_writes(people, holder, case, raised.at),
            evidence_write(people, evidence),
            *move_writes(people, after, case.state),
            *(own_write(people, key, raised.person, case.id) for key in raised.documents),
            put_event(self._ledger, raised.event),
            *(put_message(self._ledger, message) for message in raised.messages),
        ]

    def _guards(self, keys: list[str]) -> dict[str, Item]:
        found = batch_get({self._people: [(key, GUARD) for key in keys]})
        return {key: item for (_, key, _), item in found.items()}

    def _account(self, person: str) -> Account | None:
        item = dynamodb.get(self._people, person_key(person), ACCOUNT)
        return account_of(item) if item else None


def expect_open(people: str, evidence: Evidence) -> Case | None:
    """The case that the evidence ends, None when it did; raises NoLongerOpen."""
    item = dynamodb.get(people, case_key(evidence.case), CASE)
    case = case_of(item) if item else None
    account = dynamodb.get(people, person_key(evidence.person), ACCOUNT) or {}
    if case and case.state is State.ACCEPTED and case.person == evidence.person:
        return None
    if case is None or case.person != evidence.person or account.get("status") != "active":
        raise NoLongerOpen("no such case, or the account is gone")
    try:
        moved(case, State.ACCEPTED, evidence.at)
    except WrongState:
        raise NoLongerOpen(case.state.value) from None
    return case


def _best(evidence: Evidence, guards: dict[str, Holder | None]) -> Holder:
    """She keeps the stronger evidence when the newer proves less."""
    new = Holder(evidence.person, evidence.strength, evidence.id, evidence.at)
    held = next((holder for holder in guards.values() if holder), None)
    if held is None:
        return new
    if held.strength > new.strength:
        return held
    return Holder(new.person, new.strength, new.evidence, held.since)


def _gives_way(account: Account, at: datetime) -> bool:
    declared = account.level is Level.BASICA and account.displaced_at is None
    return declared and account.created_at <= at
