"""A case that was begun and left alone is cancelled; one that is gone on with loses nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from llave.documents.cases import Case, Picture, State, WrongState, opened, placed
from llave.documents.kinds import BillKind, DocumentKind, Slot
from llave.documents.lapsing import Ports, lapse_due
from llave.documents.pictures import original_key
from llave.documents.retention import BACK, Retention
from llave.documents.uploads import Uploaded
from tests.fakes import NOW

WAITS = timedelta(days=20)
KEPT = Retention(decided=timedelta(days=90), cancelled=timedelta(days=7), collecting=WAITS)
A_DAY = timedelta(days=1)
BEGUN = NOW - WAITS


@dataclass
class Town:
    """One case, where it is looked for, and what lies in the bucket."""

    case: Case
    days: set[date]
    lying: list[Uploaded] = field(default_factory=list)
    is_handed_in_now: bool = False

    def touched_on(self, day: date) -> tuple[str, ...]:
        return (self.case.id,) if day in self.days else ()

    def forget(self, case: str, day: date) -> None:
        self.days.discard(day)

    def touched(self, case: str, known: date, day: date) -> None:
        self.days = {day}

    def get(self, case: str) -> Case:
        return self.case

    def place(self, case: Case, slot: Slot, picture: Picture, now: datetime) -> Case:
        self.case = placed(self.case, slot, picture, now)
        return self.case

    def move(self, before: Case, after: Case, *rest: object) -> Case:
        if self.is_handed_in_now:
            raise WrongState
        self.case = after
        return after

    def newest(self, prefix: str) -> Iterable[Uploaded]:
        return self.lying

    def run(self, now: datetime = NOW) -> int:
        here: Any = self
        return lapse_due(Ports(here, here, here, lambda: "e1"), KEPT, now, 10)


@pytest.fixture
def town() -> Town:
    case = opened("c1", "p1", DocumentKind.INE, BillKind.WATER, BEGUN)
    return Town(case, {BEGUN.date()})


def uploaded(at: datetime) -> Uploaded:
    return Uploaded(original_key("c1", Slot.BACK), "v1", at)


def test_what_was_left_alone_so_long_is_cancelled_once(town: Town):
    assert town.run() == 1
    assert town.case.state is State.CANCELLED
    assert (town.days, town.run()) == (set(), 0)


def test_a_moment_earlier_it_waits(town: Town):
    assert town.run(NOW - timedelta(seconds=1)) == 0
    assert (town.case.state, town.days) == (State.COLLECTING, {BEGUN.date()})


@pytest.mark.parametrize("late", [0, 1, BACK.days])
def test_missed_runs_are_made_good(town: Town, late: int):
    assert town.run(NOW + late * A_DAY) == 1


def test_who_goes_on_in_time_loses_nothing_and_has_as_long_again(town: Town):
    touched = NOW - A_DAY
    town.place(town.case, Slot.FRONT, Picture("cases/c1/front/original", "v1"), touched)

    assert town.run() == 0
    assert town.run(touched + WAITS - A_DAY) == 0
    assert set(town.case.pictures) == {Slot.FRONT}
    assert town.run(touched + WAITS) == 1


def test_a_picture_that_nobody_reported_is_a_touch(town: Town):
    town.lying = [uploaded(NOW - A_DAY)]

    assert town.run() == 0

    assert set(town.case.pictures) == {Slot.BACK}
    assert town.run(NOW + WAITS - A_DAY) == 0
    assert town.run(NOW + WAITS) == 1


def test_a_case_that_was_handed_in_is_left_alone_and_no_longer_looked_for(town: Town):
    town.case = replace(town.case, state=State.REVIEW)

    assert town.run() == 0
    assert (town.case.state, town.days) == (State.REVIEW, set())


def test_who_hands_it_in_at_that_moment_is_first(town: Town):
    town.is_handed_in_now = True

    assert town.run() == 0
    assert town.case.state is State.COLLECTING
