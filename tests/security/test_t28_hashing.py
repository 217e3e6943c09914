"""T28: hashing is no lever: what is too long or too often is refused before Argon2 begins."""

import pytest

from functions.register.flow import PASSWORDS
from llave.people import hashing
from tests.registrants import EMAIL, PASSWORD, Client, client, code, link, population

__all__ = ["client", "code", "link", "population"]

MEGABYTE = "x" * 1024 * 1024


class Spy:
    """Argon2, counting."""

    def __init__(self, real: object) -> None:
        self.real = real
        self.made = 0

    def hash(self, text: bytes) -> str:
        self.made += 1
        return str(self.real.hash(text))  # type: ignore[attr-defined]  # argon2's hasher

    def verify(self, stored: str, text: bytes) -> bool:
        self.made += 1
        return bool(self.real.verify(stored, text))  # type: ignore[attr-defined]  # argon2's hasher


@pytest.fixture
def spy(monkeypatch) -> Spy:
    made = Spy(hashing._ARGON2)
    monkeypatch.setattr(hashing, "_ARGON2", made)
    return made


def at_the_last_step(client: Client) -> Client:
    client.begin()
    client.give_address()
    client.give_contacts(email=EMAIL)
    return client


def test_a_megabyte_is_refused_before_it_is_hashed(client, link, spy):
    at_the_last_step(client)

    answer = client.choose_password(MEGABYTE)

    assert answer.json["errors"][0]["code"] == "password_too_long"
    assert spy.made == 0


def test_a_megabyte_with_a_link_is_refused_before_it_is_hashed(client, link, spy):
    at_the_last_step(client).choose_password()
    hashed = spy.made

    answer = Client().send("POST", "/v1/confirmations", {"token": link(), "password": MEGABYTE})

    assert answer.status == 422
    assert spy.made == hashed


def test_a_megabyte_at_sign_in_is_refused_before_it_is_hashed(client, spy):
    answer = client.send("POST", "/v1/sessions", {"identifier": EMAIL, "password": MEGABYTE})

    assert answer.status == 422
    assert spy.made == 0


@pytest.mark.parametrize("password", ["corta", EMAIL, "aaaaaaaaaaaaaaaaaaaaaa"])
def test_what_can_not_be_chosen_is_not_hashed(client, spy, password):
    assert at_the_last_step(client).choose_password(password).status == 422
    assert spy.made == 0


def test_without_a_registration_nothing_is_hashed(client, spy):
    client.token = "x" * 43
    assert client.choose_password(PASSWORD).status == 401
    assert spy.made == 0


def test_a_link_that_is_none_costs_no_hash(client, spy):
    body = {"token": "x" * 43, "password": PASSWORD}
    assert client.send("POST", "/v1/confirmations", body).status == 422
    assert spy.made == 0


def test_hashes_of_one_registration_have_a_budget():
    assert PASSWORDS.limit <= 20


def test_a_cap_that_comes_after_the_hash_is_caught(spy):
    """The mutant: hash first, judge then."""
    from llave.people.passwords import Password, PasswordInvalid

    hasher = hashing.PasswordHasher(b"p" * 32)
    hasher.hash(Password(PASSWORD))
    with pytest.raises(PasswordInvalid):
        Password.parse(MEGABYTE)

    assert spy.made == 1, "what the tests above would see"
