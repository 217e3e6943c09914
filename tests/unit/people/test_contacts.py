"""E-mail addresses and phone numbers as people type them."""

import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llave.people.contacts import (
    EmailAddress,
    EmailInvalid,
    EmailProblem,
    PhoneInvalid,
    PhoneNumber,
    PhoneProblem,
)
from tests.strategies import emails, mexican_phones


@pytest.mark.parametrize(
    ("typed", "kept", "sent_to", "canonical"),
    [
        (
            " Ana.Perez@Correo.MX ",
            "Ana.Perez@correo.mx",
            "Ana.Perez@correo.mx",
            "ana.perez@correo.mx",
        ),
        (
            "ana+llave@correo.mx",
            "ana+llave@correo.mx",
            "ana+llave@correo.mx",
            "ana+llave@correo.mx",
        ),
        ("ana@Ñandú.mx", "ana@ñandú.mx", "ana@xn--and-6ma2c.mx", "ana@xn--and-6ma2c.mx"),
        ("ana@xn--and-6ma2c.mx", "ana@ñandú.mx", "ana@xn--and-6ma2c.mx", "ana@xn--and-6ma2c.mx"),
    ],
)
def test_an_address_has_a_form_to_keep_to_send_to_and_to_find(
    typed: str, kept: str, sent_to: str, canonical: str
) -> None:
    address = EmailAddress.parse(typed)

    assert (address.value, address.ascii, address.canonical) == (kept, sent_to, canonical)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", EmailProblem.SHAPE),
        ("ana", EmailProblem.SHAPE),
        ("@correo.mx", EmailProblem.SHAPE),
        ("ana@", EmailProblem.SHAPE),
        ("a b@correo.mx", EmailProblem.SHAPE),
        ("ana..perez@correo.mx", EmailProblem.SHAPE),
        ("Ana <ana@correo.mx>", EmailProblem.SHAPE),
        ("ana@correo.mx\r\nBcc: otra@correo.mx", EmailProblem.SHAPE),
        ("a" * 65 + "@correo.mx", EmailProblem.SHAPE),
        ("josé@correo.mx", EmailProblem.CHARACTERS),
        ("ana@correo", EmailProblem.DOMAIN),
        ("ana@correo..mx", EmailProblem.DOMAIN),
        ("ana@localhost", EmailProblem.DOMAIN),
        ("ana@[127.0.0.1]", EmailProblem.DOMAIN),
        ("ana@" + "a" * 1_000_000 + ".mx", EmailProblem.LENGTH),
    ],
)
def test_each_cause_that_spoils_an_address_has_a_code(typed: str, problem: EmailProblem) -> None:
    with pytest.raises(EmailInvalid) as refusal:
        EmailAddress.parse(typed)

    assert (refusal.value.problem, refusal.value.field) == (problem.value, "email")
    assert "ana" not in str(refusal.value)


def test_an_address_is_masked_to_one_length() -> None:
    short, long = EmailAddress("c@correo.mx"), EmailAddress("carolina.perez@correo.mx")

    assert short.masked == long.masked == "c•••@correo.mx"


@pytest.mark.parametrize(
    "typed",
    [
        "5512345678",
        "55 1234 5678",
        "(55) 1234-5678",
        "+52 55 1234 5678",
        "52 55 1234 5678",
        "+52 1 55 1234 5678",
        "521 55 1234 5678",
        "00 52 55 1234 5678",
        "00 52 1 55 1234 5678",
        "044 55 1234 5678",
        "01 55 1234 5678",
        "\u202a+52\u00a055\u20111234\u20115678\u202c",
    ],
)
def test_every_way_to_write_a_mexican_number_is_one_number(typed: str) -> None:
    phone = PhoneNumber.parse(typed)

    assert phone.value == "+525512345678"
    assert phone.is_mexican


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("+1 213 373 4253", "+12133734253"),
        ("001 213 373 4253", "+12133734253"),
        ("+34 612 34 56 78", "+34612345678"),
        ("+502 5123 4567", "+50251234567"),
    ],
)
def test_a_number_abroad_comes_with_its_country(typed: str, value: str) -> None:
    phone = PhoneNumber.parse(typed)

    assert phone.value == value
    assert not phone.is_mexican


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", PhoneProblem.SHAPE),
        ("+", PhoneProblem.SHAPE),
        ("hola", PhoneProblem.SHAPE),
        ("55 1234 5678 ext. 2", PhoneProblem.SHAPE),
        ("٥٥١٢٣٤٥٦٧٨", PhoneProblem.SHAPE),
        ("1234567", PhoneProblem.LENGTH),
        ("+52 55 1234", PhoneProblem.LENGTH),
        ("+52 55 1234 56", PhoneProblem.LENGTH),
        ("213 373 42533", PhoneProblem.LENGTH),
        ("5" * 1_000_000, PhoneProblem.LENGTH),
        ("+999 123 456 789", PhoneProblem.COUNTRY),
        ("+52 00 0000 0000", PhoneProblem.UNKNOWN),
        ("+34 123 45 67 89", PhoneProblem.UNKNOWN),
        ("800 123 4567", PhoneProblem.NOT_MOBILE),
        ("900 123 4567", PhoneProblem.NOT_MOBILE),
        ("+34 912 34 56 78", PhoneProblem.NOT_MOBILE),
    ],
)
def test_each_cause_that_spoils_a_number_has_a_code(typed: str, problem: PhoneProblem) -> None:
    with pytest.raises(PhoneInvalid) as refusal:
        PhoneNumber.parse(typed)

    assert (refusal.value.problem, refusal.value.field) == (problem.value, "phone")


def test_the_values_take_their_kept_form_only() -> None:
    with pytest.raises(PhoneInvalid):
        PhoneNumber("55 1234 5678")
    with pytest.raises(EmailInvalid):
        EmailAddress("ana@CORREO.mx")


def test_contacts_are_not_shown_by_accident() -> None:
    shown = f"{EmailAddress('ana@correo.mx')!r} {PhoneNumber('+525512345678')!r}"

    assert "ana" not in shown
    assert "5678" not in shown


def test_a_phone_is_masked_but_for_its_last_four() -> None:
    assert PhoneNumber("+525512345678").masked == "•• •• 5678"


@given(emails())
def test_two_writings_of_an_address_are_found_as_one(address: EmailAddress) -> None:
    shouted = EmailAddress.parse(address.value.upper())

    assert shouted.canonical == address.canonical
    assert EmailAddress(address.value) == address


@given(mexican_phones())
def test_a_mexican_number_is_read_with_and_without_its_country(phone: PhoneNumber) -> None:
    assert PhoneNumber.parse(phone.value[3:]) == PhoneNumber.parse(phone.value) == phone


@given(st.text(max_size=60))
def test_any_text_is_a_contact_or_a_refusal(text: str) -> None:
    with suppress(EmailInvalid):
        assert EmailAddress.parse(text).value
    with suppress(PhoneInvalid):
        assert PhoneNumber.parse(text).value


def test_importing_contacts_loads_neither_library() -> None:
    heavy = "{'phonenumbers', 'email_validator'}"
    program = f"import sys, llave.people.contacts as _; sys.exit(bool({heavy} & set(sys.modules)))"

    subprocess.run(
        [sys.executable, "-c", program], check=True, env={"PYTHONPATH": ":".join(sys.path)}
    )
