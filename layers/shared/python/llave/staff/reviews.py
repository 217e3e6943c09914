"""The review of a case by people: who looks at it, what each found, and when that is enough.

A case is assigned at random and never chosen. One reviewer may reject it; to accept takes two, and so
does taking a CURP from its holder (llave.people.contests). Nobody looks twice.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeAlias

from llave.documents.reviews import Waiting
from llave.documents.workflow import Verdict
from llave.errors import Conflict, NotAllowed, NotFound
from llave.people.codes import fingerprint
from llave.people.names import PersonName, comparable
from llave.people.population import RegisteredPerson
from llave.staff.chain import Line
from llave.staff.sessions import AtWork

# Who went home leaves the case to others.
ASSIGNED_FOR = timedelta(hours=2)
# Who could give back without end would choose by waiting for the case that she wants.
MOST_EXCUSES = 3


class Finding(StrEnum):
    """What a reviewer found. CREDIBLE is that the newcomer may be the true owner of a CURP that another
    account holds; what follows is a contest."""

    ACCEPT = "accept"
    REJECT = "reject"
    CREDIBLE = "credible"


class NotAssigned(NotFound):
    """No case of hers: whether there is such a case she is not told."""


class LookedAlready(NotAllowed):
    """A second look is another person's."""

    code = "looked_already"


class OwnCase(NotAllowed):
    """Her own case, or that of somebody who bears her surnames."""

    code = "own_case"


class Changed(Conflict):
    """Somebody else wrote the review at the same moment."""

    code = "review_changed"


class TooManyExcuses(Conflict):
    """She gave back as many cases today as anybody may."""

    code = "too_many_excuses"


class NothingWaits(Conflict):
    """There is no case for this reviewer now."""

    code = "nothing_waits"


@dataclass(frozen=True, slots=True)
class Look:
    """What one reviewer found."""

    reviewer: str
    finding: Finding
    at: datetime


@dataclass(frozen=True, slots=True)
class Review:
    """`outcome` is what the workflow is told, once `decided`; `answered` is the fingerprint of the token
    that it was told with; `contest_until` is when the notice to the holder has had its time. `version`
    counts the writes."""

    case: str
    assigned: str | None = None
    assigned_at: datetime | None = None
    looks: tuple[Look, ...] = ()
    excused: frozenset[str] = frozenset()
    outcome: Verdict | None = None
    reasons: tuple[str, ...] = ()
    contest_until: datetime | None = None
    answered: str | None = None
    version: int = 0

    @property
    def reviewers(self) -> tuple[str, ...]:
        """Who looked, in their order."""
        return tuple(look.reviewer for look in self.looks)

    def is_with(self, reviewer: str, now: datetime) -> bool:
        """Whether it is assigned to her."""
        return self.assigned == reviewer and self._is_assigned(now)

    def is_free_for(self, reviewer: str, now: datetime) -> bool:
        """Whether it may be assigned to her, as far as the review itself knows."""
        if self.outcome is not None or self._is_assigned(now):
            return False
        if self.contest_until is not None and now < self.contest_until:
            return False
        return reviewer not in self.reviewers and reviewer not in self.excused

    def _is_assigned(self, now: datetime) -> bool:
        at = self.assigned_at
        return self.assigned is not None and at is not None and now < at + ASSIGNED_FOR


# A case that waits, with its review.
Queued: TypeAlias = tuple[Waiting, Review]


class ReviewRecords(Protocol):
    """Where reviews are kept; every write has its line in the chain."""

    def get(self, case: str) -> Review:
        """The review of a case; a new one when nobody looked yet."""
        ...

    def of(self, cases: Iterable[str]) -> dict[str, Review]:
        """Those of several cases, by case."""
        ...

    def write(self, before: Review, after: Review, line: Line) -> Review:
        """Write what was made of a review; raises Changed when it is another by now."""
        ...

    def excuse(self, before: Review, after: Review, line: Line) -> Review:
        """The same, counted among what `line.who` gave back that day; raises Changed, TooManyExcuses."""
        ...


def current(review: Review, waiting: Waiting) -> Review:
    """The review as it concerns the case that waits now: what was answered to another wait of the
    workflow is over, and people look anew."""
    if review.answered is None or review.answered == fingerprint(waiting.token):
        return review
    return Review(review.case, excused=review.excused, version=review.version)


def chosen(
    waiting: Sequence[Queued],
    reviewer: str,
    now: datetime,
    shuffled: Callable[[Sequence[Queued]], Sequence[Queued]],
) -> Sequence[Queued]:
    """The cases that may be hers, in an order that nobody can foretell; what waited too long first.

    Before all of them what she let lie: else she would choose by waiting until a case is not hers.
    """
    free = [pair for pair in waiting if pair[1].is_free_for(reviewer, now)]
    left = [pair for pair in free if pair[1].assigned == reviewer]
    others = [pair for pair in free if pair[1].assigned != reviewer]
    urgent = [pair for pair in others if pair[0].urgent]
    rest = [pair for pair in others if not pair[0].urgent]
    return [*left, *shuffled(urgent), *shuffled(rest)]


def assigned(review: Review, reviewer: str, now: datetime) -> Review:
    """The review in her hands."""
    return replace(review, assigned=reviewer, assigned_at=now)


def excused(review: Review, reviewer: str) -> Review:
    """The review without her, for good."""
    left = replace(review, assigned=None, assigned_at=None)
    return replace(left, excused=review.excused | {reviewer})


def expect_hers(review: Review, reviewer: str, now: datetime) -> None:
    """Raises LookedAlready, NotAssigned."""
    if reviewer in review.reviewers:
        raise LookedAlready("second look")
    if not review.is_with(reviewer, now):
        raise NotAssigned("another reviewer's, or nobody's")


def looked(
    review: Review, reviewer: str, finding: Finding, reasons: tuple[str, ...], now: datetime
) -> Review:
    """The review with what she found; raises LookedAlready, NotAssigned."""
    expect_hers(review, reviewer, now)
    looks = (*review.looks, Look(reviewer, finding, now))
    done = replace(review, looks=looks, assigned=None, assigned_at=None)
    return replace(done, outcome=outcome_of(looks), reasons=reasons)


def outcome_of(looks: tuple[Look, ...]) -> Verdict | None:
    """What the looks come to: any reject rejects, two accept together."""
    found = [look.finding for look in looks]
    if Finding.REJECT in found:
        return Verdict.REJECT
    return Verdict.ACCEPT if found.count(Finding.ACCEPT) >= 2 else None


def expect_stranger(who: AtWork, person: RegisteredPerson, curp: Iterable[str]) -> None:
    """Raises OwnCase; `curp` are the index keys of the person's CURP."""
    if set(curp) & set(who.member.curp):
        raise OwnCase("own case")
    if namesakes(who.session.name, person.name):
        raise OwnCase("namesake")


def namesakes(one: PersonName, other: PersonName) -> bool:
    """Whether both bear the same surnames: a namesake, a brother, a daughter of cousins.

    An issuer may keep both surnames in one field, so that they are compared joined, and where one of the
    two names has no second surname the other's counts as equal.
    """
    mine, yours = _surnames(one), _surnames(other)
    if one.second_surname and other.second_surname:
        return mine == yours
    shorter = min(len(mine), len(yours))
    return mine[:shorter] == yours[:shorter]


def _surnames(name: PersonName) -> list[str]:
    return comparable(f"{name.first_surname} {name.second_surname or ''}").split()
