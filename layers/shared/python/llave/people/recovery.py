"""Recovering an account: a link to one confirmed medium, a code to the other when two are demanded.

Everybody who asks gets the same answer for the same work. The link's token and the codes are derived
from ids under the keyring's `codes` secret; tables and outbox hold only what does not open anything.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from llave.errors import InvalidInput
from llave.people.accounts import Account, Channel, Status
from llave.people.budgets import Budget
from llave.people.codes import derived_code, derived_token
from llave.people.confirmation import LIFE
from llave.people.contacts import EmailAddress, PhoneNumber
from llave.people.curp import Curp
from llave.people.keyring import Keyring, Secret
from llave.people.lookups import by_phone

USE = "recovery"
LINK_LIFE = {Channel.EMAIL: timedelta(hours=24), Channel.PHONE: timedelta(minutes=10)}
CODE_LIFE = timedelta(minutes=10)
MOST_CODE_ATTEMPTS = 5
MOST_CODES = 5
# Beyond it an identifier gets no more messages in the hour, and whoever asks reads the same answer.
PER_IDENTIFIER = Budget("recovery", 10, timedelta(hours=1))
# A medium added later than the registration's days may be of somebody who learned the password: so long
# the one before it recovers alone. Whoever reads her messages once a month has been told of it by then.
PROBATION = timedelta(days=30)


class LinkInvalid(InvalidInput):
    """The link was used, has expired, or never was."""

    def __init__(self) -> None:
        super().__init__("link_not_valid", field="token")


class CodeInvalid(InvalidInput):
    """The code is wrong, too old, or was tried too often."""

    def __init__(self) -> None:
        super().__init__("code_wrong", field="code")


class CodeNeeded(InvalidInput):
    """The code from the other medium is missing; a fresh one is under way if the last is too old."""

    def __init__(self) -> None:
        super().__init__("required", field="code")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a person says of her account: e-mail and phone, e-mail alone, or CURP and phone."""

    email: EmailAddress | None
    phone: PhoneNumber | None
    curp: Curp | None

    def __post_init__(self) -> None:
        if self.email is None and self.curp is None:
            raise InvalidInput("recovery_email_or_curp", field="email")
        if self.email is None and self.phone is None:
            raise InvalidInput("required", field="phone")


@dataclass(frozen=True, slots=True)
class Recovery:
    """One request that waits for its person.

    `link` is the fingerprint of its token, `channel` where the token went. `code` is the id that the
    newest code is derived from, None when it takes one medium only; `codes` how many were
    sent, `attempts` how many were tried.
    """

    id: str
    person: str
    channel: Channel
    created_at: datetime
    link: str = field(repr=False)
    code: str | None = field(default=None, repr=False)
    code_at: datetime | None = None
    codes: int = 0
    attempts: int = 0
    spent_at: datetime | None = None

    @property
    def expires_at(self) -> datetime:
        return self.created_at + LINK_LIFE[self.channel]

    @property
    def code_channel(self) -> Channel:
        """The medium that the link did not go to."""
        return Channel.PHONE if self.channel is Channel.EMAIL else Channel.EMAIL

    @property
    def media(self) -> tuple[Channel, ...]:
        """The media that it takes."""
        return (self.channel, self.code_channel) if self.needs_code else (self.channel,)

    @property
    def needs_code(self) -> bool:
        return self.code is not None

    def is_live(self, now: datetime) -> bool:
        return self.spent_at is None and now < self.expires_at

    def has_live_code(self, now: datetime) -> bool:
        return self.code_at is not None and now < self.code_at + CODE_LIFE


def link_token(recovery_id: str, secret: Secret) -> str:
    """The token of a recovery's link."""
    return derived_token(secret, USE, recovery_id)


def code_for(code_id: str, secret: Secret) -> str:
    """The code of that id."""
    return derived_code(secret, USE, code_id)


def number_keys(claim: Claim, keyring: Keyring) -> frozenset[str]:
    """What the claim's phone is kept under in an account, if there is one."""
    if claim.phone is None:
        return frozenset()
    return frozenset(index.key for index in by_phone(claim.phone, keyring).all)


def demanded(account: Account, now: datetime) -> tuple[Channel, ...]:
    """The media that a recovery takes: all confirmed ones, but for what was added to the first lately."""
    confirmed = {c: at for c, found in account.contacts.items() if (at := found.confirmed_at)}
    first = min(confirmed.values(), default=now)

    def is_on_probation(at: datetime) -> bool:
        return at > first and at > account.created_at + LIFE and now < at + PROBATION

    return tuple(channel for channel, at in confirmed.items() if not is_on_probation(at))


def has_asked_rightly(
    account: Account | None, claim: Claim, numbers: frozenset[str], now: datetime
) -> bool:
    """Whether this is the account's owner as far as the claim tells: it names every medium that the
    account demands, and no other way is easier."""
    if account is None or account.status is not Status.ACTIVE:
        return False
    media = demanded(account, now)
    if claim.email is None:
        return Channel.EMAIL not in media
    if Channel.PHONE not in media:
        return True
    return account.contacts[Channel.PHONE].number_index in numbers
