"""Recovering an account: a link to one confirmed medium, a code to the other when there are two.

Everybody who asks gets the same answer for the same work. The link's token and the codes are derived
from ids under the keyring's `codes` secret; tables and outbox hold only what does not open anything.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from llave.errors import InvalidInput
from llave.people.accounts import Account, Channel, Status
from llave.people.audit import Event
from llave.people.budgets import Budget
from llave.people.codes import derived_code, derived_token, fingerprint
from llave.people.contacts import EmailAddress, PhoneNumber
from llave.people.credentials import Credential, Hashed
from llave.people.curp import Curp
from llave.people.keyring import Keyring, Purpose, Secret
from llave.people.lookups import by_phone
from llave.people.outbox import Kind, Message

USE = "recovery"
LINK_LIFE = {Channel.EMAIL: timedelta(hours=24), Channel.PHONE: timedelta(minutes=10)}
CODE_LIFE = timedelta(minutes=10)
MOST_CODE_ATTEMPTS = 5
MOST_CODES = 5
# Beyond it an identifier gets no more messages in the hour, and whoever asks reads the same answer.
PER_IDENTIFIER = Budget("recovery", 10, timedelta(hours=1))


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
    newest code is derived from, None when the account has one medium only; `codes` how many were
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
    def needs_code(self) -> bool:
        return self.code is not None

    def is_live(self, now: datetime) -> bool:
        return self.spent_at is None and now < self.expires_at

    def has_live_code(self, now: datetime) -> bool:
        return self.code_at is not None and now < self.code_at + CODE_LIFE


@dataclass(frozen=True, slots=True)
class Sent:
    """What a request writes: the recovery and its messages; `recovery` is None where there is nobody
    to send to, and as much is written in vain."""

    id: str
    created_at: datetime
    recovery: Recovery | None = None
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a recovery writes, at once or not at all."""

    recovery: Recovery
    credential: Credential
    hashed: Hashed
    at: datetime
    messages: tuple[Message, ...]
    event: Event


class Recoveries(Protocol):
    """Where recoveries are kept."""

    def send(self, sent: Sent) -> None:
        """Write a request; the same work whether there is anybody to send to."""
        ...

    def by_link(self, link: str) -> Recovery | None:
        """The recovery whose token has this fingerprint, or None."""
        ...

    def attempt(self, recovery: Recovery) -> Recovery:
        """Count one attempt on the code and return what stands there; raises CodeInvalid when there
        were too many, or the recovery has been spent."""
        ...

    def send_code(self, recovery: Recovery, code: str, message: Message) -> None:
        """Make this the newest code and send it, unless another request was first."""
        ...

    def finish(self, recovered: Recovered) -> None:
        """Write a recovery; raises LinkInvalid when it was spent meanwhile."""
        ...


def link_token(recovery_id: str, secret: Secret) -> str:
    """The token of a recovery's link."""
    return derived_token(secret, USE, recovery_id)


def code_for(code_id: str, secret: Secret) -> str:
    """The code of that id."""
    return derived_code(secret, USE, code_id)


def token_in(message: Message, keyring: Keyring) -> str:
    """The link token that a message RECOVERY carries."""
    return link_token(message.refs["recovery"], _secret_of(message, keyring))


def code_in(message: Message, keyring: Keyring) -> str:
    """The code that a message RECOVERY_CODE carries."""
    return code_for(message.refs["recovery"], _secret_of(message, keyring))


def number_keys(claim: Claim, keyring: Keyring) -> frozenset[str]:
    """What the claim's phone is kept under in an account, if there is one."""
    if claim.phone is None:
        return frozenset()
    return frozenset(index.key for index in by_phone(claim.phone, keyring).all)


def has_asked_rightly(account: Account | None, claim: Claim, numbers: frozenset[str]) -> bool:
    """Whether this is the account's owner as far as the claim tells: it names every medium that the
    account has confirmed, and no other way is easier."""
    if account is None or account.status is not Status.ACTIVE:
        return False
    confirmed = account.confirmed_channels
    if claim.email is None:
        return Channel.EMAIL not in confirmed
    if Channel.PHONE not in confirmed:
        return True
    return account.contacts[Channel.PHONE].number_index in numbers


def opened(account: Account, secret: Secret, ids: tuple[str, str, str, str], now: datetime) -> Sent:
    """The recovery of an account and its messages; `ids` are for it, its code and two messages."""
    recovery_id, code_id, first, second = ids
    channels = account.confirmed_channels
    has_two = len(channels) > 1
    recovery = Recovery(
        id=recovery_id,
        person=account.person,
        channel=Channel.EMAIL if Channel.EMAIL in channels else Channel.PHONE,
        created_at=now,
        link=fingerprint(link_token(recovery_id, secret)),
        code=code_id if has_two else None,
        code_at=now if has_two else None,
        codes=int(has_two),
    )
    link = _message(first, Kind.RECOVERY, recovery, recovery_id, secret, now)
    code = code_message(second, recovery, code_id, secret, now)
    return Sent(recovery_id, now, recovery, (link, code) if has_two else (link,))


def code_message(
    message_id: str, recovery: Recovery, code_id: str, secret: Secret, now: datetime
) -> Message:
    """The message that carries a code to the medium that the link did not go to."""
    return _message(message_id, Kind.RECOVERY_CODE, recovery, code_id, secret, now)


def _message(
    message_id: str, kind: Kind, recovery: Recovery, reference: str, secret: Secret, now: datetime
) -> Message:
    channel = recovery.channel if kind is Kind.RECOVERY else recovery.code_channel
    refs = {"recovery": reference, "secret": str(secret.version)}
    return Message(message_id, kind, recovery.person, now, channel.value, refs)


def _secret_of(message: Message, keyring: Keyring) -> Secret:
    return keyring.version(Purpose.CODES, int(message.refs["secret"]))
