from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llave.documents import mrz
from llave.documents.mrz import Zone
from tests.unit.documents.pages import column, page
from tools.documents import people, zones

ON = date(2026, 11, 21)
# The specimens of ICAO Doc 9303, parts 5 and 4.
CARD = (
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)
PASSPORT = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
ANA = people.by_curp("GALA900514MDFRPN09")


def found(*rows: str) -> Zone:
    zone = mrz.find(page(*column(5, 60, *rows)))
    assert zone is not None
    return zone


def test_the_specimen_of_a_card_is_valid():
    zone = found(*CARD)

    assert zone.failed == ()
    assert (zone.issuer, zone.number, zone.nationality) == ("UTO", "D23145890", "UTO")
    assert (zone.surnames, zone.given_names) == ("ERIKSSON", "ANNA MARIA")
    assert zone.birth_date(ON) == date(1974, 8, 12)
    assert zone.expiry_date == date(2012, 4, 15)


def test_the_specimen_of_a_passport_is_valid():
    zone = found(*PASSPORT)

    assert zone.failed == ()
    assert (zone.number, zone.nationality, zone.sex) == ("L898902C3", "UTO", "F")
    assert zone.optional == "ZE184226B<<<<<"
    assert (zone.surnames, zone.given_names) == ("ERIKSSON", "ANNA MARIA")


@pytest.mark.parametrize(
    ("at", "failed"),
    [
        (2, {"number", "composite"}),
        (15, {"birth_date", "composite"}),
        (24, {"expires", "composite"}),
        (30, {"personal_number", "composite"}),
        (43, {"composite"}),
    ],
)
def test_each_wrong_digit_of_a_passport_is_named(at: int, failed: set[str]):
    wrong = PASSPORT[1][:at] + ("1" if PASSPORT[1][at] != "1" else "3") + PASSPORT[1][at + 1 :]

    assert set(found(PASSPORT[0], wrong).failed) == failed


@pytest.mark.parametrize(("row", "at"), [(0, 7), (1, 3), (1, 10)])
def test_a_wrong_digit_of_a_credential_is_found(row: int, at: int):
    rows = list(zones.ine(ANA))
    rows[row] = rows[row][:at] + str((int(rows[row][at]) + 1) % 10) + rows[row][at + 1 :]

    assert "composite" in found(*rows).failed


@pytest.mark.parametrize("holder", people.adults(), ids=lambda one: one.curp)
def test_every_zone_of_the_population_is_read(holder: people.Holder):
    for rows in (zones.ine(holder), zones.passport(holder), zones.inm(holder, "COL")):
        zone = found(*rows)
        assert (zone.rows, zone.failed) == (rows, ())
        assert zone.birth_date(ON) == holder.born
        assert zone.expiry_date == holder.valid_until


def test_letters_where_only_digits_can_stand_become_digits():
    first, second, third = zones.ine(ANA)
    seen = first.replace("0", "O"), second.replace("0", "O").replace("1", "I"), third

    zone = found(*seen)

    assert (zone.rows[0], zone.failed) == (first, ())


def test_digits_where_only_letters_can_stand_become_letters():
    first, second = zones.passport(ANA)

    assert found(first.replace("O", "0"), second).rows[0] == first


def test_a_passport_number_is_mended_where_its_check_digit_proves_it():
    first, second = PASSPORT
    doubled = second.replace("L898902C3", "L8989O2C3")

    assert found(first, doubled).number == "L898902C3"


def test_a_passport_number_that_no_check_digit_proves_stays_as_it_was_read():
    first, second = PASSPORT
    zone = found(first, second.replace("L898902C36", "L8989O2C37"))

    assert zone.number == "L8989O2C3"
    assert "number" in zone.failed


@given(st.sampled_from(people.adults()), st.integers(-4, 4))
def test_fillers_that_were_miscounted_are_counted_anew(holder: people.Holder, off: int):
    first, second = zones.passport(holder)
    run = "<" * 14
    seen = second.replace(run, "<" * (14 + off))

    assert found(first, seen).rows == (first, second)


def test_rows_in_pieces_with_blanks_are_put_together():
    first, second, third = zones.ine(ANA)
    rows = [
        (first[:15], 5, 60),
        (first[15:], 50, 60.4),
        (" ".join(second), 5, 66),
        (third.rstrip("<"), 5, 72),
    ]

    zone = mrz.find(page(*rows))

    assert zone is not None
    assert (zone.rows, zone.failed, zone.lines) == ((first, second, third), (), (0, 1, 2, 3))


def test_what_a_reader_makes_of_the_last_fillers_is_no_name():
    first, second, third = zones.ine(ANA)

    assert found(first, second, third[:-4] + "<KCE").given_names == "ANA"


@pytest.mark.parametrize(
    "seen", ["GARC|A<LOPEZ<<ANA<<<<<", "GARCÍA<LOPEZ<<ANA<«<<", "GARCIA<LOPEZ<<ANA<<·<<*<<"]
)
def test_strokes_accents_and_specks_in_a_row_are_what_they_stand_for(seen: str):
    first, second, third = zones.ine(ANA)

    assert found(first, second, seen).rows[2] == third


def test_a_page_without_a_zone_has_none():
    lines = page(
        *column(5, 10, "INSTITUTO NACIONAL ELECTORAL", "CLAVE DE ELECTOR", "0123456789012")
    )

    assert mrz.find(lines) is None


def test_nobody_is_born_after_she_shows_the_document():
    zone = found(*zones.ine(people.by_curp("CAPP550128HYNHTD07")))

    assert zone.birth_date(ON) == date(1955, 1, 28)
    assert "IDMEX" not in repr(zone)
