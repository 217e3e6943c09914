"""T03, credential stuffing: one password over ten thousand accounts, from as many networks."""

from datetime import timedelta

import pytest

from llave.errors import TooManyAttempts, WrongCredentials
from llave.people.attempts import Entered, Seen
from llave.people.devices import DeviceChoice
from llave.people.identifiers import Places
from llave.people.throttling import NETWORK, SPRAY
from tests.entrance import Entrance

ACCOUNTS = 10_000
COMMON = "contrasena-de-todos"
OWN = "mesa-nube-lago-cobre"


def country(accounts: int) -> Entrance:
    made = Entrance()
    secret = made.hash(OWN)
    for number in range(accounts):
        made.settle(f"persona{number}@correo.mx", secret)
    return made


def spray(made: Entrance, accounts: int, networks: int) -> int:
    """Try one password on every account; how many times it was looked at."""
    before = made.checked
    for number in range(accounts):
        with pytest.raises((WrongCredentials, TooManyAttempts)):
            made.sign_in(f"persona{number}@correo.mx", COMMON, network=f"bot-{number % networks}")
    return made.checked - before


def test_one_password_is_looked_at_sixty_times_over_all_accounts_and_networks():
    made = country(ACCOUNTS)

    assert spray(made, ACCOUNTS, networks=ACCOUNTS) <= SPRAY.limit


def test_good_users_enter_meanwhile():
    made = country(200)
    at_home = made.sign_in("persona1@correo.mx", OWN, "home", choice=DeviceChoice.REMEMBER)
    assert isinstance(at_home, Entered)
    spray(made, 200, networks=200)

    anywhere = made.sign_in("persona2@correo.mx", OWN, network="a school")
    on_her_device = made.sign_in(
        "persona1@correo.mx", OWN, network="bot-1", device=at_home.device_cookie
    )

    assert isinstance(anywhere, Entered)
    assert isinstance(on_her_device, Entered)


def test_many_passwords_from_one_network_meet_its_budget():
    made = country(1)
    made.used[(NETWORK.kind, "bot", NETWORK.window_start(made.clock()))] = NETWORK.limit - 5

    for number in range(50):
        with pytest.raises((WrongCredentials, TooManyAttempts)):
            made.sign_in(f"nadie{number}@correo.mx", f"{COMMON}-{number}", network="bot")

    assert made.checked <= 5


def test_the_storm_passes_with_its_window():
    made = country(1)
    for number in range(SPRAY.limit):
        with pytest.raises(WrongCredentials):
            made.sign_in(f"nadie{number}@correo.mx", OWN, network=f"bot-{number}")
    with pytest.raises(TooManyAttempts) as refused:
        made.sign_in("persona0@correo.mx", OWN)

    made.clock.forward(timedelta(seconds=refused.value.retry_after))

    assert isinstance(made.sign_in("persona0@correo.mx", OWN), Entered)


class BlindDoor(Entrance):
    """The mutant: nobody reads how often the password has failed elsewhere."""

    def look(self, places: Places, paces: tuple[str, ...], shard: str, now: object) -> Seen:
        seen = super().look(places, paces, shard, now)  # type: ignore[arg-type]  # as it is called
        return Seen(seen.person, seen.paces, 0)


def test_a_door_that_does_not_look_is_caught():
    made = BlindDoor()

    assert spray(made, SPRAY.limit + 10, networks=1_000) > SPRAY.limit
