"""T21, T30: fifty who come with one document, or with proof of one CURP, at the same moment: one owns it.

The emulator's DynamoDB judges, by the conditions in real use; what Step Functions would try again is
tried again here.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from threading import Barrier
from typing import TypeVar

import pytest

from llave import wiring
from llave.adapters import dynamodb
from llave.adapters.accounts import account_item
from llave.adapters.dynamodb import Item
from llave.documents.cases import Case
from llave.documents.kinds import DocumentKind
from llave.documents.reuse import Trace, marks
from llave.errors import Unavailable
from llave.people.accounts import Level
from llave.people.curp import Curp
from llave.people.holders import CurpHasHolder, become_holder
from llave.people.keyring import Purpose
from llave.people.lookups import Indexes, by_curp
from llave.people.outbox import Kind, Message
from llave.settings import settings
from tests.fakes import NOW
from tests.security.insider import any_curp, at_once
from tests.verifying import LONG_AGO, Town, account, evidence

MANY = 50
S = TypeVar("S")
T = TypeVar("T")


def together(work: Callable[[S], T], given: Iterable[S]) -> list[T]:
    """Every call in a thread of its own, and none before all are there."""
    items = list(given)
    gate = Barrier(len(items))

    def wait_and_work(item: S) -> T:
        gate.wait()
        while True:
            try:
                return work(item)
            except Unavailable:
                continue

    return at_once(wait_and_work, items, in_flight=len(items))


class Table:
    """Items put past every flow."""

    def put(self, table: str, item: Item) -> None:
        assert table == "people"
        name = settings().table_people
        dynamodb.client().put_item(TableName=name, Item=dynamodb.to_item(item))


class Crowd(Town):
    """Fifty accounts on one CURP that nobody else in this cloud bears."""

    own: Curp

    @property
    def curp(self) -> Indexes:
        return by_curp(self.own, self.keyring)

    def id(self) -> str:
        return wiring.new_id()

    def message(self, case: Case, at: datetime = NOW) -> Message:
        """The cases stay where they are: no workflow is begun."""
        return Message(self.id(), Kind.END_ACCESS, case.person, at)

    def declares(self, person: str, at: datetime = LONG_AGO) -> str:
        """Without a contact, so that nobody is written to."""
        super().declares(person, at)
        silent = replace(account(person, created_at=at), contacts={})
        self.aws.put("people", account_item(silent))
        return person


@pytest.fixture
def crowd(inside) -> Crowd:
    wiring.keyring().live(Purpose.LOOKUP_CURP)
    made = Crowd(Table(), wiring.keyring())  # type: ignore[arg-type]  # it only puts
    made.own = Curp(any_curp())
    return made


def test_fifty_claims_of_one_document_at_once_give_one_owner(inside):
    number = wiring.new_id()
    found = marks(DocumentKind.INE, number, [wiring.new_id()], None, wiring.keyring())
    now = wiring.now()

    said = together(
        lambda person: wiring.reuse().claim(found, person, f"case-{person}", now),
        [wiring.new_id() for _ in range(MANY)],
    )

    # Document and image are claimed apart: the one who owns either finds nothing of it.
    for trace in (Trace.NUMBER, Trace.IMAGE):
        assert Counter(any(one.trace is trace for one in each) for each in said)[False] == 1
    owners = {one.person for each in said for one in each if one.trace is Trace.NUMBER}
    assert len(owners) == 1


def test_fifty_who_prove_one_curp_at_once_make_one_holder(crowd: Crowd):
    now = wiring.now()
    cases = {crowd.declares(wiring.new_id()): "" for _ in range(MANY)}
    for person in cases:
        cases[person] = crowd.submits(person, now).id

    def prove(person: str) -> bool:
        try:
            proof = evidence(person, cases[person], at=now)
            become_holder(proof, crowd.curp, (), wiring.holding())
        except CurpHasHolder:
            return False
        return True

    won = Counter(together(prove, cases))

    assert won == {True: 1, False: MANY - 1}
    holder = wiring.holders().of(crowd.curp)
    assert holder is not None
    levels = {person: crowd.account(person).level for person in cases}
    assert [p for p, level in levels.items() if level is Level.VERIFICADA] == [holder.person]
