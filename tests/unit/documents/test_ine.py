from datetime import date

import pytest

from llave.documents.kinds import DocumentKind, Slot
from llave.documents.parsing import read_identity
from llave.documents.readings import Field, IdentityReading
from llave.documents.textlines import Line
from llave.people.names import PersonName
from tests.unit.documents.pages import column, page
from tools.documents import people, zones

ON = date(2026, 11, 21)
ANA = people.by_curp("GALA900514MDFRPN09")


def front(
    person: people.Holder = ANA, names: list[str] | None = None, **said: str
) -> tuple[Line, ...]:
    """The design of 2019, labels above; `said` replaces single lines."""
    names = names or [
        n for n in (person.first_surname, person.second_surname, person.given_names) if n
    ]
    return page(
        ("INSTITUTO NACIONAL ELECTORAL", 45, 3),
        ("CREDENCIAL PARA VOTAR", 45, 8),
        *column(33, 16, "NOMBRE", *names),
        (said.get("sex", f"SEXO {person.sex}"), 84, 17),
        *column(33, 36, "DOMICILIO", "C HEROES 12 INT 3", "COL CENTRO 06000", "CUAUHTÉMOC, CDMX"),
        (said.get("clave", f"CLAVE DE ELECTOR {person.clave_elector}"), 33, 56),
        *column(33, 61, "CURP", said.get("curp", person.curp)),
        *column(68, 61, "AÑO DE REGISTRO", "2008 02"),
        *column(33, 72, "FECHA DE NACIMIENTO", said.get("born", f"{person.born:%d/%m/%Y}")),
        *column(57, 72, "SECCIÓN", said.get("section", person.section)),
        *column(68, 72, "VIGENCIA", said.get("until", "2017 - 2027")),
    )


def back(person: people.Holder = ANA) -> tuple[Line, ...]:
    return page(*column(5, 60, *zones.ine(person)))


def reading(
    front_lines: tuple[Line, ...] = (), back_lines: tuple[Line, ...] = ()
) -> IdentityReading:
    return read_identity(DocumentKind.INE, {Slot.FRONT: front_lines, Slot.BACK: back_lines}, ON)


def test_front_and_back_of_a_credential_are_read():
    read = reading(front(), back())

    assert {name: one.value for name, one in read.fields.items()} == {
        Field.FIRST_SURNAME: "GARCÍA",
        Field.SECOND_SURNAME: "LÓPEZ",
        Field.GIVEN_NAMES: "ANA",
        Field.ADDRESS: "C HEROES 12 INT 3, COL CENTRO 06000, CUAUHTÉMOC, CDMX",
        Field.POSTAL_CODE: "06000",
        Field.CLAVE_ELECTOR: "GRLPNX90051401M100",
        Field.CURP: "GALA900514MDFRPN09",
        Field.SEX: "M",
        Field.BIRTH_DATE: "1990-05-14",
        Field.REGISTERED: "2008",
        Field.SECTION: ANA.section,
        Field.VALID_UNTIL: "2027-12-31",
        Field.CIC: "180000000",
        Field.NUMBER: "180000000",
        Field.OCR: ANA.ocr,
    }
    assert read.recognised is DocumentKind.INE
    assert read.conflicts == ()
    assert read.mrz is not None
    assert read.mrz.valid


def test_a_reading_says_where_it_was_read_and_what_proves_it():
    read = reading(front(), back())

    curp, cic = read.fields[Field.CURP], read.fields[Field.CIC]
    assert curp.proven
    assert (curp.slot, front()[curp.line or 0].text) == (Slot.FRONT, ANA.curp)
    assert (cic.slot, cic.line, cic.proven) == (Slot.BACK, 0, True)
    assert read.fields[Field.SECTION].proven
    assert not read.fields[Field.FIRST_SURNAME].proven
    assert read.fields[Field.ADDRESS].box is not None


def test_the_design_of_2014_has_its_labels_before_the_values():
    lines = page(
        *column(33, 16, "NOMBRE", "HERNÁNDEZ", "CRUZ", "LUIS FERNANDO"),
        *column(80, 18, "FECHA DE NACIMIENTO", "03/02/1968"),
        ("SEXO H", 84, 14),
        *column(33, 36, "DOMICILIO", "C HIDALGO 486", "COL ZONA CENTRO 22000", "TIJUANA, B.C."),
        ("CLAVE DE ELECTOR HRCRLS68020321H300", 33, 56),
        ("CURP HECL680203HPLRRS09", 33, 61),
        ("AÑO DE REGISTRO 1991 00", 68, 61),
        ("ESTADO 02", 33, 66),
        ("MUNICIPIO 004", 45, 66),
        ("SECCIÓN 0673", 64, 66),
        ("LOCALIDAD 0001", 33, 71),
        ("EMISIÓN 2023", 51, 71),
        ("VIGENCIA 2033", 68, 71),
    )

    read = reading(lines)

    assert read.value(Field.SECTION) == "0673"
    assert read.value(Field.VALID_UNTIL) == "2033-12-31"
    assert read.value(Field.REGISTERED) == "1991"
    assert read.value(Field.CURP) == "HECL680203HPLRRS09"
    assert read.value(Field.SEX) == "H"
    assert read.value(Field.BIRTH_DATE) == "1968-02-03"


