"""Registration and confirmation in memory: what the tables do, with the same conditions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from llave.errors import Conflict
from llave.people.accounts import Account, Channel, Contact, Residence
from llave.people.budgets import window_start
from llave.people.confirmation import (
    TAKEN,
    AlreadyConfirmed,
    Confirmation,
    ContactChanged,
    Link,
)
from llave.people.confirmation_writes import Confirmed, Sending, Withdrawal
from llave.people.confirming import Confirming
from llave.people.credentials import Credential
from llave.people.curp import Curp
from llave.people.names import PersonName
from llave.people.new_account import NewAccount
from llave.people.outbox import Message
from llave.people.population import RegisteredPerson
from llave.people.registration import Registration, RegistrationDone
from llave.people.texting import Tally
from tests.fakes import FakeKeyring, FakePersonKeys, NumberedIds

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass
class MemoryBudgets:
    """Counters by kind, key and window."""

    counts: Counter[tuple[str, str, int]] = field(default_factory=Counter)

    def count(self, kind: str, key: str, window: timedelta, now: datetime) -> int:
        counter = (kind, key, window_start(window, now))
        self.counts[counter] += 1
        return self.counts[counter]

    def counted(self, kind: str, key: str, window: timedelta, now: datetime) -> int:
        return self.counts[(kind, key, window_start(window, now))]

    def total(self, kind: str) -> int:
        return sum(count for (found, _, _), count in self.counts.items() if found == kind)


@dataclass
class MemoryTexted:
    """Texts that were counted, all in one window, and whose newest was counted where."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    newest: dict[str, Sequence[str]] = field(default_factory=dict)

    def add(self, counter: str, amount: int, now: datetime) -> Tally:
        before = self.tallies.get(counter, Tally())
        self.tallies[counter] = replace(before, sent=before.sent + amount)
        return self.tallies[counter]

    def remember(self, person: str, counters: Sequence[str], now: datetime) -> None:
        self.newest[person] = counters

    def answered(self, person: str, now: datetime) -> None:
        for counter in self.newest.pop(person, ()):
            before = self.tallies[counter]
            self.tallies[counter] = replace(before, answered=before.answered + 1)


@dataclass
class MemorySpent:
    """What was spent."""

    keys: set[str] = field(default_factory=set)

    def spend(self, key: str, until: datetime) -> bool:
        first = key not in self.keys
        self.keys.add(key)
        return first


@dataclass
class FakePopulation:
    """Everybody is found, but for the CURPs in `without`; `asked` counts the questions."""

    without: set[Curp] = field(default_factory=set)
    asked: int = 0

    def find(self, curp: Curp) -> RegisteredPerson | None:
        self.asked += 1
        if curp in self.without:
            return None
        return person(curp)


def person(curp: Curp) -> RegisteredPerson:
    """Somebody with this CURP."""
    name = PersonName("XÓCHITL", "QUIJANO", "ZÁRATE")
    return RegisteredPerson(curp, name, curp.sex.value, curp.birth_date, curp.birth_state.code)


@dataclass
class Tables:
    """All the ports of registration over one state, as the transactions see it."""

    registrations: dict[str, Registration] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    credentials: dict[str, Credential] = field(default_factory=dict)
    guards: dict[str, str] = field(default_factory=dict)
    pointers: dict[str, str] = field(default_factory=dict)
    declared: dict[str, set[str]] = field(default_factory=dict)
    confirmations: dict[str, Confirmation] = field(default_factory=dict)
    links: dict[str, tuple[str, int, str, datetime]] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    events: list[str] = field(default_factory=list)


@dataclass
class MemoryRegistrations:
    """Registrations and the account that one becomes."""

    tables: Tables

    def begin(self, registration: Registration) -> None:
        self.tables.registrations[registration.key] = registration

    def get(self, key: str) -> Registration | None:
        return self.tables.registrations.get(key)

    def give(
        self,
        registration: Registration,
        sealed: Mapping[str, bytes | None],
        residence: Residence | None = None,
    ) -> Registration:
        stored = self._under_way(registration.key)
        kept = {**stored.sealed, **sealed}
        given = replace(
            stored,
            sealed={name: value for name, value in kept.items() if value is not None},
            residence=residence or stored.residence,
        )
        self.tables.registrations[registration.key] = given
        return given

    def complete(self, new: NewAccount, expires_at: datetime) -> None:
        stored = self._under_way(new.registration)
        tables, account = self.tables, new.account
        tables.registrations[new.registration] = replace(
            stored, sealed={}, wrapped_key=b"", done_at=account.created_at, expires_at=expires_at
        )
        tables.accounts[account.person] = account
        tables.credentials[account.person] = new.credential
        tables.pointers |= {index.key: account.person for index in new.pointers}
        for index in new.curp:
            tables.declared.setdefault(index.key, set()).add(account.person)
        for sending in new.sendings:
            store(tables, sending)
        tables.messages.append(new.notice)
        tables.events.append(new.event.what.value)

    def _under_way(self, key: str) -> Registration:
        stored = self.tables.registrations.get(key)
        if stored is None or stored.done_at is not None:
            raise RegistrationDone
        return stored


