"""From one notice to messages for the confirmed contacts of each person whom it concerns."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from llave import log
from llave.people.accounts import Account
from llave.people.outbox import Kind, Message, Outbox, Outcome

# Told on one medium, the first confirmed: they change nothing, and a text message costs. What changed
# an account goes to every medium, because one of them may be in other hands (T33).
TOLD_ONCE = frozenset({Kind.ACCOUNT_DECLARED, Kind.NEW_DEVICE})


class Accounts(Protocol):
    """Where accounts are read."""

    def get(self, person: str) -> Account | None: ...


class Declared(Protocol):
    """Who declares a CURP."""

    def persons(self, indexes: Sequence[str]) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Office:
    """What following up takes; `end_grants` ends every grant of a person begun until a moment."""

    outbox: Outbox
    accounts: Accounts
    declared: Declared
    end_grants: Callable[[str, datetime], None]


def follow(message_id: str, office: Office, now: datetime) -> None:
    """Do what follows; again after a failure, since each step does nothing the second time."""
    claim = office.outbox.claim(message_id, now)
    if claim is None:
        return
    try:
        _done(claim.message, office, now)
    except Exception as error:
        log.failure("not followed up", error, message_id=message_id, attempt=claim.attempt)
        office.outbox.release(message_id)
        raise
    office.outbox.settle(message_id, Outcome.SENT, now)
    log.info("followed up", message_id=message_id, kind=claim.message.kind.value)


def _done(message: Message, office: Office, now: datetime) -> None:
    if message.kind is Kind.END_ACCESS:
        office.end_grants(message.person, message.created_at)
        return
    for person in _concerned(message, office.declared):
        if account := office.accounts.get(person):
            office.outbox.put(*_copies(message, account))


def _concerned(message: Message, declared: Declared) -> tuple[str, ...]:
    if message.kind is not Kind.ACCOUNT_DECLARED:
        return (message.person,)
    found = declared.persons(message.refs["indexes"].split())
    return tuple(person for person in found if person != message.person)


def _copies(message: Message, account: Account) -> Iterator[Message]:
    """For her confirmed contacts; the id follows from the notice, so that none is sent twice."""
    most = 1 if message.kind in TOLD_ONCE else None
    for channel in sorted(account.confirmed_channels)[:most]:
        yield Message(
            id=f"{message.id}.{account.person}.{channel.value}",
            kind=message.kind,
            person=account.person,
            created_at=message.created_at,
            channel=channel.value,
        )
