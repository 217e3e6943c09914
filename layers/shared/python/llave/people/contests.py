"""Two accounts with evidence for one CURP: how a holder may be displaced.

Submitting documents changes nothing for the holder. A reviewer who finds the newcomer's evidence
credible opens a contest: every address of the holder is told, and for 72 hours a strong factor of
hers can object. Then another reviewer decides. Evidence that is weaker than the holder's never
displaces it; after an objection only evidence that proves more does.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from llave.errors import Conflict, NotAllowed
from llave.people.audit import Event
from llave.people.evidence import Evidence, Strength
from llave.people.lookups import Indexes
from llave.people.outbox import Message

NOTICE = timedelta(hours=72)
# What only the holder has: what came by SMS or e-mail, and passwords, may be in other hands.
STRONG_FACTORS = frozenset({"passkey", "totp", "recovery-code"})


class State(StrEnum):
    """Noticed, then perhaps objected, then decided one way or the other."""

    NOTICED = "noticed"
    OBJECTED = "objected"
    DISPLACED = "displaced"
    DISMISSED = "dismissed"


OPEN = frozenset({State.NOTICED, State.OBJECTED})


class ContestOpen(Conflict):
    """Another contest of this holder is not decided yet."""

    code = "contest_open"


class ContestClosed(Conflict):
    """The contest was decided meanwhile."""

    code = "contest_closed"


class TooEarly(Conflict):
    """The holder's 72 hours have not passed."""

    code = "contest_too_early"


class SameReviewer(NotAllowed):
    """Who opened a contest does not decide it."""

    code = "same_reviewer"


class NotStrongEnough(NotAllowed):
    """The evidence does not prove enough to displace this holder; or the factor shown is not strong."""

    code = "not_strong_enough"


@dataclass(frozen=True, slots=True)
class Contest:
    """`holder` is who holds, `challenger` whose case was found credible by the reviewer `opened_by`.

    `holds` and `offers` are what the evidence of the one and of the other proves, the newcomer's with
    a review. `objected_with` is the factor.
    """

    id: str
    holder: str
    challenger: str
    case: str
    state: State
    holds: Strength
    offers: Strength
    opened_by: str
    opened_at: datetime
    objected_at: datetime | None = None
    objected_with: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None

    @property
    def decidable_at(self) -> datetime:
        """When the notice has had its time."""
        return self.opened_at + NOTICE


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening a contest writes, at once or not at all."""

    contest: Contest
    event: Event
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Won:
    """What displacing a holder writes, at once or not at all: guards, both accounts, the case, the
    record of the evidence, and what both are told."""

    before: Contest
    after: Contest
    evidence: Evidence
    curp: Indexes
    documents: tuple[str, ...]
    events: tuple[Event, ...]
    messages: tuple[Message, ...]


class Contests(Protocol):
    """Where contests are kept."""

    def open(self, opened: Opened) -> None:
        """Begin a contest; raises ContestOpen; ContestClosed when the holder is another by now or the
        case is no longer in review."""
        ...

    def get(self, contest: str) -> Contest | None:
        """The contest of that id."""
        ...

    def against(self, holder: str) -> Contest | None:
        """The open contest of a holder."""
        ...

    def by(self, case: str) -> Contest | None:
        """The open contest that a case stands behind."""
        ...

    def object(self, before: Contest, after: Contest, event: Event, message: Message) -> None:
        """Keep an objection; raises ContestClosed."""
        ...

    def win(self, won: Won) -> None:
        """Displace the holder; raises ContestClosed when contest, holder, case or account changed,
        NoFactorLeft when no second factor stands behind the challenger."""
        ...

    def dismiss(self, before: Contest, after: Contest, event: Event, *messages: Message) -> None:
        """Close a contest for the holder; raises ContestClosed."""
        ...
