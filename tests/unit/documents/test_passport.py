from datetime import date

import pytest

from llave.documents.kinds import DocumentKind, Slot
from llave.documents.names import split_surnames
from llave.documents.parsing import read_identity
from llave.documents.readings import Field, IdentityReading
from llave.documents.textlines import Line
from llave.people.names import PersonName
from tests.unit.documents.pages import column, page
from tools.documents import people, zones

ON = date(2026, 11, 21)
ANA = people.by_curp("GALA900514MDFRPN09")


def data_page(
    person: people.Holder = ANA, rows: tuple[str, ...] | None = None, **said: str
) -> tuple[Line, ...]:
    sex = {"H": "M", "M": "F"}.get(person.sex, "X")
    return page(
        ("PASAPORTE / PASSPORT", 50, 3),
        *column(33, 18, "Apellidos/Surnames", person.surnames),
        *column(33, 28, "Nombres/Given names", person.given_names),
        *column(62, 38, "CURP/Personal No.", person.curp),
        *column(33, 48, "Fecha de nacimiento/Date of birth", f"{person.born:%d %m %Y}"),
        *column(62, 48, "Sexo/Sex", said.get("sex", sex)),
        *column(33, 58, "Fecha de caducidad/Date of expiry", f"{person.valid_until:%d %m %Y}"),
        *column(5, 84, *(zones.passport(person) if rows is None else rows)),
    )


def reading(lines: tuple[Line, ...]) -> IdentityReading:
    return read_identity(DocumentKind.PASSPORT, {Slot.FRONT: lines}, ON)


def test_a_data_page_is_read():
    read = reading(data_page())

    assert {name: one.value for name, one in read.fields.items()} == {
        Field.SURNAMES: "GARCÍA LÓPEZ",
        Field.FIRST_SURNAME: "GARCÍA",
        Field.SECOND_SURNAME: "LÓPEZ",
        Field.GIVEN_NAMES: "ANA",
        Field.CURP: ANA.curp,
        Field.SEX: "M",
        Field.BIRTH_DATE: "1990-05-14",
        Field.VALID_UNTIL: "2027-12-31",
        Field.NUMBER: ANA.passport,
        Field.NATIONALITY: "MEX",
    }
    assert read.recognised is DocumentKind.PASSPORT
    assert read.conflicts == ()
    assert all(
        read.fields[name].proven for name in (Field.NUMBER, Field.BIRTH_DATE, Field.VALID_UNTIL)
    )


@pytest.mark.parametrize("person", people.adults(), ids=lambda one: one.curp)
def test_everybody_s_names_agree_with_their_transliteration(person: people.Holder):
    read = reading(data_page(person))

    assert read.conflicts == ()
    assert read.value(Field.SEX) == person.sex
    assert read.bears(PersonName(person.given_names, person.first_surname, person.second_surname))


def test_names_of_the_zone_serve_where_the_printed_ones_can_not_be_read():
    whole = data_page()
    lines = tuple(line for line in whole if line.text not in {"GARCÍA LÓPEZ", "ANA"})

    read = reading(lines)

    assert read.value(Field.SURNAMES) == "GARCIA LOPEZ"
    assert read.value(Field.GIVEN_NAMES) == "ANA"


def test_a_page_altered_above_the_zone_is_in_conflict():
    lines = tuple(
        line if line.text != "GARCÍA LÓPEZ" else page(("PÉREZ GÓMEZ", 33, 22.6))[0]
        for line in data_page()
    )

    assert reading(lines).conflicts == (Field.FIRST_SURNAME,)


def test_a_zone_whose_digits_fail_leaves_its_fields_unproven():
    first, second = zones.passport(ANA)
    wrong = second[:13] + ("1" if second[13] != "1" else "2") + second[14:]

    read = reading(data_page(rows=(first, wrong)))

    assert read.mrz is not None
    assert set(read.mrz.failed) == {"birth_date", "composite"}
    assert read.value(Field.BIRTH_DATE) == "1990-05-14"
    assert not read.fields[Field.BIRTH_DATE].proven


def test_an_expired_passport_says_so():
    from dataclasses import replace

    old = replace(ANA, valid_until=date(2021, 3, 1))

    assert reading(data_page(old)).value(Field.VALID_UNTIL) == "2021-03-01"


@pytest.mark.parametrize(
    ("surnames", "first", "second"),
    [
        ("GARCÍA LÓPEZ", "GARCÍA", "LÓPEZ"),
        ("DE LA CRUZ DE LOS SANTOS", "DE LA CRUZ", "DE LOS SANTOS"),
        ("VON DER MEER Y SOSA", "VON DER MEER", "Y SOSA"),
        ("MAC GREGOR VAN DYCK", "MAC GREGOR", "VAN DYCK"),
        ("PAREDES", "PAREDES", None),
        ("DE JESÚS", "DE JESÚS", None),
        ("GARCÍA-CANO RUIZ", "GARCÍA-CANO", "RUIZ"),
    ],
)
def test_surnames_divide_behind_their_particles(surnames: str, first: str, second: str | None):
    assert split_surnames(surnames) == (first, second)


def test_names_are_found_by_the_zone_where_their_labels_are_blurred():
    blurred = {"Apellidos/Surnames": "Apol ldos", "Nombres/Given names": "Nornb"}
    whole = data_page()
    spoiled = [
        (blurred.get(line.text, line.text), line.box.left * 100, line.box.top * 100)
        for line in whole
    ]

    read = reading(page(*spoiled))

    assert (read.value(Field.SURNAMES), read.value(Field.GIVEN_NAMES)) == ("GARCÍA LÓPEZ", "ANA")
    assert read.value(Field.SECOND_SURNAME) == "LÓPEZ"
