"""A case: one submission of documents, from the first picture to the decision.

Transitions are pure; the table makes each a condition of its write, so that whatever comes twice or
too late changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from llave.documents.kinds import BillKind, DocumentKind, Slot, slots_of
from llave.documents.reasons import Reason
from llave.errors import Conflict, InvalidInput, TooManyAttempts
from llave.people.audit import Event
from llave.people.bound import Bound
from llave.people.outbox import Message

MOST_TRIES = 5
TRIES_WINDOW = timedelta(hours=6)


class State(StrEnum):
    """Where a case stands. Waiting is for a registry; stuck is for an operator."""

    COLLECTING = "collecting"
    SUBMITTED = "submitted"
    WAITING = "waiting"
    REVIEW = "review"
    STUCK = "stuck"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


UNDER_WAY = frozenset({State.SUBMITTED, State.WAITING, State.REVIEW, State.STUCK})
DECIDED = frozenset({State.ACCEPTED, State.REJECTED, State.CANCELLED})
# Who has one of these starts no other.
OPEN = UNDER_WAY | {State.COLLECTING}

MOVES: Mapping[State, frozenset[State]] = {
    State.COLLECTING: frozenset({State.SUBMITTED, State.CANCELLED}),
    State.SUBMITTED: DECIDED | {State.WAITING, State.REVIEW, State.STUCK},
    State.WAITING: DECIDED | {State.SUBMITTED, State.REVIEW, State.STUCK},
    State.REVIEW: DECIDED | {State.STUCK},
    State.STUCK: frozenset({State.SUBMITTED, State.REVIEW, State.REJECTED, State.CANCELLED}),
    State.ACCEPTED: frozenset(),
    State.REJECTED: frozenset(),
    State.CANCELLED: frozenset(),
}


class CaseOpen(Conflict):
    """The person has a case that is not decided yet; she goes on with that one."""

    code = "case_open"


class WrongState(Conflict):
    """The case is not where this step begins."""

    code = "case_state"


class PicturesMissing(Conflict):
    """Not every picture is there yet."""

    code = "pictures_missing"


class TooManyTries(TooManyAttempts):
    """Five submissions in six hours; `retry_after` tells when the oldest no longer counts."""

    code = "too_many_tries"


@dataclass(frozen=True, slots=True)
class Picture:
    """An object of the evidence bucket: the version that was there when the person handed it in."""

    key: str
    version: str


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `capture` is the key of the face's capture session, None without one; `evidence` is
    the record's id once accepted; `pictures_deleted_at` says that the originals are gone."""

    id: str
    person: str
    kind: DocumentKind
    bill: BillKind
    state: State
    opened_at: datetime
    changed_at: datetime
    pictures: Mapping[Slot, Picture] = field(default_factory=dict)
    capture: str | None = None
    submitted_at: datetime | None = None
    decided_at: datetime | None = None
    reasons: tuple[Reason, ...] = ()
    evidence: str | None = None
    pictures_deleted_at: datetime | None = None

    @property
    def missing(self) -> tuple[Slot, ...]:
        """The pictures that are still to come, in the order in which they are asked for."""
        return tuple(slot for slot in slots_of(self.kind) if slot not in self.pictures)

    @property
    def is_open(self) -> bool:
        """Whether it is not decided yet."""
        return self.state in OPEN


def opened(case_id: str, person: str, kind: DocumentKind, bill: BillKind, now: datetime) -> Case:
    """A new case without pictures."""
    return Case(case_id, person, kind, bill, State.COLLECTING, now, now)


def placed(case: Case, slot: Slot, picture: Picture, now: datetime) -> Case:
    """The case with that picture, in the place of an earlier one; raises WrongState, InvalidInput."""
    if case.state is not State.COLLECTING:
        raise WrongState(case.state.value)
    if slot not in slots_of(case.kind):
        raise InvalidInput("slot_unknown", field="slot")
    return replace(case, pictures={**case.pictures, slot: picture}, changed_at=now)


def submitted(case: Case, capture: str | None, now: datetime) -> Case:
    """The case handed in; raises WrongState, PicturesMissing."""
    if case.state is State.COLLECTING and case.missing:
        raise PicturesMissing(",".join(case.missing))
    return replace(moved(case, State.SUBMITTED, now), capture=capture, submitted_at=now)


def moved(
    case: Case,
    to: State,
    now: datetime,
    reasons: tuple[Reason, ...] = (),
    evidence: str | None = None,
) -> Case:
    """The case in another state; raises WrongState where the table has no such move."""
    if to not in MOVES[case.state]:
        raise WrongState(f"{case.state.value} -> {to.value}")
    return replace(
        case,
        state=to,
        changed_at=now,
        decided_at=now if to in DECIDED else None,
        reasons=reasons or case.reasons,
        evidence=evidence,
    )


def one_more_try(tries: tuple[datetime, ...], now: datetime) -> tuple[datetime, ...]:
    """The submissions that count, this one among them; raises TooManyTries."""
    counted = tuple(sorted(at for at in tries if at > now - TRIES_WINDOW))
    if len(counted) >= MOST_TRIES:
        wait = counted[0] + TRIES_WINDOW - now
        raise TooManyTries("tries of a person", retry_after=max(1, int(wait.total_seconds())))
    return (*counted, now)


class Cases(Protocol):
    """Where cases are kept."""

    def open(self, case: Case, factor: Bound, event: Event) -> None:
        """Begin a case; raises CaseOpen when the person has one, WrongState when her account may not
        (not active, cancelled), SecondFactorRequired when the factor is gone."""
        ...

    def get(self, case: str) -> Case | None:
        """The case of that id."""
        ...

    def of(self, person: str) -> tuple[Case, ...]:
        """A person's cases, newest first."""
        ...

    def place(self, case: Case, slot: Slot, picture: Picture, now: datetime) -> Case:
        """Keep a picture's version; raises WrongState when the case was handed in meanwhile."""
        ...

    def submit(
        self, case: Case, factor: Bound, now: datetime, event: Event, message: Message
    ) -> Case:
        """Hand a case in with the capture session of the face that it has then, counting the try; one
        that was handed in comes back as it stands.

        Raises PicturesMissing, TooManyTries, WrongState, SecondFactorRequired when the factor is gone.
        """
        ...

    def move(self, before: Case, after: Case, event: Event, *messages: Message) -> Case:
        """Write what `moved` made of a case; raises WrongState when it moved otherwise meanwhile.

        The same move written again comes back as it stands. Accepting is not done here but with the
        level, by `llave.people.holders`.
        """
        ...

    def keep_reading(self, case: str, name: str, sealed: bytes) -> None:
        """Keep what was read, sealed with the person's key, by name (`identity`, `address`, ...)."""
        ...

    def readings(self, case: str) -> Mapping[str, bytes]:
        """What was kept, by name."""
        ...
