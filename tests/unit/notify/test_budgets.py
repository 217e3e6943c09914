"""What is over a budget is dropped; what is asked for never uses up what a person must be told."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from functions.notify.budgets import (
    PER_ADDRESS,
    PER_PREFIX,
    ClosedBreaker,
    SendingBudgets,
)
from llave.people.accounts import Channel
from llave.people.outbox import Kind
from tests.fakes import NOW

PHONE = "+525512345678"


@dataclass
class Counts:
    """Budgets in memory; `filled` counts that stood there before."""

    filled: Counter[tuple[str, str]] = field(default_factory=Counter)

    def count(self, kind: str, key: str, window: timedelta, now: datetime) -> int:
        self.filled[kind, key] += 1
        return self.filled[kind, key]


@dataclass(frozen=True)
class OpenBreaker:
    def allows(self, prefix: str, now: datetime) -> bool:
        return False


def mail(counts: Counts) -> SendingBudgets:
    return SendingBudgets(Channel.EMAIL, counts, ClosedBreaker())


def sms(counts: Counts) -> SendingBudgets:
    return SendingBudgets(Channel.PHONE, counts, ClosedBreaker())


def test_an_address_gets_so_many_an_hour():
    budgets, limit = mail(Counts()), PER_ADDRESS[Channel.EMAIL][0].limit

    allowed = [budgets.allow(Kind.RECOVERY, "i", "a@b.mx", NOW) for _ in range(limit + 1)]

    assert allowed == [True] * limit + [False]


def test_a_flood_of_what_anybody_can_ask_for_does_not_keep_a_notice_away():
    budgets = mail(Counts())
    for _ in range(200):
        budgets.allow(Kind.CONFIRM_CONTACT, "i", "a@b.mx", NOW)

    assert budgets.allow(Kind.PASSWORD_CHANGED, "i", "a@b.mx", NOW)


def test_registering_with_a_strangers_address_does_not_keep_her_recovery_away():
    budgets = mail(Counts())
    for _ in range(200):
        budgets.allow(Kind.CONFIRM_CONTACT, "i", "a@b.mx", NOW)

    assert budgets.allow(Kind.RECOVERY, "i", "a@b.mx", NOW)


def test_another_address_has_a_budget_of_its_own():
    budgets = sms(Counts())
    for _ in range(200):
        budgets.allow(Kind.RECOVERY, "i", PHONE, NOW)

    assert budgets.allow(Kind.RECOVERY, "j", PHONE, NOW)


def test_a_prefix_has_a_budget_for_the_day():
    counts = Counts(Counter({("sms-prefix", "+52551"): PER_PREFIX.limit}))

    assert not sms(counts).allow(Kind.CONFIRM_CONTACT, "i", PHONE, NOW)
    assert sms(counts).allow(Kind.CONFIRM_CONTACT, "j", "+523312345678", NOW)


def test_an_open_breaker_stops_texts():
    budgets = SendingBudgets(Channel.PHONE, Counts(), OpenBreaker())

    assert not budgets.allow(Kind.CONFIRM_CONTACT, "i", PHONE, NOW)


def test_texts_go_to_the_countries_of_the_list_alone():
    allowed = {
        number: sms(Counts()).allow(Kind.CONFIRM_CONTACT, number, number, NOW)
        for number in (PHONE, "+12125550123", "+8801812345678", "+18765551234")
    }

    assert allowed == {
        PHONE: True,
        "+12125550123": True,
        "+8801812345678": False,
        "+18765551234": False,
    }


def test_no_counter_is_named_by_an_address():
    counts = Counts()
    mail(counts).allow(Kind.RECOVERY, "i", "ana@correo.mx", NOW)
    sms(counts).allow(Kind.RECOVERY, "i", PHONE, NOW)

    assert "ana" not in repr(counts.filled)
    assert PHONE not in repr(counts.filled)
