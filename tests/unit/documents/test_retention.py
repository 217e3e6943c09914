"""Pictures go when their days have passed, once, and not a day earlier."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest

from llave.documents.pictures import Ended, PictureStore
from llave.documents.retention import BACK, Deleted, delete_due
from tests.fakes import NOW

DAYS = timedelta(days=30)
TODAY = NOW.date()


@dataclass
class FakeEnded:
    cases: dict[date, list[str]]

    def ended_on(self, day: date) -> tuple[str, ...]:
        return tuple(self.cases.get(day, ()))

    def pictures_deleted(self, case: str, day: date, now: datetime) -> None:
        self.cases[day].remove(case)


@dataclass
class FakeStore:
    deleted: list[str] = field(default_factory=list)
    broken: bool = False

    def delete_all(self, prefix: str) -> int:
        if self.broken:
            raise RuntimeError
        self.deleted.append(prefix)
        return 3


def run(ended: FakeEnded, store: FakeStore) -> Deleted:
    ports: tuple[Ended, PictureStore] = (ended, store)  # type: ignore[assignment]
    return delete_due(*ports, DAYS, NOW)


def test_what_is_due_goes_and_what_is_younger_stays():
    ended = FakeEnded(
        {TODAY - DAYS: ["due"], TODAY - DAYS + timedelta(days=1): ["young"], TODAY: ["new"]}
    )
    store = FakeStore()

    assert run(ended, store) == Deleted(1, 6)
    assert store.deleted == ["cases/due/", "pages/due/"]
    assert run(ended, store) == Deleted(0, 0)


@pytest.mark.parametrize("late", [0, 1, 10, BACK.days])
def test_missed_runs_are_made_good(late):
    store = FakeStore()

    run(FakeEnded({TODAY - DAYS - timedelta(days=late): ["late"]}), store)

    assert store.deleted == ["cases/late/", "pages/late/"]


def test_a_case_whose_pictures_were_not_all_deleted_stays_due():
    ended = FakeEnded({TODAY - DAYS: ["due"]})
    with pytest.raises(RuntimeError):
        run(ended, FakeStore(broken=True))

    assert run(ended, FakeStore()) == Deleted(1, 6)
