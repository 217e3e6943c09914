from datetime import date

from llave.documents.kinds import DocumentKind, Slot
from llave.documents.parsing import read_identity
from llave.documents.readings import Field, IdentityReading
from llave.documents.textlines import Line
from tests.unit.documents.pages import column, page
from tools.documents import people, zones

ON = date(2026, 11, 21)
KENJI = people.by_curp("TAXK860117HNENXN01")


def front(
    stay: str = "RESIDENTE TEMPORAL", until: str = f"{KENJI.valid_until:%d/%m/%Y}"
) -> tuple[Line, ...]:
    return page(
        ("INSTITUTO NACIONAL DE MIGRACIÓN", 4, 3),
        (stay, 4, 9),
        *column(33, 17, "NOMBRE(S)", "KENJI"),
        *column(33, 27, "APELLIDO(S)", "TANAKA"),
        *column(33, 37, "NACIONALIDAD", "JAPÓN"),
        *column(64, 37, "SEXO", "H"),
        *column(33, 47, "FECHA DE NACIMIENTO", "17/01/1986"),
        *column(64, 47, "NUE", KENJI.nue),
        *column(33, 57, "CURP", KENJI.curp),
        *column(33, 67, "FECHA DE EXPEDICIÓN", "01/02/2025"),
        *column(64, 67, "VIGENCIA", until),
    )


def back() -> tuple[Line, ...]:
    return page(*column(5, 60, *zones.inm(KENJI, "JPN")))


def reading(*sides: tuple[Line, ...]) -> IdentityReading:
    pictures = dict(zip((Slot.FRONT, Slot.BACK), sides, strict=False))
    return read_identity(DocumentKind.INM, pictures, ON)


def test_a_temporary_resident_s_card_is_read():
    read = reading(front(), back())

    assert {name: one.value for name, one in read.fields.items()} == {
        Field.SURNAMES: "TANAKA",
        Field.FIRST_SURNAME: "TANAKA",
        Field.GIVEN_NAMES: "KENJI",
        Field.SEX: "H",
        Field.BIRTH_DATE: "1986-01-17",
        Field.NUMBER: KENJI.nue,
        Field.CURP: KENJI.curp,
        Field.VALID_UNTIL: KENJI.valid_until.isoformat(),
        Field.STAY: "temporary",
        Field.NATIONALITY: "JPN",
    }
    assert read.recognised is DocumentKind.INM
    assert read.conflicts == ()
    assert read.fields[Field.NATIONALITY].slot is Slot.BACK


def test_a_permanent_resident_s_stay_has_no_end():
    read = reading(front("RESIDENTE PERMANENTE", "PERMANENTE"), back())

    assert read.value(Field.STAY) == "permanent"
    assert read.value(Field.VALID_UNTIL) is None


def test_the_front_alone_is_read():
    read = reading(front())

    assert read.mrz is None
    assert read.value(Field.NUMBER) == KENJI.nue


def test_somebody_else_s_back_is_a_conflict():
    other = people.by_curp("PAXS891102MOCRXL01")

    read = reading(front(), page(*column(5, 60, *zones.inm(other, "JPN"))))

    assert {Field.FIRST_SURNAME, Field.BIRTH_DATE, Field.SEX} <= set(read.conflicts)
