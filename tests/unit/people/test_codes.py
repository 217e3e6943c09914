"""Codes and tokens that follow from an id, for who has the secret."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from llave.people.codes import CODE_DIGITS, derived_code, derived_token, fingerprint, same
from llave.people.keyring import Secret

SECRET = Secret(1, bytes(range(32)))
OTHER = Secret(2, bytes(range(1, 33)))
IDS = st.text(min_size=1, max_size=60)


@given(IDS)
def test_a_code_is_six_digits_and_always_the_same(reference: str):
    code = derived_code(SECRET, "confirm", reference)

    assert len(code) == CODE_DIGITS
    assert code.isdecimal()
    assert code == derived_code(SECRET, "confirm", reference)


@given(IDS, IDS)
def test_tokens_differ_by_id_use_and_secret(first: str, second: str):
    tokens = {
        derived_token(SECRET, "confirm", first),
        derived_token(SECRET, "confirm", second),
        derived_token(SECRET, "recovery", first),
        derived_token(OTHER, "confirm", first),
    }

    assert len(tokens) == (4 if first != second else 3)


def test_a_token_holds_256_bits_and_fits_into_an_address():
    token = derived_token(SECRET, "confirm", "x")

    assert len(token) == 43
    assert token.replace("-", "").replace("_", "").isalnum()


def test_codes_are_spread_evenly():
    digits = Counter(derived_code(SECRET, "confirm", str(n))[0] for n in range(5000))

    assert min(digits.values()) > 400


def test_a_code_tells_nothing_of_the_token_for_the_same_id():
    code, token = derived_code(SECRET, "confirm", "x"), derived_token(SECRET, "confirm", "x")

    assert code not in token
    assert fingerprint(token) != token


def test_secrets_are_compared_whole():
    assert same("123456", "123456")
    assert not same("123456", "123457")
    assert not same("", "123456")
    assert not same("１23456", "123456")
