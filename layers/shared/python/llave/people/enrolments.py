"""Enrolments of factors under way, and the ports that keep and end them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from llave.errors import Conflict, InvalidInput, NotAllowed
from llave.people.accounts import Level
from llave.people.audit import Event
from llave.people.bound import Bound
from llave.people.factors import Factors, Method, Passkey, Sms, Totp
from llave.people.outbox import Message
from llave.people.passkeys import Site
from llave.people.sessions import Session
from llave.people.vault import PersonKeys

LIFE = timedelta(minutes=10)
SEALED_AS = "totp"
NAME_SEALED_AS = "passkey-name"
MOST_CODE_ATTEMPTS = 10


class NotFresh(NotAllowed):
    """She has to show again that she is herself before she changes this."""

    code = "not_fresh"


class FactorGone(Conflict):
    """It changed meanwhile: removed, added already, or everything was ended."""

    code = "factor_changed"


class EnrolmentGone(Conflict):
    """What was begun has expired or was finished; beginning again is right."""

    code = "enrolment_gone"


class TotpCodeWrong(InvalidInput):
    """The app's code is not the one of this secret now."""

    def __init__(self) -> None:
        super().__init__("totp_code_wrong", field="code")


class PhoneUnfit(Conflict):
    """There is no confirmed mobile, or it changed too lately."""

    code = "phone_unfit"


@dataclass(frozen=True, slots=True)
class Change:
    """Who changes her factors, and what that writes; `ended_before` and `level` are what the account
    said when her session was looked at, `is_first` that she had no factor then."""

    person: str
    at: datetime
    ended_before: datetime
    level: Level
    is_first: bool
    event: Event
    notices: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Renewed:
    """The session that goes on when somebody has just shown her first factor by enrolling it, under a
    new cookie; `replaces` is the fingerprint of the old one."""

    session: Session
    cookie: str = field(repr=False)
    replaces: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Begun:
    """An enrolment under way in one session: `secret` is sealed (TOTP), `nonce` what a passkey
    signs."""

    session: str = field(repr=False)
    method: Method
    created_at: datetime
    nonce: str = field(default="", repr=False)
    secret: bytes = field(default=b"", repr=False)
    attempts: int = 0

    @property
    def expires_at(self) -> datetime:
        return self.created_at + LIFE

    def is_live(self, now: datetime) -> bool:
        return now < self.expires_at and self.attempts < MOST_CODE_ATTEMPTS


class Stored(Factors, Protocol):
    """Where factors are changed."""

    def has_case(self, person: str) -> bool: ...

    def add(self, change: Change, made: Passkey | Totp | Sms, renewed: Renewed | None) -> None: ...

    def remove(self, change: Change, going: Bound, stays: Bound | None) -> None: ...

    def put_codes(self, change: Change, digests: Sequence[str]) -> None: ...

    def ask_always(self, change: Change, *, always: bool) -> None: ...


class Enrolments(Protocol):
    """Where enrolments under way are kept, one of a kind in a session."""

    def get(self, session: str, method: Method) -> Begun | None: ...

    def begin(self, begun: Begun) -> None: ...

    def attempt(self, begun: Begun) -> None:
        """Count one attempt; raises EnrolmentGone."""
        ...

    def finish(self, begun: Begun) -> None:
        """Use it up; raises EnrolmentGone when another request was first."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """What enrolling stands on."""

    factors: Stored
    enrolments: Enrolments
    keys: PersonKeys
    site: Site
    new_id: Callable[[], str]
    new_token: Callable[[], str]