@dataclass
class MemoryConfirmations:
    """Confirmations, links and guards."""

    tables: Tables

    def get(self, person: str, channel: Channel) -> Confirmation | None:
        return self.tables.confirmations.get(f"{person}.{channel.value}")

    def by_link(self, link: str) -> Link | None:
        nothing = ("", 0, "", LONG_AGO)
        confirmation_id, issue, index, expires_at = self.tables.links.get(link, nothing)
        found = self.tables.confirmations.get(confirmation_id)
        return Link(found, issue, index, expires_at) if found else None

    def send(self, sending: Sending, previous: Confirmation | None) -> bool:
        standing = self.tables.confirmations.get(sending.confirmation.id)
        if standing != previous or (standing and standing.spent_at):
            return False
        store(self.tables, sending)
        return True

    def confirm(self, confirmed: Confirmed) -> None:
        tables, sent = self.tables, confirmed.confirmation
        account, standing = tables.accounts.get(sent.person), tables.confirmations.get(sent.id)
        contact = account.contacts.get(sent.channel) if account else None
        if account is None or contact is None or contact.is_confirmed:
            raise AlreadyConfirmed
        if contact.index != confirmed.index or standing is None or standing.spent_at:
            raise ContactChanged
        if standing.links_from != sent.links_from:
            raise ContactChanged
        keys = [index.key for index in confirmed.guards]
        if any(tables.guards.get(key, sent.person) != sent.person for key in keys):
            raise TAKEN[sent.channel]
        now = confirmed.event.at
        contacts = {**account.contacts, sent.channel: replace(contact, confirmed_at=now)}
        tables.accounts[sent.person] = replace(account, status=confirmed.status, contacts=contacts)
        tables.confirmations[sent.id] = replace(standing, spent_at=now)
        tables.guards |= dict.fromkeys(keys, sent.person)
        tables.events.append(confirmed.event.what.value)


@dataclass
class MemoryWithdrawals:
    """Taking back what was declared in another's name."""

    tables: Tables

    def delete_account(self, withdrawal: Withdrawal) -> None:
        tables, gone = self.tables, withdrawal.account.person
        standing = tables.accounts.get(gone)
        if standing is None or standing.confirmed_channels:
            raise Conflict
        del tables.accounts[gone], tables.credentials[gone]
        for channel in standing.contacts:
            tables.confirmations.pop(f"{gone}.{channel.value}", None)
        for index in withdrawal.curp:
            tables.declared.get(index.key, set()).discard(gone)
        tables.registrations.pop(withdrawal.confirmation.registration or "", None)
        self._finish(withdrawal)

    def remove_contact(self, withdrawal: Withdrawal) -> None:
        tables, sent, now = self.tables, withdrawal.confirmation, withdrawal.event.at
        standing, last = tables.accounts[sent.person], tables.confirmations.get(sent.id)
        if last is None or last.spent_at or last.links_from != sent.links_from:
            raise Conflict
        if standing.contacts.get(sent.channel, Contact("", sent.issued_at)).is_confirmed:
            raise Conflict
        contacts = {c: found for c, found in standing.contacts.items() if c is not sent.channel}
        tables.accounts[sent.person] = replace(standing, contacts=contacts)
        tables.confirmations[sent.id] = replace(last, spent_at=now)
        self._finish(withdrawal)

    def _finish(self, withdrawal: Withdrawal) -> None:
        for index in withdrawal.pointers:
            if self.tables.pointers.get(index.key) == withdrawal.account.person:
                del self.tables.pointers[index.key]
        self.tables.events.append(withdrawal.event.what.value)


@dataclass
class MemoryAccounts:
    """Reading accounts."""

    tables: Tables

    def get(self, person: str) -> Account | None:
        return self.tables.accounts.get(person)


@dataclass
class MemoryCredentials:
    """Counting attempts on passwords."""

    tables: Tables
    attempts: Counter[str] = field(default_factory=Counter)

    def get(self, person: str) -> Credential | None:
        return self.tables.credentials.get(person)

    def attempt(self, person: str | None, nobody: str, now: datetime) -> Credential | None:
        self.attempts[person or nobody] += 1
        return self.tables.credentials.get(person or "")

    def succeeded(self, credential: Credential) -> None:
        self.attempts[credential.person] = 0


def store(tables: Tables, sending: Sending) -> None:
    """What storing one issue does."""
    confirmation = sending.confirmation
    tables.confirmations[confirmation.id] = confirmation
    if sending.link:
        tables.links[sending.link] = (
            confirmation.id,
            confirmation.issue,
            sending.index,
            confirmation.link_expires_at,
        )
    tables.messages.append(sending.message)


def confirming(tables: Tables, budgets: MemoryBudgets, keyring: FakeKeyring) -> Confirming:
    """The steps of confirming over these tables."""
    return Confirming(
        confirmations=MemoryConfirmations(tables),
        withdrawals=MemoryWithdrawals(tables),
        accounts=MemoryAccounts(tables),
        keys=FakePersonKeys(),
        keyring=keyring,
        budgets=budgets,
        texted=MemoryTexted(),
        new_id=NumberedIds("event"),
    )
