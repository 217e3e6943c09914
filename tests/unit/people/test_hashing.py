"""Argon2id with the parameters that were promised, over a peppered digest."""

from argon2 import extract_parameters
from argon2.low_level import Type

from llave.people.hashing import DECOY_HASH, PasswordHasher
from llave.people.passwords import Password

PEPPER = bytes(range(32))
HASHER = PasswordHasher(PEPPER)
PASSWORD = Password.parse("correcto caballo pila")
STORED = HASHER.hash(PASSWORD)


def test_the_right_password_opens_and_another_does_not() -> None:
    assert HASHER.verify(STORED, PASSWORD)
    assert not HASHER.verify(STORED, Password.parse("correcto caballo pilA"))


def test_two_writings_of_one_password_open_alike() -> None:
    stored = HASHER.hash(Password.parse("pin\u0303ata de papel picado"))

    assert HASHER.verify(stored, Password.parse("piñata de papel picado"))


def test_a_hash_is_worth_nothing_without_the_pepper() -> None:
    assert not PasswordHasher(bytes(32)).verify(STORED, PASSWORD)


def test_each_hash_has_its_own_salt() -> None:
    assert HASHER.hash(PASSWORD) != STORED


def test_the_decoy_costs_what_a_real_hash_costs_and_opens_to_nothing() -> None:
    assert extract_parameters(DECOY_HASH) == extract_parameters(STORED)
    assert not HASHER.verify(DECOY_HASH, PASSWORD)
    assert not HASHER.needs_rehash(DECOY_HASH)


def test_the_parameters_are_those_of_the_security_page_or_more() -> None:
    parameters = extract_parameters(STORED)

    assert parameters.type is Type.ID
    assert parameters.memory_cost >= 19 * 1024
    assert parameters.time_cost >= 2
    assert parameters.parallelism == 1


def test_a_hash_of_other_parameters_is_made_again() -> None:
    weaker = STORED.replace("m=19456", "m=8192")

    assert HASHER.needs_rehash(weaker)
    assert not HASHER.needs_rehash(STORED)
