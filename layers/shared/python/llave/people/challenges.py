"""What waits between a right password and a session: the second step of one sign-in in one browser.

The challenge is found by a cookie that only this browser has and must be named by the page or program
that goes on, so that a form of another tab, or of an earlier sign-in, does nothing. Attempts are
counted before anything is looked at; it serves once, and for ten minutes.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from llave.errors import InvalidInput, WrongCredentials
from llave.people.accounts import Account, Level
from llave.people.audit import Event
from llave.people.budgets import Budget
from llave.people.codes import derived_code
from llave.people.devices import Device, DeviceChoice
from llave.people.factors import Method
from llave.people.keyring import Keyring, Purpose, Secret
from llave.people.outbox import Message
from llave.people.sessions import Session

COOKIE = "__Host-segundo-paso"
LIFE = timedelta(minutes=10)
CODE_LIFE = timedelta(minutes=10)
MOST_ATTEMPTS = 5
MOST_CODES = 3
USE = "second-step"
# Codes can be guessed, so all challenges of a person share these; passkeys can not, and are free.
GUESSES = Budget("second-step", 20, timedelta(hours=1))
TEXTS = Budget("second-step-sms", 10, timedelta(hours=24))


class ChallengeGone(WrongCredentials):
    """The challenge was used, has expired, was tried too often, or is another browser's."""

    code = "challenge_gone"


class CodeWrong(InvalidInput):
    """The code is not right, too old, or was used."""

    def __init__(self) -> None:
        super().__init__("second_code_wrong", field="code")


class PasskeyWrong(InvalidInput):
    """The passkey's answer proves nothing here."""

    def __init__(self) -> None:
        super().__init__("passkey_wrong", field="assertion")


class MethodUnavailable(InvalidInput):
    """She has no such factor, or it can not be used now."""

    def __init__(self) -> None:
        super().__init__("method_unavailable", field="method")


@dataclass(frozen=True, slots=True)
class First:
    """What the first step showed, and what its session is to be like.

    `version` is that of the password; `device` a known device that the sign-in came over, `replaces`
    the session that this browser had. `continues` says that she was in already: she gets no notice of
    a new device, and that session must still be there.
    """

    amr: tuple[str, ...]
    auth_time: datetime
    version: int
    choice: DeviceChoice | None = None
    device: Device | None = None
    replaces: str | None = field(default=None, repr=False)
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Challenge:
    """`key` is the fingerprint of the cookie, `id` what pages name, `nonce` what a passkey signs;
    `code` the id of the newest text message's code."""

    id: str
    key: str = field(repr=False)
    person: str
    first: First
    nonce: str = field(repr=False)
    created_at: datetime
    code: str | None = field(default=None, repr=False)
    code_at: datetime | None = None
    codes: int = 0
    attempts: int = 0
    spent_at: datetime | None = None

    @property
    def expires_at(self) -> datetime:
        return self.created_at + LIFE

    def is_live(self, now: datetime) -> bool:
        tried_out = self.attempts >= MOST_ATTEMPTS
        return self.spent_at is None and not tried_out and now < self.expires_at

    def has_live_code(self, now: datetime) -> bool:
        return self.code_at is not None and now < self.code_at + CODE_LIFE


@dataclass(frozen=True, slots=True)
class Proven:
    """What the second step showed: with which factor, made when; `used` is what must be written so
    that it does not serve again."""

    method: Method
    amr: tuple[str, ...]
    made_at: datetime
    used: "Used"


@dataclass(frozen=True, slots=True)
class Used:
    """One of: the TOTP step, the passkey's new sign count, the digest of the recovery code."""

    step: int | None = None
    passkey: str | None = None
    sign_count: int = 0
    recovery_code: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class SecondEntry:
    """The writes of a sign-in that took both steps; `clears_reset` says that she has shown who she is
    since her password was reset."""

    challenge: Challenge
    proven: Proven
    account: Account
    session: Session
    remembered: Device | None
    forgets: bool
    clears_reset: bool
    event: Event
    notices: tuple[Message, ...]

    @property
    def level(self) -> Level:
        return self.session.level


class Challenges(Protocol):
    """Where challenges are kept."""

    def open(self, challenge: Challenge) -> None:
        """Let one wait."""
        ...

    def get(self, key: str) -> Challenge | None:
        """The challenge whose cookie has this fingerprint, or None."""
        ...

    def attempt(self, challenge: Challenge, now: datetime) -> Challenge:
        """Count one attempt and return what stands there; raises ChallengeGone."""
        ...

    def send_code(self, challenge: Challenge, code: str, message: Message) -> None:
        """Make this the newest code and send it; raises ChallengeGone."""
        ...

    def try_totp(self, person: str) -> bool:
        """Count one attempt on the app's own count; False when it is spent."""
        ...

    def enter(self, entry: SecondEntry) -> None:
        """Write a sign-in; raises ChallengeGone, or CodeWrong when the code was used meanwhile."""
        ...


def code_for(code_id: str, secret: Secret) -> str:
    """The code of that id."""
    return derived_code(secret, USE, code_id)


def code_in(message: Message, keyring: Keyring) -> str:
    """The code that a message SIGN_IN_CODE carries."""
    secret = keyring.version(Purpose.CODES, int(message.refs["secret"]))
    return code_for(message.refs["code"], secret)
