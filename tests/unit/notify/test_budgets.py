"""What is over a budget is dropped; what is asked for never uses up what a person must be told."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from functions.notify.budgets import PER_ADDRESS, SendingBudgets
from llave.people.accounts import Channel
from llave.people.outbox import Kind, Message
from tests.fakes import NOW


@dataclass
class Counts:
    """Budgets in memory; `filled` counts that stood there before."""

    filled: Counter[tuple[str, str]] = field(default_factory=Counter)

    def count(self, kind: str, key: str, window: timedelta, now: datetime) -> int:
        self.filled[kind, key] += 1
        return self.filled[kind, key]

    def counted(self, kind: str, key: str, window: timedelta, now: datetime) -> int:
        return self.filled[kind, key]


def mail(counts: Counts) -> SendingBudgets:
    return SendingBudgets(Channel.EMAIL, counts)


def sms(counts: Counts) -> SendingBudgets:
    return SendingBudgets(Channel.PHONE, counts)


def allowed(budgets: SendingBudgets, kind: Kind, index: str) -> bool:
    return budgets.allow_address(Message("m", kind, "ana", NOW), index, NOW)


def test_an_address_gets_so_many_an_hour():
    budgets, limit = mail(Counts()), PER_ADDRESS[Channel.EMAIL][0].limit

    answers = [allowed(budgets, Kind.RECOVERY, "i") for _ in range(limit + 1)]

    assert answers == [True] * limit + [False]


def test_a_flood_of_what_anybody_can_ask_for_does_not_keep_a_notice_away():
    budgets = mail(Counts())
    for _ in range(200):
        allowed(budgets, Kind.CONFIRM_CONTACT, "i")

    assert allowed(budgets, Kind.PASSWORD_CHANGED, "i")


def test_registering_with_a_strangers_address_does_not_keep_her_recovery_away():
    budgets = mail(Counts())
    for _ in range(200):
        allowed(budgets, Kind.CONFIRM_CONTACT, "i")

    assert allowed(budgets, Kind.RECOVERY, "i")


def test_another_address_has_a_budget_of_its_own():
    budgets = sms(Counts())
    for _ in range(200):
        allowed(budgets, Kind.RECOVERY, "i")

    assert allowed(budgets, Kind.RECOVERY, "j")
