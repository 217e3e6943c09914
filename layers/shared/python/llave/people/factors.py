"""What a person has enrolled beside her password, and what of it can be used now.

A passkey comes first, an authenticator app next; a text message is a restricted factor (NIST SP
800-63B-4, section 3.1.3): it is refused on a number that changed lately and on the medium that just
reset the password. E-mail is no factor at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, StrEnum
from typing import Protocol, TypeVar

from llave.people.accounts import Account, Channel, Level

# A number that was taken over is most dangerous in its first days.
NUMBER_HOLD = timedelta(hours=72)
MOST_PASSKEYS = 10
# NIST SP 800-63B-4, section 3.2.2: consecutive failures of one authenticator, kept without end.
MOST_FAILURES = 100

# Whatever was enrolled at a moment.
T = TypeVar("T", "Totp", "Sms", "RecoveryCodes")


class Method(StrEnum):
    """How the second step is done, strongest first; the values are those of the JSON contract."""

    PASSKEY = "passkey"
    TOTP = "totp"
    SMS = "sms"
    RECOVERY_CODE = "recovery_code"

    @property
    def is_strong(self) -> bool:
        """Whether it proves more than the medium that a recovery goes to."""
        return self is not Method.SMS


class Strength(Enum):
    """The least factor that a client may ask for."""

    NONE = 0
    SECOND = 1
    PHISHING_RESISTANT = 2


@dataclass(frozen=True, slots=True)
class Passkey:
    """A WebAuthn credential; `key` is the SHA-256 of its id (hex), `credential_id` the id itself.

    `synced` says that it is kept in several devices (backup eligible), so that it proves software,
    not one piece of hardware.
    """

    key: str
    credential_id: bytes = field(repr=False)
    public_key: bytes = field(repr=False)
    sign_count: int
    transports: tuple[str, ...]
    aaguid: str
    synced: bool
    created_at: datetime
    name: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Totp:
    """An authenticator app; `sealed` is its secret under the person's key, `failures` are
    consecutive, `step` is that of the code it was enrolled with, which serves no more."""

    sealed: bytes = field(repr=False)
    created_at: datetime
    failures: int = 0
    step: int = 0

    @property
    def is_locked(self) -> bool:
        return self.failures >= MOST_FAILURES


@dataclass(frozen=True, slots=True)
class Sms:
    """Codes to the confirmed mobile that the account had when it was enrolled."""

    created_at: datetime


@dataclass(frozen=True, slots=True)
class RecoveryCodes:
    """How many recovery codes are left of those made then."""

    left: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Everything that a person has enrolled."""

    passkeys: tuple[Passkey, ...] = ()
    totp: Totp | None = None
    sms: Sms | None = None
    codes: RecoveryCodes | None = None

    @property
    def is_empty(self) -> bool:
        """Whether she has no factor; recovery codes alone are none, they stand in for one."""
        return not (self.passkeys or self.totp or self.sms)

    @property
    def count(self) -> int:
        """The factors beside recovery codes."""
        return len(self.passkeys) + bool(self.totp) + bool(self.sms)

    def passkey(self, key: str) -> Passkey | None:
        """The passkey whose id has this hash."""
        return next((one for one in self.passkeys if one.key == key), None)

    def made_at(self, method: Method) -> datetime | None:
        """When the (oldest) factor of a kind was enrolled."""
        if method is Method.PASSKEY:
            return min((one.created_at for one in self.passkeys), default=None)
        made = {Method.TOTP: self.totp, Method.SMS: self.sms, Method.RECOVERY_CODE: self.codes}
        found = made[method]
        return found.created_at if found else None


class Factors(Protocol):
    """Where factors are read."""

    def of(self, person: str) -> Enrolled:
        """What a person has enrolled."""
        ...


def usable(account: Account, enrolled: Enrolled, now: datetime) -> tuple[Method, ...]:
    """What she can use now, strongest first."""
    has = {
        Method.PASSKEY: bool(enrolled.passkeys),
        Method.TOTP: enrolled.totp is not None and not enrolled.totp.is_locked,
        Method.SMS: enrolled.sms is not None and sms_is_allowed(account, enrolled.sms, now),
        Method.RECOVERY_CODE: enrolled.codes is not None and enrolled.codes.left > 0,
    }
    return tuple(method for method in Method if has[method])


def is_stuck(account: Account, enrolled: Enrolled, now: datetime) -> bool:
    """Whether she has factors and none that can be used, so that she can not prove a change hers."""
    return not enrolled.is_empty and not usable(account, enrolled, now)


def sms_is_allowed(account: Account, sms: Sms, now: datetime) -> bool:
    """Whether a code may go to the mobile: the number that was enrolled, not a new one, and not the
    medium that just reset the password."""
    contact = account.contacts.get(Channel.PHONE)
    if contact is None or contact.confirmed_at is None or contact.confirmed_at > sms.created_at:
        return False
    return not number_is_fresh(account, now) and Channel.PHONE not in account.reset_by


def number_is_fresh(account: Account, now: datetime) -> bool:
    """Whether the mobile changed, or was added to an account that was open already, too lately."""
    contact = account.contacts.get(Channel.PHONE)
    if contact is None or contact.confirmed_at is None:
        return False
    came_later = contact.confirmed_at - account.created_at > NUMBER_HOLD
    return came_later and now - contact.confirmed_at < NUMBER_HOLD


def counts(account: Account, made_at: datetime) -> bool:
    """Whether a factor made then proves more than who could reset the password: one enrolled since
    does not, until an older one or new evidence has shown who it is."""
    return account.reset_at is None or made_at < account.reset_at


def after_recovery(account: Account, enrolled: Enrolled) -> tuple[datetime | None, Enrolled]:
    """Since when a recovery ends what was enrolled, None when nothing ends; and what stays of this.

    An account that nobody verified is worth its media, and who knew its password may have bound a
    factor of his own: everything ends. A verified one keeps what counts, and loses what was enrolled
    since an earlier recovery, which may have been the thief's.
    """
    if account.level is not Level.VERIFICADA:
        return account.created_at, Enrolled()
    return account.reset_at, Enrolled(
        passkeys=tuple(one for one in enrolled.passkeys if counts(account, one.created_at)),
        totp=_if_counts(account, enrolled.totp),
        sms=_if_counts(account, enrolled.sms),
        codes=_if_counts(account, enrolled.codes),
    )


def _if_counts(account: Account, made: T | None) -> T | None:
    return made if made and counts(account, made.created_at) else None


def strength(amr: Sequence[str]) -> Strength:
    """What a session's methods amount to; a passkey answers to our own address alone."""
    if "mfa" not in amr:
        return Strength.NONE
    resists = "hwk" in amr or "swk" in amr
    return Strength.PHISHING_RESISTANT if resists else Strength.SECOND
