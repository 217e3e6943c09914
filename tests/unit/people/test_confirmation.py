"""Confirming: what counts as proof, how often it may be tried, and what it writes."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from llave.errors import TooManyAttempts
from llave.people.accounts import Channel, Residence, Status
from llave.people.codes import CODE_DIGITS, LONG_CODE_DIGITS
from llave.people.confirmation import (
    CODE_ATTEMPTS,
    CONTACT_ATTEMPTS,
    RESENDS,
    AlreadyConfirmed,
    CodeWrong,
    EmailTaken,
    LinkNotValid,
    LongCodeNeeded,
    code_of,
    link_token_of,
    next_issue,
)
from llave.people.contacts import EmailAddress
from llave.people.credentials import Hashed
from llave.people.curp import Curp
from llave.people.keyring import LOOKUPS, Purpose
from llave.people.lookups import by_email
from llave.people.new_account import facts_in, new_account
from llave.people.registration import begun
from tests.fakes import NOW, FakeKeyring, FakePersonKeys, NumberedIds
from tests.registering import MemoryBudgets, MemoryRegistrations, Tables, confirming, person

CURP = Curp("BOXW310820HNERXN09")
EMAIL = "xochitl@correo.example"
PHONE = "+525512345678"


@dataclass
class World:
    """Tables, budgets and accounts that have done the three steps."""

    keyring: FakeKeyring = field(default_factory=FakeKeyring)
    tables: Tables = field(default_factory=Tables)
    budgets: MemoryBudgets = field(default_factory=MemoryBudgets)

    @property
    def confirming(self):
        return confirming(self.tables, self.budgets, self.keyring)

    def register(self, name="p1", residence=Residence.MEXICO, now: datetime = NOW, **contacts):
        key = FakePersonKeys().create(name)
        registrations = MemoryRegistrations(self.tables)
        started = begun(person(CURP), key, f"token of {name}", now)
        registrations.begin(started)
        given = contacts or {"email": EMAIL}
        registration = registrations.give(started, key.seal_all(given), residence)
        facts = facts_in({**person(CURP).fields(), **given})
        ids = NumberedIds(name)
        new = new_account(registration, facts, Hashed("hash", 1), "2026-11", self.keyring, ids, now)
        registrations.complete(new, now + timedelta(hours=72))
        return name

    def sent(self, name="p1", channel=Channel.EMAIL):
        return self.tables.confirmations[f"{name}.{channel.value}"]

    def code(self, name="p1", channel=Channel.EMAIL):
        return code_of(self.sent(name, channel), self.keyring)

    def link(self, name="p1"):
        return link_token_of(self.sent(name), self.keyring)


@pytest.fixture
def world() -> World:
    made = World()
    made.register()
    return made


def test_a_code_makes_the_account_active_once(world):
    code = world.code()

    assert world.confirming.by_code("p1", Channel.EMAIL, code, NOW) is Status.ACTIVE
    with pytest.raises(AlreadyConfirmed):
        world.confirming.by_code("p1", Channel.EMAIL, code, NOW)


def test_a_guard_is_written_under_every_live_key():
    world = World(FakeKeyring().rotating(*LOOKUPS))
    world.register()

    world.confirming.by_code("p1", Channel.EMAIL, world.code(), NOW)

    wanted = by_email(EmailAddress(EMAIL), world.keyring).all
    assert world.tables.guards == {index.key: "p1" for index in wanted}
    assert len(wanted) == 2


def test_a_code_sent_under_a_key_that_was_replaced_still_counts():
    world = World()
    world.register()
    code = world.code()

    world.keyring = world.keyring.rotating(Purpose.CODES)

    assert world.confirming.by_code("p1", Channel.EMAIL, code, NOW) is Status.ACTIVE


def test_attempts_are_counted_before_the_code_is_looked_at(world):
    for _ in range(CODE_ATTEMPTS.limit):
        with pytest.raises(CodeWrong):
            world.confirming.by_code("p1", Channel.EMAIL, "x", NOW)

    with pytest.raises(TooManyAttempts) as refused:
        world.confirming.by_code("p1", Channel.EMAIL, world.code(), NOW)
    assert refused.value.retry_after > 0


def test_a_resend_gives_no_attempt_back(world):
    for _ in range(CODE_ATTEMPTS.limit):
        with pytest.raises(CodeWrong):
            world.confirming.by_code("p1", Channel.EMAIL, "x", NOW)
        world.confirming.resend("p1", Channel.EMAIL, NOW)

    with pytest.raises(TooManyAttempts):
        world.confirming.by_code("p1", Channel.EMAIL, world.code(), NOW)


def test_all_accounts_that_declare_one_contact_share_its_attempts():
    world = World()
    accounts = CONTACT_ATTEMPTS.limit // CODE_ATTEMPTS.limit + 1
    for number in range(accounts):
        world.register(f"p{number}")
    refusals = []

    for number in range(accounts):
        for _ in range(CODE_ATTEMPTS.limit):
            with pytest.raises((CodeWrong, LongCodeNeeded)) as refused:
                world.confirming.by_code(f"p{number}", Channel.EMAIL, "x", NOW)
            refusals.append(refused.type)

    assert refusals.count(CodeWrong) == CONTACT_ATTEMPTS.limit


def guessed_at(world: World) -> None:
    """Strangers used up what may be guessed at the contact."""
    for number in range(CONTACT_ATTEMPTS.limit // CODE_ATTEMPTS.limit):
        world.register(f"stranger{number}")
        for _ in range(CODE_ATTEMPTS.limit):
            with pytest.raises(CodeWrong):
                world.confirming.by_code(f"stranger{number}", Channel.EMAIL, "x", NOW)


def test_strangers_who_guess_do_not_keep_who_reads_the_contact_from_confirming(world):
    guessed_at(world)
    with pytest.raises(LongCodeNeeded):
        world.confirming.by_code("p1", Channel.EMAIL, world.code(), NOW)

    world.confirming.resend("p1", Channel.EMAIL, NOW)

    assert len(world.code()) == LONG_CODE_DIGITS
    assert world.confirming.by_code("p1", Channel.EMAIL, world.code(), NOW) is Status.ACTIVE


def test_a_long_code_may_be_guessed_at_as_seldom_by_one_account(world):
    guessed_at(world)
    world.confirming.resend("p1", Channel.EMAIL, NOW)

    for _ in range(CODE_ATTEMPTS.limit):
        with pytest.raises(CodeWrong):
            world.confirming.by_code("p1", Channel.EMAIL, world.code()[:6], NOW)
    with pytest.raises(TooManyAttempts):
        world.confirming.by_code("p1", Channel.EMAIL, world.code(), NOW)


def test_where_nobody_guessed_the_next_code_is_short(world):
    world.confirming.resend("p1", Channel.EMAIL, NOW)

    assert len(world.code()) == CODE_DIGITS


def test_of_two_codes_only_the_last_counts_and_of_two_links_both(world):
    code, link = world.code(), world.link()
    world.confirming.resend("p1", Channel.EMAIL, NOW)

    with pytest.raises(CodeWrong):
        world.confirming.by_code("p1", Channel.EMAIL, code, NOW)
    assert world.confirming.link(link, NOW)
    assert world.confirming.link(world.link(), NOW)


def test_a_link_to_an_address_that_was_corrected_is_dead(world):
    old = world.link()
    corrected = next_issue(world.sent(), world.keyring, NOW, new_address=True)
    world.tables.confirmations[corrected.id] = corrected

    with pytest.raises(LinkNotValid):
        world.confirming.link(old, NOW)


def test_looking_at_a_link_spends_nothing(world):
    before = repr(world.tables)

    for _ in range(5):
        world.confirming.find_link(world.link(), NOW)

    assert repr(world.tables) == before


def test_a_link_counts_for_a_day_and_a_code_for_ten_minutes(world):
    code, link = world.code(), world.link()

    with pytest.raises(CodeWrong):
        world.confirming.by_code("p1", Channel.EMAIL, code, NOW + timedelta(minutes=10))
    assert world.confirming.link(link, NOW + timedelta(hours=23, minutes=59))
    with pytest.raises(LinkNotValid):
        world.confirming.link(link, NOW + timedelta(hours=24))


def test_the_second_who_proves_an_email_is_told_that_it_is_taken(world):
    world.register("p2")
    world.confirming.by_code("p1", Channel.EMAIL, world.code(), NOW)

    with pytest.raises(EmailTaken):
        world.confirming.by_code("p2", Channel.EMAIL, world.code("p2"), NOW)
    assert world.tables.accounts["p2"].status is Status.REGISTERED


def test_abroad_only_the_email_activates():
    world = World()
    world.register(residence=Residence.ABROAD, email=EMAIL, phone=PHONE)

    by_phone = world.confirming.by_code("p1", Channel.PHONE, world.code(channel=Channel.PHONE), NOW)
    by_email = world.confirming.by_code("p1", Channel.EMAIL, world.code(), NOW)

    assert (by_phone, by_email) == (Status.REGISTERED, Status.ACTIVE)


def test_resends_stop_at_their_budget_and_nobody_is_told(world):
    for _ in range(RESENDS.limit + 3):
        world.confirming.resend("p1", Channel.EMAIL, NOW)

    # The registration's two, and the resends.
    assert len(world.tables.messages) == 2 + RESENDS.limit


def test_a_contact_that_is_confirmed_or_absent_gets_no_code(world):
    world.confirming.by_code("p1", Channel.EMAIL, world.code(), NOW)
    before = len(world.tables.messages)

    world.confirming.resend("p1", Channel.EMAIL, NOW)
    world.confirming.resend("p1", Channel.PHONE, NOW)
    world.confirming.resend("nobody", Channel.EMAIL, NOW)

    assert len(world.tables.messages) == before


def test_no_fui_yo_deletes_everything_of_an_unconfirmed_account(world):
    world.confirming.decline(world.link(), NOW)

    assert not world.tables.accounts
    assert not world.tables.credentials
    assert not world.tables.pointers
    assert not world.tables.registrations
    assert not any(world.tables.declared.values())
    assert world.tables.events == ["registered", "registration-declined"]


def test_no_fui_yo_takes_one_contact_from_an_active_account():
    world = World()
    world.register(email=EMAIL, phone=PHONE)
    link = world.link()
    world.confirming.by_code("p1", Channel.PHONE, world.code(channel=Channel.PHONE), NOW)

    world.confirming.decline(link, NOW)

    assert set(world.tables.accounts["p1"].contacts) == {Channel.PHONE}
    assert world.tables.accounts["p1"].status is Status.ACTIVE
    with pytest.raises(LinkNotValid):
        world.confirming.decline(link, NOW)


def test_two_issues_never_share_a_code_or_a_link():
    world = World()
    world.register()
    first = (world.sent().reference, world.link())
    for _ in range(3):
        world.confirming.resend("p1", Channel.EMAIL, NOW)
    # Forgotten by TTL, and sent again later: the numbers go on from the clock.
    world.tables.confirmations.clear()
    world.confirming.resend("p1", Channel.EMAIL, NOW + timedelta(hours=80))

    assert world.sent().reference != first[0]
    assert world.link() != first[1]
