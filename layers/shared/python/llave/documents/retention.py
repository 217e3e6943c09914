"""How long pictures stay: until the settings' days since the decision have passed.

What was verified and by what stays in the record of the evidence. Pictures of a case that was never
handed in go by the bucket's own lifecycle.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from llave.documents.cases import Case
from llave.documents.pictures import Decided, PictureStore, decided_days, prefixes

# How many missed runs one run makes good.
BACK = timedelta(days=35)


@dataclass(frozen=True, slots=True)
class Deleted:
    """How many cases' pictures went, and how many versions that were."""

    cases: int
    versions: int


def goes_on(case: Case, retention: timedelta) -> date | None:
    """The day (UTC) on which the pictures of a case go; None while nobody has decided it."""
    return case.decided_at.date() + retention if case.decided_at else None


def delete_due(
    decided: Decided, store: PictureStore, retention: timedelta, now: datetime, most: int = 10_000
) -> Deleted:
    """Delete every version of the pictures of cases decided that long ago, the oldest first and of so
    many cases at most.

    Pictures first, then the remembering: a run that dies between deletes nothing twice and forgets
    nothing.
    """
    cases = versions = 0
    for day in decided_days(now.date(), retention, BACK):
        for case in decided.decided_on(day)[: most - cases]:
            versions += sum(store.delete_all(prefix) for prefix in prefixes(case))
            decided.pictures_deleted(case, day, now)
            cases += 1
    return Deleted(cases, versions)
