"""Registration and confirmation under any order of steps, by the rules that no order may break.

Two people and an attacker register with the same few e-mails and phones, confirm by codes and links
(right, old, of somebody else), ask for another code, decline, and sign in whenever they like.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from llave.errors import Refused
from llave.people.accounts import Account, Channel, Residence, Status
from llave.people.confirmation import code_of, link_token_of
from llave.people.contacts import EmailAddress
from llave.people.credentials import Hashed
from llave.people.curp import Curp
from llave.people.lookups import by_email
from llave.people.new_account import facts_in, new_account
from llave.people.registration import Contacts, begun
from tests.fakes import NOW, FakeKeyring, FakePersonKeys, NumberedIds
from tests.registering import (
    MemoryBudgets,
    MemoryConfirmations,
    MemoryRegistrations,
    Tables,
    confirming,
    person,
)

CURPS = (Curp("BOXW310820HNERXN09"), Curp("HEGG560427MVZRRL04"))
EMAILS = ("ana@correo.example", "beto@correo.example")
PHONES = ("+525512345678",)


class SignIn(Protocol):
    """What signing in asks of an account."""

    def __call__(self, account: Account) -> bool: ...


def may_sign_in(account: Account) -> bool:
    """The rule of `llave.people.signin`: only an active account is let in."""
    return account.status is Status.ACTIVE


@dataclass(frozen=True)
class Sent:
    """A code and a link as they stood in a message."""

    person: str
    channel: Channel
    code: str
    link: str
    at: datetime


class RegistrationMachine(RuleBasedStateMachine):
    """The steps as rules; `proven` is what the model knows to have been confirmed."""

    accounts = Bundle("accounts")
    messages = Bundle("messages")

    def __init__(self, signs_in: SignIn = may_sign_in) -> None:
        super().__init__()
        self.signs_in = signs_in
        self.now = NOW
        self.keyring = FakeKeyring()
        self.tables = Tables()
        self.budgets = MemoryBudgets()
        self.steps = confirming(self.tables, self.budgets, self.keyring)
        self.ids = NumberedIds("p")
        self.residences: dict[str, Residence] = {}
        self.proven: set[tuple[str, Channel]] = set()
        self.used: set[tuple[str, str]] = set()

    @rule(
        target=accounts,
        curp=st.sampled_from(CURPS),
        email=st.none() | st.sampled_from(EMAILS),
        phone=st.none() | st.sampled_from(PHONES),
        residence=st.sampled_from(Residence),
    )
    def register(self, curp, email, phone, residence):
        """The three steps; contacts that are too few make no account."""
        name = self.ids()
        fields = {n: v for n, v in (("email", email), ("phone", phone)) if v}
        try:
            Contacts(EmailAddress(email) if email else None, phone, residence)
        except Refused:
            return multiple()
        self._complete(name, curp, fields, residence)
        self.residences[name] = residence
        return name

    @rule(target=messages, name=accounts, channel=st.sampled_from(Channel))
    def read_message(self, name, channel):
        """Whoever reads the medium sees what was sent last."""
        sent = self.tables.confirmations.get(f"{name}.{channel.value}")
        if sent is None:
            return multiple()
        code, link = code_of(sent, self.keyring), link_token_of(sent, self.keyring)
        return Sent(name, channel, code, link, sent.issued_at)

    @rule(name=accounts, channel=st.sampled_from(Channel))
    def send_again(self, name, channel):
        self.steps.resend(name, channel, self.now)

    @rule(message=messages, name=accounts)
    def give_code(self, message, name):
        """A code is given for the own account or for another's."""
        try:
            self.steps.by_code(name, message.channel, message.code, self.now)
        except Refused:
            return
        if name != message.person:
            # Six digits meet by chance; then the code is the other's own as well.
            sent = self.tables.confirmations[f"{name}.{message.channel.value}"]
            assert code_of(sent, self.keyring) == message.code
        assert self.now < message.at + timedelta(minutes=10) or name != message.person
        self._confirmed(name, message.channel, message.code)

    @rule(message=messages)
    def follow_link(self, message):
        """In the browser that registered; the proof of that is the handler's."""
        try:
            link = self.steps.link(message.link, self.now)
            self.steps.by_link(link, self.now)
        except Refused:
            return
        assert self.now < message.at + timedelta(hours=24)
        self._confirmed(message.person, message.channel, message.link)

    @rule(message=consumes(messages))
    def say_no_fui_yo(self, message):
        before = self._active()
        try:
            self.steps.decline(message.link, self.now)
        except Refused:
            return
        assert (message.person, message.channel) not in self.proven
        assert before <= self._active(), "an active account was harmed"

    @rule(minutes=st.sampled_from((1, 11, 60, 60 * 25)))
    def wait(self, minutes):
        self.now += timedelta(minutes=minutes)

    @invariant()
    def an_account_signs_in_only_when_a_contact_that_activates_is_proven(self):
        for name, account in self.tables.accounts.items():
            activating = {Channel.EMAIL} | (
                {Channel.PHONE} if self.residences[name] is Residence.MEXICO else set()
            )
            proven = any((name, channel) in self.proven for channel in activating)
            assert self.signs_in(account) == proven

    @invariant()
    def a_confirmed_email_belongs_to_one_account(self):
        for email in EMAILS:
            keys = {index.key for index in by_email(EmailAddress(email), self.keyring).all}
            holders = [
                account.person
                for account in self.tables.accounts.values()
                if (contact := account.contacts.get(Channel.EMAIL))
                and contact.is_confirmed
                and contact.index in keys
            ]
            assert len(holders) <= 1
            assert all(self.tables.guards[key] in holders for key in keys & set(self.tables.guards))

    def _confirmed(self, name, channel, secret):
        assert (name, secret) not in self.used, "spent twice"
        self.used.add((name, secret))
        self.proven.add((name, channel))

    def _active(self):
        return {n for n, a in self.tables.accounts.items() if a.status is Status.ACTIVE}

    def _complete(self, name, curp, fields, residence):
        key = FakePersonKeys().create(name)
        registrations = MemoryRegistrations(self.tables)
        registrations.begin(begun(person(curp), key, f"token of {name}", self.now))
        stored = registrations.get(f"token of {name}")
        registration = registrations.give(stored, key.seal_all(fields), residence)
        facts = facts_in({**person(curp).fields(), **fields})
        password = Hashed("hash", 1)
        ids = NumberedIds(name)
        new = new_account(registration, facts, password, "2026-11", self.keyring, ids, self.now)
        registrations.complete(new, self.now + timedelta(hours=72))


TestRegistration = RegistrationMachine.TestCase
TestRegistration.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


class ForgetfulConfirmations(MemoryConfirmations):
    """The mutant: what was spent is not remembered."""

    def confirm(self, confirmed):
        sent, account = confirmed.confirmation, self.tables.accounts[confirmed.confirmation.person]
        super().confirm(confirmed)
        self.tables.confirmations[sent.id] = sent
        self.tables.accounts[account.person] = replace(account, status=confirmed.status)


class ForgetfulMachine(RegistrationMachine):
    def __init__(self):
        super().__init__()
        self.steps = replace(self.steps, confirmations=ForgetfulConfirmations(self.tables))


class OpenDoorMachine(RegistrationMachine):
    """The mutant: whoever has an account is let in."""

    def __init__(self):
        super().__init__(lambda account: True)


@pytest.mark.parametrize("mutant", [ForgetfulMachine, OpenDoorMachine])
def test_the_machine_catches_its_mutants(mutant):
    # The first mistake is enough: several at once would come as a group of exceptions.
    quick = settings(
        max_examples=200,
        stateful_step_count=30,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
    )

    with pytest.raises(AssertionError):
        run_state_machine_as_test(mutant, settings=quick)
