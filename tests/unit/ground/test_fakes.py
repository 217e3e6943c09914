"""The fakes behave as what they stand for."""

import pytest

from llave.people.keyring import Purpose
from tests.fakes import FakeKeyring, FakePersonKeys, ManualClock, NumberedIds


def test_a_rotating_keyring_has_the_newest_first() -> None:
    keyring = FakeKeyring().rotating(Purpose.LOOKUP_EMAIL)

    assert [secret.version for secret in keyring.live(Purpose.LOOKUP_EMAIL)] == [2, 1]
    assert [secret.version for secret in keyring.live(Purpose.CODES)] == [1]


def test_a_key_opens_for_its_person_alone() -> None:
    keys = FakePersonKeys()
    wrapped = keys.create("ana").wrapped

    with pytest.raises(ValueError, match="another person"):
        keys.open("eva", wrapped)
    assert keys.open("ana", wrapped).unseal("curp", keys.create("ana").seal("curp", "x")) == "x"
    assert keys.opened == ["ana"]


def test_time_stands_and_ids_count() -> None:
    clock, ids = ManualClock(), NumberedIds()

    assert clock() == clock()
    assert [ids(), ids()] == ["id-1", "id-2"]
