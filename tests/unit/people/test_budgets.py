"""Budgets: a fixed window, a known wait, and who counts as one visitor."""

from datetime import timedelta

import pytest

from llave.errors import TooManyAttempts
from llave.people.budgets import Budget, marked, spend, visitor
from llave.people.keyring import Purpose
from tests.fakes import NOW, FakeKeyring
from tests.registering import MemoryBudgets

ADDRESS = "203.0.113.7"
BUDGET = Budget("test", 3, timedelta(minutes=10))


def test_a_budget_ends_and_comes_back_with_the_next_window():
    budgets = MemoryBudgets()
    for _ in range(BUDGET.limit):
        spend(BUDGET, "key", budgets, NOW)

    with pytest.raises(TooManyAttempts) as refused:
        spend(BUDGET, "key", budgets, NOW)

    later = NOW + timedelta(seconds=refused.value.retry_after)
    spend(BUDGET, "key", budgets, later)
    spend(BUDGET, "another key", budgets, NOW)


@pytest.mark.parametrize("seconds", [0, 1, 599])
def test_the_wait_ends_with_the_window(seconds):
    assert BUDGET.wait(NOW + timedelta(seconds=seconds)) == 600 - seconds


def test_a_network_is_an_address_or_the_half_of_one():
    ring = FakeKeyring()

    assert visitor("203.0.113.7", None, ring) == visitor("203.0.113.7", None, ring)
    assert visitor("203.0.113.7", None, ring) != visitor("203.0.113.8", None, ring)
    assert visitor("2001:db8::1", None, ring) == visitor("2001:db8::ffff", None, ring)
    assert visitor("2001:db8::1", None, ring) != visitor("2001:db8:0:1::1", None, ring)
    assert visitor("not an address", None, ring) == visitor("", None, ring)


def test_neither_address_nor_cookie_can_be_read_in_a_visitor():
    made = visitor("203.0.113.7", marked("nonce", FakeKeyring()), FakeKeyring())

    assert "203.0.113.7" not in repr((made.network, made.device))
    assert "nonce" not in repr((made.network, made.device))


def test_a_mark_of_ours_is_a_device_and_the_same_each_time():
    ring = FakeKeyring()
    one, other = (marked(nonce, ring) for nonce in ("one", "other"))

    devices = [visitor(ADDRESS, mark, ring).device for mark in (one, one, other)]

    assert devices[0]
    assert devices[0] == devices[1] != devices[2]


@pytest.mark.parametrize(
    "mark", ["", "nonce", "nonce.", ".", "nonce.0123456789abcdef", "ñ.é", "x" * 43]
)
def test_a_mark_that_was_made_up_is_no_device(mark: str):
    assert visitor(ADDRESS, mark, FakeKeyring()).device is None


def test_a_mark_is_bound_to_its_own_nonce():
    _, _, signature = marked("one", FakeKeyring()).partition(".")

    assert visitor(ADDRESS, f"other.{signature}", FakeKeyring()).device is None


def test_a_mark_outlives_the_rotation_of_its_key():
    ring = FakeKeyring()
    mark = marked("nonce", ring)

    assert visitor(ADDRESS, mark, ring.rotating(Purpose.NETWORK)).device
