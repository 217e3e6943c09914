from datetime import date

import pytest

from llave.documents.kinds import DocumentKind, Slot
from llave.documents.parsing import read_identity
from llave.documents.readings import Field, IdentityReading
from llave.people.names import PersonName
from tests.unit.documents.pages import column, page

ON = date(2026, 11, 21)


def reading(
    matricula: str = "MATRÍCULA D-1234567", *more: tuple[str, float, float]
) -> IdentityReading:
    lines = page(
        ("SECRETARÍA DE LA DEFENSA NACIONAL", 22, 3),
        ("CARTILLA DE IDENTIDAD DEL SERVICIO MILITAR NACIONAL", 20, 8),
        (matricula, 32, 16),
        ("CLASE 1997", 68, 16),
        *column(32, 24, "NOMBRE", "DIEGO HERNÁNDEZ MORALES"),
        *column(32, 34, "FECHA DE NACIMIENTO", "30 DE NOVIEMBRE DE 1997"),
        *column(32, 72, "LUGAR Y FECHA DE EXPEDICIÓN", "MÉXICO, 12 DE ENERO DE 2015"),
        *more,
    )
    return read_identity(DocumentKind.CARTILLA, {Slot.FRONT: lines}, ON)


def test_a_card_without_curp_is_read():
    read = reading()

    assert {name: one.value for name, one in read.fields.items()} == {
        Field.NUMBER: "D1234567",
        Field.FULL_NAME: "DIEGO HERNÁNDEZ MORALES",
        Field.YEAR: "1997",
        Field.BIRTH_DATE: "1997-11-30",
    }
    assert read.recognised is DocumentKind.CARTILLA
    assert read.bears(PersonName("DIEGO", "HERNÁNDEZ", "MORALES"))
    assert not read.bears(PersonName("DIEGO", "HERNÁNDEZ", "MORENO"))


def test_a_newer_card_bears_the_curp():
    read = reading("MATRÍCULA D-1234567", *column(32, 60, "CURP", "HEMD971130HPLRRG05"))

    assert read.fields[Field.CURP].proven
    assert read.conflicts == ()


@pytest.mark.parametrize(
    "text", ["MATRICULA: D1234567", "MATRÍCULA D 1234567", "MATRÍCULA O-I23456B"]
)
def test_a_matricula_is_a_letter_and_seven_digits(text: str):
    value = reading(text).value(Field.NUMBER)

    assert value is not None
    assert (value[0].isalpha(), value[1:].isdigit(), len(value)) == (True, True, 8)


def test_a_matricula_without_its_letter_is_none():
    assert reading("MATRÍCULA 1234567").value(Field.NUMBER) is None


def test_another_s_curp_is_a_conflict():
    read = reading("MATRÍCULA D-1234567", *column(32, 60, "CURP", "HECL680203HPLRRS09"))

    assert read.conflicts == (Field.BIRTH_DATE,)
