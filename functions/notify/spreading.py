"""From one notice to messages for the confirmed contacts of each person whom it concerns."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from llave import log
from llave.oidc.tickets import Ticket
from llave.people.accounts import Account
from llave.people.outbox import Kind, Message, Outbox, Outcome

# Told on one medium, the first confirmed: they change nothing, and a text message costs. What changed
# an account goes to every medium, because one of them may be in other hands (T33).
TOLD_ONCE = frozenset({Kind.ACCOUNT_DECLARED, Kind.NEW_DEVICE})
# Told once a day however often it happens: each account on a CURP would else be told of each other, which
# grows with the square of what one registers who means to annoy.
TOLD_DAILY = frozenset({Kind.ACCOUNT_DECLARED})


class Accounts(Protocol):
    """Where accounts are read."""

    def get(self, person: str) -> Account | None: ...


class Declared(Protocol):
    """Who declares a CURP."""

    def persons(self, indexes: Sequence[str]) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Office:
    """What following up takes; `end_grants` ends every grant of a person begun until a moment,
    `end_factors` what she enrolled between two,
    `give_way` has the accounts on a CURP give way to its holder (her, index keys, since when),
    `agencies` are the clients that a person visited, and `tickets` what waits for her verification at
    a moment."""

    outbox: Outbox
    accounts: Accounts
    declared: Declared
    end_grants: Callable[[str, datetime], None]
    end_factors: Callable[[str, datetime, datetime], None]
    give_way: Callable[[str, tuple[str, ...], datetime], None]
    agencies: Callable[[str], tuple[str, ...]]
    tickets: Callable[[str, datetime], tuple[Ticket, ...]]


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
        if since := message.refs.get("factors_since"):
            office.end_factors(message.person, datetime.fromisoformat(since), message.created_at)
        return
    if message.kind is Kind.CLAIMS_DISPLACED:
        indexes = tuple(message.refs["indexes"].split())
        office.give_way(message.person, indexes, message.created_at)
        return
    if message.kind is Kind.CLAIM_DISPLACED:
        office.end_grants(message.person, message.created_at)
        office.outbox.hold(*_events(message, office.agencies(message.person)))
    if message.kind is Kind.VERIFIED:
        office.outbox.hold(*_arrivals(message, office.tickets(message.person, now)))
    for person in _concerned(message, office.declared):
        if account := office.accounts.get(person):
            office.outbox.put(*_copies(message, account))


def _concerned(message: Message, declared: Declared) -> tuple[str, ...]:
    if message.kind is not Kind.ACCOUNT_DECLARED:
        return (message.person,)
    found = declared.persons(message.refs["indexes"].split())
    return tuple(person for person in found if person != message.person)


def _events(message: Message, agencies: Iterable[str]) -> Iterator[Message]:
    """For each agency that she visited: whom it knows by that sub may be somebody else."""
    for client in agencies:
        yield Message(
            id=f"{message.id}.{client}",
            kind=Kind.AGENCY_EVENT,
            person=message.person,
            created_at=message.created_at,
            refs={"client": client, "event": message.kind.value},
        )


def _arrivals(message: Message, tickets: Iterable[Ticket]) -> Iterator[Message]:
    """For each agency that waits for the level: she may come back now."""
    for ticket in tickets:
        yield Message(
            id=f"{message.id}.{ticket.reference}",
            kind=Kind.AGENCY_EVENT,
            person=message.person,
            created_at=message.created_at,
            refs={
                "client": ticket.client_id,
                "event": message.kind.value,
                "ticket": ticket.reference,
            },
        )


def _copies(message: Message, account: Account) -> Iterator[Message]:
    """For her confirmed contacts; the id follows from the notice, so that none is sent twice, or from the
    day, so that one is."""
    daily = f"{message.kind.value}.{message.created_at.date().isoformat()}"
    origin = daily if message.kind in TOLD_DAILY else message.id
    most = 1 if message.kind in TOLD_ONCE else None
    for channel in sorted(account.confirmed_channels)[:most]:
        yield Message(
            id=f"{origin}.{account.person}.{channel.value}",
            kind=message.kind,
            person=account.person,
            created_at=message.created_at,
            channel=channel.value,
        )
