"""T01: the way without scripts is never cheaper for a robot than the proof of work."""

import hashlib
import time
from datetime import timedelta

import pytest

from llave.people.budgets import Visitor
from llave.web.robots import (
    EFFORTS,
    ITERATIONS,
    TOKEN_BREAKER,
    TOKEN_BUDGET,
    TOKEN_WAIT,
    WINDOW,
    RobotAnswer,
    RobotCheckFailed,
    Robots,
)
from tests.fakes import NOW, FakeKeyring
from tests.registering import MemoryBudgets, MemorySpent

# The phone of the design: a CPU six times slower than this one, and one core of it.
PHONE = 6
HOUR = timedelta(hours=1)


def seconds_of(effort: int) -> float:
    """How long one core of this machine works on a challenge, at worst."""
    begun = time.perf_counter()
    for counter in range(50):
        hashlib.pbkdf2_hmac("sha256", counter.to_bytes(20, "big"), b"s" * 16, ITERATIONS, 32)
    return (time.perf_counter() - begun) / 50 * effort


def test_the_slowest_phone_at_the_dearest_effort_gets_more_by_work_than_by_waiting():
    by_waiting = TOKEN_BUDGET.limit
    by_work = WINDOW.total_seconds() / (PHONE * seconds_of(EFFORTS[-1]))

    assert by_waiting < by_work


def test_all_the_patience_of_the_country_is_worth_less_than_one_core():
    tokens_an_hour = TOKEN_BREAKER.limit * (HOUR / WINDOW)

    assert tokens_an_hour * seconds_of(EFFORTS[0]) < HOUR.total_seconds()


def test_one_network_can_not_use_up_the_patience_of_all():
    assert TOKEN_BUDGET.limit * 50 <= TOKEN_BREAKER.limit


def test_a_person_waits_no_longer_for_patience_than_she_types():
    assert timedelta(seconds=20) == TOKEN_WAIT


def test_nobody_has_the_patience_of_a_form_for_nothing():
    robots = Robots(FakeKeyring(), MemorySpent(), MemoryBudgets())
    answer = RobotAnswer(form_token=robots.form_token(NOW, "nonce"))

    with pytest.raises(RobotCheckFailed):
        robots.admit(answer, Visitor("network"), NOW + TOKEN_WAIT - timedelta(seconds=1))
    robots.admit(answer, Visitor("network"), NOW + TOKEN_WAIT)
    with pytest.raises(RobotCheckFailed):
        robots.admit(answer, Visitor("network"), NOW + TOKEN_WAIT)
