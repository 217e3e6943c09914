"""T04, lockout as denial of service: a stranger fails for ever, and the person enters on her device."""

from datetime import timedelta

import pytest

from llave.errors import TooManyAttempts, WrongCredentials
from llave.people.attempts import Entered
from llave.people.credentials import MOST_FAILURES
from llave.people.devices import Device, DeviceChoice
from tests.entrance import DeviceLanes, Entrance

EMAIL, PASSWORD, WRONG = "ana@correo.mx", "mesa-nube-lago-cobre", "no-es-la-mia-ni-de-nadie"


def besieged(made: Entrance) -> str:
    """Her device is known; then a stranger fails from many networks until nobody is let try."""
    made.settle(EMAIL, made.hash(PASSWORD), "ana")
    entered = made.sign_in(EMAIL, PASSWORD, "home", choice=DeviceChoice.REMEMBER)
    assert isinstance(entered, Entered)
    assert entered.device_cookie
    # Most of the siege without its hashes: what counts is counted before them.
    for _ in range(MOST_FAILURES - 5):
        made.ports.credentials.attempt("ana", "", made.clock())
    for number in range(10):
        with pytest.raises(WrongCredentials):
            made.sign_in(EMAIL, f"{WRONG}-{number}", network=f"bot-{number}", device="forged")
    return entered.device_cookie


def test_she_enters_on_her_device_and_the_stranger_not_even_with_the_right_password():
    made = Entrance()
    device = besieged(made)

    on_her_device = made.sign_in(EMAIL, PASSWORD, network="bot-1", device=device)

    assert isinstance(on_her_device, Entered)
    for cookie in (None, "forged"):
        with pytest.raises(WrongCredentials):
            made.sign_in(EMAIL, PASSWORD, network="fresh", device=cookie)


def test_time_does_not_free_the_open_lane():
    made = Entrance()
    besieged(made)

    made.clock.forward(timedelta(days=365))

    with pytest.raises(WrongCredentials):
        made.sign_in(EMAIL, PASSWORD, network="fresh")


def test_a_stolen_device_cookie_has_its_own_end():
    made = Entrance()
    device = besieged(made)
    before = made.credentials_by["ana"].failures

    tries = 0
    for number in range(40):
        made.clock.forward(timedelta(minutes=16))
        with pytest.raises((WrongCredentials, TooManyAttempts)):
            made.sign_in(EMAIL, f"{WRONG}-{number}", network=f"thief-{number}", device=device)
        tries += 1

    assert tries == 40
    assert next(iter(made.devices_by.values()))[1] == 20
    assert made.credentials_by["ana"].failures == before


class NoLanes(DeviceLanes):
    """The mutant: no device is ever known."""

    def attempt(self, person: str, key: str, now: object) -> Device | None:
        return None


def test_a_door_without_lanes_for_devices_is_caught():
    from dataclasses import replace

    made = Entrance()
    device = besieged(made)
    made.ports = replace(made.ports, devices=NoLanes(made))

    with pytest.raises(WrongCredentials):
        made.sign_in(EMAIL, PASSWORD, network="home", device=device)
