"""What confirming writes, each in one transaction, and the ports that write it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from llave.people.accounts import Account, Channel, Status
from llave.people.audit import Event, What
from llave.people.codes import fingerprint
from llave.people.confirmation import Confirmation, Link, link_token_of
from llave.people.keyring import Keyring
from llave.people.lookups import Index
from llave.people.outbox import Kind, Message


@dataclass(frozen=True, slots=True)
class Sending:
    """One issue to be stored, and the message that sends it; `index` is the contact's that it goes to,
    `link` the link token's fingerprint."""

    confirmation: Confirmation
    message: Message
    index: str
    link: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What is written, in one transaction, when a contact is confirmed.

    `index` is the contact's as it was read: one changed meanwhile is not confirmed. `guards` hold the
    identifier for this person under every live key. `notices` tell the contacts that were confirmed
    before of one that came after the registration.
    """

    confirmation: Confirmation
    index: str
    guards: tuple[Index, ...]
    status: Status
    event: Event
    notices: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What goes when somebody says "No fui yo": the account or a contact, and what leads to it."""

    account: Account
    confirmation: Confirmation
    pointers: tuple[Index, ...]
    curp: tuple[Index, ...]
    event: Event


class Confirmations(Protocol):
    """Where confirmations are kept."""

    def get(self, person: str, channel: Channel) -> Confirmation | None:
        """What was sent last to a contact, or None."""
        ...

    def by_link(self, link: str) -> Link | None:
        """The link whose token has this fingerprint, or None."""
        ...

    def send(self, sending: Sending, previous: Confirmation | None) -> bool:
        """Store the next issue and its message; False when another request was first."""
        ...

    def confirm(self, confirmed: Confirmed) -> None:
        """Write it once; raises EmailTaken, PhoneTaken, AlreadyConfirmed, ContactChanged."""
        ...


class Withdrawals(Protocol):
    """Where what was declared in another's name is taken back."""

    def delete_account(self, withdrawal: Withdrawal) -> None:
        """Delete an account without any confirmed contact; raises Conflict."""
        ...

    def remove_contact(self, withdrawal: Withdrawal) -> None:
        """Remove an unconfirmed contact of an account that has another; raises Conflict."""
        ...


def sending(confirmation: Confirmation, index: str, keyring: Keyring, message_id: str) -> Sending:
    """What to store so that this issue is sent to the contact of that index; only an e-mail carries a
    link."""
    has_link = confirmation.channel is Channel.EMAIL
    message = Message(
        id=message_id,
        kind=Kind.CONFIRM_CONTACT,
        person=confirmation.person,
        created_at=confirmation.issued_at,
        channel=confirmation.channel.value,
        refs={"confirmation": confirmation.id},
    )
    link = fingerprint(link_token_of(confirmation, keyring)) if has_link else None
    return Sending(confirmation, message, index, link)


def confirmed_event(confirmation: Confirmation, now: datetime, event_id: str) -> Event:
    """The line in the ledger."""
    refs = {"channel": confirmation.channel.value}
    return Event(event_id, confirmation.person, What.CONTACT_CONFIRMED, now, refs)
