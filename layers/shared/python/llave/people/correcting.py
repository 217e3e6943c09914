"""Putting another contact in the place of one that is not confirmed, or of none.

Two people may: who knows the password of an account without a confirmed contact, and is given the
token of a finished registration, so that everything which confirms by one serves her too; and who is
signed in and has just shown again that she is herself.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from llave.errors import Conflict
from llave.people.accounts import Account, Channel, Contact, Status
from llave.people.audit import Event, What
from llave.people.budgets import Budget, Budgets, spend
from llave.people.codes import fingerprint
from llave.people.confirmation import Confirmation, first_issue, next_issue
from llave.people.confirmation_writes import Sending, sending
from llave.people.contacts import EmailAddress, PhoneNumber
from llave.people.curp import Curp
from llave.people.keyring import Keyring
from llave.people.lookups import Index, Indexes, by_curp_and_phone, by_email, by_phone
from llave.people.registration import Registration
from llave.people.vault import PersonKey, PersonKeys

LIFE = timedelta(hours=1)
# Each correction writes to an address that may be a stranger's.
CORRECTIONS = Budget("contact-correction", 5, timedelta(hours=24))


class ContactSettled(Conflict):
    """The contact is confirmed, or another request changed it first."""

    code = "already_confirmed"


@dataclass(frozen=True, slots=True)
class Correction:
    """What is written, in one transaction, when a contact becomes another.

    `was` is the index it had, None when there was none; `pointers` lead to the account from now on;
    `status` is the account's as it was read: one activated meanwhile is not touched.
    """

    person: str
    status: Status
    channel: Channel
    was: str | None
    contact: Contact
    sealed: bytes = field(repr=False)
    pointers: tuple[Index, ...]
    sending: Sending
    previous: Confirmation | None
    event: Event


class Corrections(Protocol):
    """Where contacts are corrected."""

    def correct(self, correction: Correction) -> None:
        """Write it; raises ContactSettled."""
        ...


class Confirmations(Protocol):
    """Where confirmations are read."""

    def get(self, person: str, channel: Channel) -> Confirmation | None: ...


@dataclass(frozen=True, slots=True)
class Ports:
    """What a correction stands on."""

    corrections: Corrections
    confirmations: Confirmations
    keys: PersonKeys
    keyring: Keyring
    budgets: Budgets
    new_id: Callable[[], str]


def challenge(account: Account, token: str, now: datetime) -> Registration:
    """The finished registration that stands for the right password."""
    return Registration(
        key=fingerprint(token),
        person=account.person,
        started_at=now,
        expires_at=now + LIFE,
        wrapped_key=b"",
        sealed={},
        residence=account.residence,
        done_at=now,
    )


def masked(account: Account, channel: Channel, keys: PersonKeys) -> str:
    """A contact as its owner recognizes it and nobody else learns it."""
    address = keys.open(account.person, account.wrapped_key).unseal(
        channel.value, account.sealed[channel.value]
    )
    return EmailAddress(address).masked if channel is Channel.EMAIL else PhoneNumber(address).masked


def correct(
    account: Account, given: EmailAddress | PhoneNumber, ports: Ports, now: datetime
) -> Channel:
    """Put another contact in the place of an unconfirmed one, and send its confirmation; raises
    ContactSettled, TooManyAttempts."""
    channel = Channel.EMAIL if isinstance(given, EmailAddress) else Channel.PHONE
    old = account.contacts.get(channel)
    if old and old.is_confirmed:
        raise ContactSettled("nothing to correct")
    spend(CORRECTIONS, account.person, ports.budgets, now)
    ports.corrections.correct(_correction(account, channel, given, ports, now))
    return channel


def _correction(
    account: Account,
    channel: Channel,
    given: EmailAddress | PhoneNumber,
    ports: Ports,
    now: datetime,
) -> Correction:
    key = ports.keys.open(account.person, account.wrapped_key)
    old = account.contacts.get(channel)
    found = _indexes(given, account, key, ports.keyring)
    previous = ports.confirmations.get(account.person, channel)
    issue = _issue(account, channel, previous, ports, now)
    refs = {"channel": channel.value}
    return Correction(
        person=account.person,
        status=account.status,
        channel=channel,
        was=old.index if old else None,
        contact=Contact(found.newest.key, number_index=_number_index(given, ports.keyring)),
        sealed=key.seal(channel.value, given.value),
        pointers=found.all,
        sending=sending(issue, found.newest.key, ports.keyring, ports.new_id()),
        previous=previous,
        event=Event(ports.new_id(), account.person, What.CONTACT_CORRECTED, now, refs),
    )


def _issue(
    account: Account, channel: Channel, previous: Confirmation | None, ports: Ports, now: datetime
) -> Confirmation:
    if previous is None:
        return first_issue(account.person, channel, ports.keyring, now)
    return next_issue(previous, ports.keyring, now, new_address=True)


def _indexes(
    given: EmailAddress | PhoneNumber, account: Account, key: PersonKey, keyring: Keyring
) -> Indexes:
    if isinstance(given, EmailAddress):
        return by_email(given, keyring)
    return by_curp_and_phone(Curp(key.unseal("curp", account.sealed["curp"])), given, keyring)


def _number_index(given: EmailAddress | PhoneNumber, keyring: Keyring) -> str | None:
    return by_phone(given, keyring).newest.key if isinstance(given, PhoneNumber) else None
