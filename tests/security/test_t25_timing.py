"""T25, timing: nobody hears from the time of an answer whether an account is there."""

import time
from collections.abc import Callable

import pytest

from llave.errors import WrongCredentials
from llave.people.credentials import MOST_FAILURES, Credential, hashed, matches
from llave.people.keyring import Keyring
from llave.people.passwords import Password
from tests.entrance import LONG_AGO, Entrance
from tests.fakes import FakeKeyring

PASSWORD, WRONG = "mesa-nube-lago-cobre", "no-es-la-mia-ni-de-nadie"
SAMPLES = 100
# Four standard deviations of the AUC of two equal samples of this size.
NEAR_HALF = 0.17


def auc(first: list[float], second: list[float]) -> float:
    """How often a sample of the second is slower than one of the first (Mann-Whitney)."""
    wins = sum((b > a) + 0.5 * (b == a) for a in first for b in second)
    return wins / (len(first) * len(second))


def interleaved(
    first: Callable[[int], object], second: Callable[[int], object], samples: int = SAMPLES
) -> tuple[list[float], list[float]]:
    """Times of both, in turn and with the order changing, so that a busy machine slows both."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(samples):
        for which in ((0, 1), (1, 0))[number % 2]:
            began = time.perf_counter()
            (first, second)[which](number)
            times[which].append(time.perf_counter() - began)
    return times


def failing(made: Entrance, email: str) -> Callable[[int], None]:
    def run(number: int) -> None:
        with pytest.raises(WrongCredentials):
            made.sign_in(email, f"{WRONG}-{number}", network=f"{email}-{number}")

    return run


def test_an_unknown_account_takes_as_long_as_a_wrong_password():
    made = Entrance()
    made.settle("ana@correo.mx", made.hash(PASSWORD), "ana")

    times = interleaved(failing(made, "ana@correo.mx"), failing(made, "eva@correo.mx"))

    assert made.credentials_by["ana"].failures <= MOST_FAILURES
    assert abs(auc(*times) - 0.5) < NEAR_HALF


def test_a_locked_account_takes_as_long_as_a_wrong_password():
    made = Entrance()
    secret = made.hash(PASSWORD)
    made.settle("ana@correo.mx", secret, "ana")
    made.settle("eva@correo.mx", secret, "eva")
    for _ in range(MOST_FAILURES):
        made.ports.credentials.attempt("eva", "", made.clock())

    times = interleaved(failing(made, "ana@correo.mx"), failing(made, "eva@correo.mx"), 90)

    assert abs(auc(*times) - 0.5) < NEAR_HALF


def hasty(password: Password, credential: Credential | None, keyring: Keyring) -> bool:
    """The mutant: who is not there costs no hash."""
    return credential is not None and matches(password, credential, keyring)


def test_a_check_that_skips_the_hash_of_nobody_is_caught():
    keyring = FakeKeyring()
    there = Credential("ana", hashed(Password(PASSWORD), keyring), 1, 0, LONG_AGO)
    wrong = Password(WRONG)

    known, unknown = interleaved(
        lambda _: hasty(wrong, there, keyring),
        lambda _: hasty(wrong, None, keyring),
        20,
    )

    assert abs(auc(known, unknown) - 0.5) > NEAR_HALF
