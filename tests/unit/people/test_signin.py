"""Signing in, in memory."""

from dataclasses import replace
from datetime import timedelta

import pytest

from llave.errors import TooManyAttempts, WrongCredentials
from llave.people.accounts import Status
from llave.people.attempts import Entered, Unconfirmed
from llave.people.devices import DeviceChoice
from llave.people.throttling import NETWORK, Pace, wait_after
from tests.entrance import Entrance

EMAIL, PASSWORD, WRONG = "ana@correo.mx", "mesa-nube-lago-cobre", "no-es-la-mia-ni-de-nadie"


def entrance(status: Status = Status.ACTIVE) -> Entrance:
    made = Entrance()
    made.settle(EMAIL, made.hash(PASSWORD), "ana", status)
    return made


def known_device(made: Entrance) -> str:
    entered = made.sign_in(EMAIL, PASSWORD, choice=DeviceChoice.REMEMBER)
    assert isinstance(entered, Entered)
    assert entered.device_cookie
    return entered.device_cookie


def test_the_right_password_enters_and_forgets_the_failures():
    made = entrance()
    with pytest.raises(WrongCredentials):
        made.sign_in(EMAIL, WRONG)

    entered = made.sign_in(EMAIL, PASSWORD)

    assert isinstance(entered, Entered)
    assert made.credentials_by["ana"].failures == 0
    assert not made.paces


def test_an_attempt_counts_before_the_password_is_looked_at():
    made = entrance()

    with pytest.raises(WrongCredentials):
        made.sign_in(EMAIL, WRONG)

    assert made.credentials_by["ana"].failures == 1


def test_an_unconfirmed_account_never_signs_in():
    made = entrance(Status.REGISTERED)

    assert isinstance(made.sign_in(EMAIL, PASSWORD), Unconfirmed)
    with pytest.raises(WrongCredentials):
        made.sign_in(EMAIL, WRONG)
    assert not made.entries


def test_each_failure_makes_the_wait_longer_until_a_quarter_of_an_hour():
    waits = [wait_after(n).total_seconds() for n in (1, 2, 3, 4, 5, 11, 12, 10_000)]

    assert waits == [0, 0, 2, 4, 8, 512, 900, 900]


def test_a_wait_holds_back_the_right_password_too_and_passes():
    made = entrance()
    for _ in range(3):
        with pytest.raises(WrongCredentials):
            made.sign_in(EMAIL, WRONG)

    with pytest.raises(TooManyAttempts) as refused:
        made.sign_in(EMAIL, PASSWORD)
    made.clock.forward(timedelta(seconds=refused.value.retry_after))

    assert isinstance(made.sign_in(EMAIL, PASSWORD), Entered)


def test_while_she_waits_nothing_is_counted():
    made = entrance()
    for _ in range(3):
        with pytest.raises(WrongCredentials):
            made.sign_in(EMAIL, WRONG)

    for _ in range(10):
        with pytest.raises(TooManyAttempts):
            made.sign_in(EMAIL, WRONG)

    assert made.credentials_by["ana"].failures == 3


def test_a_network_has_a_budget_over_all_accounts():
    made = entrance()
    made.used[(NETWORK.kind, "net", NETWORK.window_start(made.clock()))] = NETWORK.limit

    with pytest.raises(TooManyAttempts):
        made.sign_in(EMAIL, PASSWORD)
    assert isinstance(made.sign_in(EMAIL, PASSWORD, network="other"), Entered)


def test_a_known_device_enters_though_its_network_is_spent():
    made = entrance()
    device = known_device(made)
    made.used[(NETWORK.kind, "net", NETWORK.window_start(made.clock()))] = NETWORK.limit

    assert isinstance(made.sign_in(EMAIL, PASSWORD, device=device), Entered)


def test_a_known_device_has_twenty_tries():
    made = entrance()
    device = known_device(made)

    for n in range(20):
        with pytest.raises(WrongCredentials):
            made.sign_in(EMAIL, WRONG, network=f"n{n}", device=device)
        made.clock.forward(timedelta(minutes=16))

    assert made.checked == 1
    with pytest.raises(WrongCredentials):
        made.sign_in(EMAIL, WRONG, network="n", device=device)
    assert made.checked == 2


def test_a_device_of_another_person_is_none():
    made = entrance()
    made.settle("eva@correo.mx", made.hash(WRONG), "eva")
    device = known_device(made)

    made.sign_in("eva@correo.mx", WRONG, device=device)

    assert made.entries[-1].known is None
    assert made.entries[-1].notice is not None


def test_a_new_password_forgets_every_device():
    made = entrance()
    device = known_device(made)
    made.credentials_by["ana"] = replace(made.credentials_by["ana"], version=2)

    made.sign_in(EMAIL, PASSWORD, device=device)

    assert made.entries[-1].known is None


def test_success_on_a_known_device_frees_the_open_lane_unless_it_is_locked():
    made = entrance()
    device = known_device(made)

    for failures, after in ((99, 0), (100, 100)):
        made.credentials_by["ana"] = replace(made.credentials_by["ana"], failures=failures)
        made.sign_in(EMAIL, PASSWORD, device=device)
        assert made.credentials_by["ana"].failures == after


def test_a_session_begins_after_everything_was_ended_whatever_the_clocks_say():
    made = entrance()
    ahead = made.clock() + timedelta(seconds=5)
    made.accounts_by["ana"] = replace(made.accounts_by["ana"], ended_before=ahead)

    entered = made.sign_in(EMAIL, PASSWORD)

    assert isinstance(entered, Entered)
    assert made.accounts_by["ana"].still_counts(entered.session.created_at)


def test_a_hash_of_an_older_pepper_is_made_anew():
    made = entrance()
    from llave.people.keyring import Purpose

    made.keyring.versions[Purpose.PEPPER] = (2, 1)

    made.sign_in(EMAIL, PASSWORD)

    better = made.entries[-1].better
    assert better is not None
    assert better.pepper == 2


def test_a_pace_after_a_failure_names_its_end():
    made = entrance()

    assert Pace(4).after_failure(made.clock()).until == made.clock() + timedelta(seconds=8)
