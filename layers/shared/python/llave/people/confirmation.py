"""Confirming a contact: proof that whoever registered reads it.

A link or a code proves the medium; only the browser that registered, or the password chosen there,
proves the person. A link alone would let anybody make a victim confirm an attacker's account.

Codes and link tokens are derived from `Confirmation.reference` under one version of the keyring's
`codes` secret, so the outbox and the tables hold neither.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from llave.errors import Conflict, InvalidInput
from llave.people.accounts import Account, Channel, Residence, Status
from llave.people.budgets import Budget
from llave.people.codes import CODE_DIGITS, LONG_CODE_DIGITS, derived_code, derived_token
from llave.people.keyring import Keyring, Purpose

USE = "confirm"
CODE_LIFE = timedelta(minutes=10)
LINK_LIFE = timedelta(hours=24)
# As long as a registration can be resumed; afterwards the sign-in page sends a new one.
LIFE = timedelta(hours=72)
# Both are counted before a code is looked at, and no resend gives any back. The second bounds all
# accounts together that declare one contact: a guesser can open as many accounts as she likes. Where
# it is spent the next code is a long one, which it does not bound: whoever reads it is not kept out.
CODE_ATTEMPTS = Budget("confirm-code", 10, timedelta(hours=24))
CONTACT_ATTEMPTS = Budget("confirm-contact", 60, timedelta(hours=24))
RESENDS = Budget("confirm-resend", 5, timedelta(hours=1))


class LinkNotValid(InvalidInput):
    """The link is unknown, too old, used, or for a contact that was changed."""

    def __init__(self) -> None:
        super().__init__("link_not_valid", field="token")


class CodeWrong(InvalidInput):
    """The code is not the one that was sent last, or too old."""

    def __init__(self) -> None:
        super().__init__("code_wrong", field="code")


class LongCodeNeeded(InvalidInput):
    """So much was guessed at this contact that a short code counts no more today; the next is long."""

    def __init__(self) -> None:
        super().__init__("code_long_needed", field="code")


class AlreadyConfirmed(Conflict):
    """The contact is confirmed; nothing is left to do."""

    code = "already_confirmed"


class ContactChanged(Conflict):
    """The contact was corrected, or its proof used, while this one was being looked at."""

    code = "contact_changed"


class EmailTaken(Conflict):
    """Another account has confirmed this e-mail; said only to who has just proved to read it."""

    code = "email_taken"


class PhoneTaken(Conflict):
    """Another account on this CURP has confirmed this phone; said only after the proof."""

    code = "phone_taken"


TAKEN: dict[Channel, type[Conflict]] = {Channel.EMAIL: EmailTaken, Channel.PHONE: PhoneTaken}


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What was sent to one contact of one person.

    `digits` is how long its code is: a long one is sent where strangers guessed at the contact.
    `issue` starts at the epoch second and grows with each sending, so that it may run ahead of the
    clock: as long as a link of it can live the confirmation is spent, never deleted, and the next one
    goes on from it. Links since `links_from` count, codes only of the newest issue. `registration` is the fingerprint of the
    registration token.
    """

    person: str
    channel: Channel
    issue: int
    links_from: int
    secret_version: int
    issued_at: datetime
    registration: str | None = field(default=None, repr=False)
    spent_at: datetime | None = None
    digits: int = CODE_DIGITS

    @property
    def is_long(self) -> bool:
        return self.digits == LONG_CODE_DIGITS

    @property
    def id(self) -> str:
        return f"{self.person}.{self.channel.value}"

    @property
    def reference(self) -> str:
        """What code and link token are derived from."""
        return f"{self.id}:{self.issue}"

    @property
    def code_expires_at(self) -> datetime:
        return self.issued_at + CODE_LIFE

    @property
    def link_expires_at(self) -> datetime:
        return self.issued_at + LINK_LIFE

    @property
    def expires_at(self) -> datetime:
        return self.issued_at + LIFE


@dataclass(frozen=True, slots=True)
class Link:
    """A link token that was presented; `expires_at`, `issue` and `index` (of the contact that it went
    to) are of its own sending."""

    confirmation: Confirmation
    issue: int
    index: str
    expires_at: datetime

    def is_live(self, now: datetime) -> bool:
        unspent = self.confirmation.spent_at is None
        return unspent and now < self.expires_at and self.issue >= self.confirmation.links_from


def code_of(confirmation: Confirmation, keyring: Keyring) -> str:
    """The digits that the newest issue sends."""
    secret = keyring.version(Purpose.CODES, confirmation.secret_version)
    return derived_code(secret, USE, confirmation.reference, confirmation.digits)


def link_token_of(confirmation: Confirmation, keyring: Keyring) -> str:
    """The token of the link that the newest issue sends."""
    secret = keyring.version(Purpose.CODES, confirmation.secret_version)
    return derived_token(secret, USE, confirmation.reference)


def first_issue(
    person: str, channel: Channel, keyring: Keyring, now: datetime, registration: str | None = None
) -> Confirmation:
    """The first sending to a contact."""
    issue = int(now.timestamp())
    version = keyring.live(Purpose.CODES)[0].version
    return Confirmation(person, channel, issue, issue, version, now, registration)


def next_issue(
    previous: Confirmation,
    keyring: Keyring,
    now: datetime,
    *,
    new_address: bool = False,
    long: bool = False,
) -> Confirmation:
    """The next sending; to a `new_address` the links sent before no longer count, with a `long` code
    guessing is hopeless."""
    issue = max(previous.issue + 1, int(now.timestamp()))
    return replace(
        previous,
        issue=issue,
        links_from=issue if new_address else previous.links_from,
        secret_version=keyring.live(Purpose.CODES)[0].version,
        issued_at=now,
        spent_at=None,
        digits=LONG_CODE_DIGITS if long else CODE_DIGITS,
    )


def status_after(account: Account, channel: Channel) -> Status:
    """Abroad a phone does not activate: without a confirmed e-mail nobody could be reached."""
    activates = channel is Channel.EMAIL or account.residence is Residence.MEXICO
    return Status.ACTIVE if activates else account.status
