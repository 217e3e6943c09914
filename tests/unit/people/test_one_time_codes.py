"""TOTP held against RFC 6238, and recovery codes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llave.people import recovery_codes, totp

# RFC 6238, appendix B: the secret of its SHA-1 vectors; here the last six of eight digits.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
]


@pytest.mark.parametrize(("at", "code"), VECTORS)
def test_the_vectors_of_the_standard_hold(at: int, code: str):
    assert totp.step_of(SECRET, code, datetime.fromtimestamp(at, UTC)) == at // 30


@pytest.mark.parametrize(("away", "found"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_one_step_of_drift_each_way(*, away: int, found: bool):
    now = datetime.fromtimestamp(1111111109, UTC) + timedelta(seconds=30 * away)

    assert (totp.step_of(SECRET, "081804", now) is not None) is found


def test_a_secret_is_160_bits_and_its_address_escapes_names():
    secret = totp.new_secret()

    assert len(secret) == 32
    assert totp.address(secret, "a&b@correo.mx").startswith("otpauth://totp/Llave:a%26b@correo.mx?")
    assert totp.grouped(secret).replace(" ", "") == secret


def test_codes_hold_enough_and_differ():
    codes = recovery_codes.new_codes()

    assert len(set(codes)) == recovery_codes.COUNT == 10
    assert 5 * recovery_codes.LETTERS >= 112


def test_a_code_may_be_typed_as_people_type():
    code = "0123-4567-89AB-CDEF-GHJK-MNPQ"

    assert recovery_codes.digest(code) == recovery_codes.digest("o i23 4567 89ab cdef ghjk mnpq")


@given(st.text(max_size=60))
def test_no_text_breaks_it(typed: str):
    found = recovery_codes.normalized(typed)

    assert found is None or len(found) == recovery_codes.LETTERS
