"""Indexes find a person by what she knows, and tell nothing of it."""

from hypothesis import given

from llave.people.contacts import EmailAddress, PhoneNumber
from llave.people.curp import Curp
from llave.people.keyring import LOOKUPS
from llave.people.lookups import by_curp, by_curp_and_phone, by_email, by_phone
from tests.fakes import FakeKeyring
from tests.strategies import curp_texts

KEYRING = FakeKeyring()
CURP = Curp("HEGG560427MVZRRL04")
PHONE = PhoneNumber("+525512345678")


def test_an_address_is_found_however_it_is_written():
    first = by_email(EmailAddress.parse("Ana@Correo.MX"), KEYRING)

    assert first == by_email(EmailAddress.parse(" ana@correo.mx "), KEYRING)


def test_an_index_does_not_show_its_value():
    found = (
        by_email(EmailAddress("ana@correo.mx"), KEYRING),
        by_phone(PHONE, KEYRING),
        by_curp(CURP, KEYRING),
        by_curp_and_phone(CURP, PHONE, KEYRING),
    )

    shown = repr(found)

    assert not any(text in shown for text in ("ana", "correo", "5512345678", CURP.value))


def test_each_kind_has_a_key_of_its_own():
    keys = {
        by_phone(PHONE, KEYRING).newest.key,
        by_curp(CURP, KEYRING).newest.key,
        by_curp_and_phone(CURP, PHONE, KEYRING).newest.key,
    }

    assert {key.split("#")[0] for key in keys} == {"PHONE", "CURP", "CURP+PHONE"}


def test_while_two_secrets_live_a_value_has_two_indexes_the_newest_first():
    found = by_curp(CURP, KEYRING.rotating(*LOOKUPS))

    assert [index.version for index in found.all] == [2, 1]
    assert found.newest is found.all[0]
    assert found.all[1] == by_curp(CURP, KEYRING).newest


@given(curp_texts(), curp_texts())
def test_two_curps_never_share_an_index(first: str, second: str):
    same = by_curp(Curp(first), KEYRING) == by_curp(Curp(second), KEYRING)

    assert same == (first == second)