@pytest.mark.parametrize(
    ("names", "first", "second", "given"),
    [
        (["PAREDES", "SOLEDAD"], "PAREDES", None, "SOLEDAD"),
        (["DE LA CRUZ", "DE LOS SANTOS", "JOSÉ LUIS"], "DE LA CRUZ", "DE LOS SANTOS", "JOSÉ LUIS"),
        (["ÑÁÑEZ", "PEÑA", "ÍÑIGO"], "ÑÁÑEZ", "PEÑA", "ÍÑIGO"),
        (["D’AMICO", "OLIVA", "JEAN PIERRE"], "D'AMICO", "OLIVA", "JEAN PIERRE"),
        (["GARCÍA-CANO", "RUIZ", "MA. GUADALUPE"], "GARCÍA-CANO", "RUIZ", "MA. GUADALUPE"),
        (["MAC GREGOR", "VAN DYCK", "MARÍA DE", "LOS ÁNGELES"], "MAC GREGOR", "VAN DYCK", "MARÍA DE LOS ÁNGELES"),
    ],
)  # fmt: skip
def test_names_are_read_as_they_are_written(
    names: list[str], first: str, second: str | None, given: str
):
    read = reading(front(names=names))

    assert read.value(Field.FIRST_SURNAME) == first
    assert read.value(Field.SECOND_SURNAME) == second
    assert read.value(Field.GIVEN_NAMES) == given
    assert read.bears(PersonName(given, first, second))


@pytest.mark.parametrize("curp", ["TOMA980909XDFRDL05", "PAXS891102MOCRXL01", "XAPI790411HSLXXX01"])
def test_a_credential_agrees_with_itself_whoever_bears_it(curp: str):
    person = people.by_curp(curp)

    read = reading(front(person), back(person))

    assert read.value(Field.SEX) == person.sex
    year = person.valid_until.year
    assert read.conflicts == (() if year == 2027 else (Field.VALID_UNTIL,))


def test_letters_taken_for_digits_are_mended_in_curp_and_clave():
    read = reading(front(curp="GALA9OO5I4MDFRPNO9", clave="CLAVE DE ELECTOR GRLPNX9OO5I4OIM1OO"))

    assert read.value(Field.CURP) == "GALA900514MDFRPN09"
    assert read.fields[Field.CURP].proven
    assert read.value(Field.CLAVE_ELECTOR) == "GRLPNX90051401M100"


def test_a_curp_that_its_digit_does_not_prove_is_given_as_unproven():
    read = reading(front(curp="GALA900514MDFRPN08"))

    assert read.value(Field.CURP) == "GALA900514MDFRPN08"
    assert not read.fields[Field.CURP].proven


@pytest.mark.parametrize(
    "clave", ["GRLPNX90134001M100", "GRLPNX90051440M100", "GRLPNX90051401Q100"]
)
def test_a_clave_of_no_day_no_state_or_no_sex_is_none(clave: str):
    assert reading(front(clave=f"CLAVE DE ELECTOR {clave}")).value(Field.CLAVE_ELECTOR) is None


def test_what_front_and_back_say_differently_is_a_conflict():
    other = people.by_curp("HEMD971130HPLRRG05")

    read = reading(front(), back(other))

    assert set(read.conflicts) == {
        Field.FIRST_SURNAME, Field.GIVEN_NAMES, Field.BIRTH_DATE, Field.SEX, Field.VALID_UNTIL,
    }  # fmt: skip


def test_a_birth_date_that_is_not_the_curp_s_is_a_conflict():
    assert reading(front(born="15/05/1990")).conflicts == (Field.BIRTH_DATE,)


def test_labels_may_be_read_with_slips_and_without_blanks():
    lines = [(line.text, line.box.left * 100, line.box.top * 100) for line in front()]
    spoiled = {"AÑO DE REGISTRO": "ANODE REGISTR0", "FECHA DE NACIMIENTO": "FECHADE NAClMIENTO"}

    read = reading(page(*[(spoiled.get(text, text), x, y) for text, x, y in lines]))

    assert read.value(Field.REGISTERED) == "2008"
    assert read.value(Field.BIRTH_DATE) == "1990-05-14"


def test_pictures_of_something_else_are_not_recognised_and_read_as_nothing():
    read = reading(page(*column(10, 10, "LISTA DE COMPRAS", "2 KG DE TORTILLAS")))

    assert read.recognised is None
    assert read.fields == {}


def test_a_cut_picture_gives_what_it_shows():
    lines = tuple(line for line in front() if line.box.left < 0.6)

    read = reading(lines)

    assert read.value(Field.CURP) == ANA.curp
    assert read.value(Field.VALID_UNTIL) is None


def test_a_reading_survives_being_kept():
    read = reading(front(), back())

    assert IdentityReading.from_json(read.to_json()) == read
    assert "GARC" not in repr(read) + repr(read.fields[Field.FIRST_SURNAME]) + repr(read.mrz)


def test_names_are_found_by_the_back_where_their_label_is_blurred():
    lines = tuple(line for line in front() if line.text != "NOMBRE")

    read = reading(lines, back())

    assert read.value(Field.FIRST_SURNAME) == "GARCÍA"
    assert read.value(Field.SECOND_SURNAME) == "LÓPEZ"
    assert read.value(Field.GIVEN_NAMES) == "ANA"


def test_a_back_alone_is_known_by_its_zone():
    (first, second, third) = zones.ine(ANA)

    read = reading((), page(*column(5, 60, first.replace("IDMEX", "|DMEX"), second, third)))

    assert read.recognised is DocumentKind.INE


def test_a_passport_in_place_of_a_credential_is_told():
    lines = page(("PASAPORTE / PASSPORT", 50, 3), *column(5, 84, *zones.passport(ANA)))

    assert reading(lines).recognised is DocumentKind.PASSPORT
