"""A sealed value opens for its person and its field, and for nothing else."""

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from llave.people.accounts import SEALED_FIELDS
from llave.people.vault import NONCE_BYTES, PersonKey

PLAIN = bytes(range(32))
FIELDS = st.sampled_from(SEALED_FIELDS)
PERSONS = st.text("0123456789abcdef", min_size=32, max_size=32)


def key_of(person: str) -> PersonKey:
    """The same data key for everybody: what keeps them apart is then the binding alone."""
    return PersonKey(person, b"wrapped", PLAIN)


@given(PERSONS, FIELDS, st.text())
def test_what_is_sealed_opens(person: str, name: str, value: str):
    assert key_of(person).unseal(name, key_of(person).seal(name, value)) == value


@given(PERSONS, PERSONS, FIELDS, FIELDS, st.text())
def test_a_sealed_value_does_not_open_for_another_person_or_field(
    person: str, other: str, name: str, moved_to: str, value: str
):
    sealed = key_of(person).seal(name, value)
    if (person, name) == (other, moved_to):
        return

    with pytest.raises(InvalidTag):
        key_of(other).unseal(moved_to, sealed)


@given(st.integers(min_value=0), st.integers(min_value=0, max_value=7), st.text(min_size=1))
def test_a_sealed_value_that_was_touched_does_not_open(place: int, bit: int, value: str):
    sealed = bytearray(key_of("ana").seal("curp", value))
    sealed[place % len(sealed)] ^= 1 << bit

    with pytest.raises(InvalidTag):
        key_of("ana").unseal("curp", bytes(sealed))


def test_another_key_opens_nothing():
    sealed = key_of("ana").seal("curp", "x")

    with pytest.raises(InvalidTag):
        PersonKey("ana", b"wrapped", bytes(32)).unseal("curp", sealed)


def test_person_and_field_can_not_be_shifted_into_each_other():
    sealed = key_of("ana").seal("curp", "x")

    with pytest.raises(InvalidTag):
        key_of("anac").unseal("urp", sealed)


def test_equal_values_look_different():
    sealed = {key_of("ana").seal("sex", "M") for _ in range(50)}

    assert len({value[:NONCE_BYTES] for value in sealed}) == 50


def test_several_fields_open_together():
    values = {"given_names": "Ana María", "sex": "M", "second_surname": ""}

    assert key_of("ana").unseal_all(key_of("ana").seal_all(values)) == values


def test_a_key_does_not_show_itself():
    assert repr(PLAIN)[2:-1] not in repr(key_of("ana"))
