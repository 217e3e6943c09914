"""How long pictures stay: until the settings' days since the decision have passed; a few days where
nobody decided, because she gave the case up, left it alone (llave.documents.lapsing), or is no more.

What was verified and by what stays in the record of the evidence.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from llave.documents.cases import Case, State
from llave.documents.pictures import Ended, PictureStore, due_days, prefixes

# How many missed runs one run makes good.
BACK = timedelta(days=35)


@dataclass(frozen=True, slots=True)
class Deleted:
    """How many cases' pictures went, and how many versions that were."""

    cases: int
    versions: int


@dataclass(frozen=True, slots=True)
class Retention:
    """How long pictures stay after a decision, and after an end without one; and how long a case that is
    not handed in waits for the next."""

    decided: timedelta
    cancelled: timedelta
    collecting: timedelta

    def of(self, case: Case) -> timedelta:
        """Of one case."""
        return self.cancelled if case.state is State.CANCELLED else self.decided


def goes_on(case: Case, retention: Retention) -> date | None:
    """The day (UTC) on which the pictures of a case go; None while it has not ended."""
    return case.decided_at.date() + retention.of(case) if case.decided_at else None


def lapses_at(case: Case, retention: Retention) -> datetime:
    """When a case that is not handed in is cancelled, unless a picture comes before."""
    return case.changed_at + retention.collecting


def delete_due(
    ended: Ended, store: PictureStore, retention: timedelta, now: datetime, most: int = 10_000
) -> Deleted:
    """Delete every version of the pictures of cases that ended that long ago, the oldest first and of so
    many cases at most.

    Pictures first, then the remembering: a run that dies between deletes nothing twice and forgets
    nothing.
    """
    cases = versions = 0
    for day in due_days(now.date(), retention, BACK):
        for case in ended.ended_on(day)[: most - cases]:
            versions += sum(store.delete_all(prefix) for prefix in prefixes(case))
            ended.pictures_deleted(case, day, now)
            cases += 1
    return Deleted(cases, versions)
