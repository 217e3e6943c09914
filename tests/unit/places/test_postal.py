"""The postal catalogue that is committed, and what an operator adds to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llave.places.postal import (
    Municipality,
    Place,
    PostalCatalogue,
    PostalCode,
    PostalCodeInvalid,
    Settlement,
    added_id,
)
from llave.places.postal_file import built_file
from llave.places.states import STATES

CATALOGUE = PostalCatalogue(built_file())
CENTRO = PostalCode("06000")


class Added:
    """An operator's additions, in memory."""

    def __init__(self, *places: Place) -> None:
        self.places = {place.postal_code: place for place in places}

    def find(self, code: PostalCode) -> Place | None:
        return self.places.get(code)


def added(code: PostalCode, *settlements: Settlement) -> Place:
    return Place(code, STATES["09"], Municipality("015", "Cuauhtémoc"), settlements)


def test_there_are_as_many_codes_and_settlements_as_was_promised() -> None:
    assert len(built_file().codes) >= 32_000
    assert built_file().settlement_count >= 145_000
    assert len(list(built_file().municipalities())) > 2_400


@pytest.mark.parametrize(
    ("code", "state", "municipality", "settlement"),
    [
        ("06000", "Ciudad de México", "Cuauhtémoc", "Centro (Área 1)"),
        ("44100", "Jalisco", "Guadalajara", "Guadalajara Centro"),
        ("97000", "Yucatán", "Mérida", "Mérida Centro"),
        ("22000", "Baja California", "Tijuana", "Zona Centro"),
        ("01000", "Ciudad de México", "Álvaro Obregón", "San Ángel"),
    ],
)
def test_well_known_codes_are_where_they_are(
    code: str, state: str, municipality: str, settlement: str
) -> None:
    place = CATALOGUE.find(PostalCode(code))

    assert place is not None
    assert (place.state.name, place.municipality.name) == (state, municipality)
    assert settlement in {s.name for s in place.settlements}


def test_the_place_reads_as_the_contract_says() -> None:
    place = CATALOGUE.find(PostalCode("01000"))

    assert place is not None
    assert place.as_contract() == {
        "postal_code": "01000",
        "state": {"code": "09", "name": "Ciudad de México"},
        "municipality": {"code": "010", "name": "Álvaro Obregón"},
        "settlements": [{"id": "01000-0001", "name": "San Ángel", "type": "Colonia"}],
    }


def test_a_settlement_is_found_by_its_id_under_its_code_only() -> None:
    place = CATALOGUE.find(CENTRO)

    assert place is not None
    assert place.settlement("06000-0838") is not None
    assert place.settlement("01000-0001") is None


@pytest.mark.parametrize("code", ["00000", "99999", "06999", "00001"])
def test_a_code_that_the_post_does_not_know_is_not_found(code: str) -> None:
    assert CATALOGUE.find(PostalCode(code)) is None


@pytest.mark.parametrize(
    "text", ["", "6000", "060000", "0600a", "٠٦٠٠٠", "06 000", "0" * 1_000_000]
)
def test_a_postal_code_has_five_digits(text: str) -> None:
    with pytest.raises(PostalCodeInvalid) as refusal:
        PostalCode.parse(text)

    assert (refusal.value.problem, refusal.value.field) == ("postal_code_shape", "postal_code")


def test_blanks_around_a_code_are_a_slip() -> None:
    assert PostalCode.parse(" 06000 ") == CENTRO


@given(st.sampled_from(built_file().codes))
def test_every_code_has_a_place_whose_settlements_have_ids_of_their_own(number: int) -> None:
    code = PostalCode(f"{built_file().code_at(number):05d}")

    place = CATALOGUE.find(code)

    assert place is not None
    assert place.settlements
    assert len({s.id for s in place.settlements}) == len(place.settlements)
    assert all(s.id.startswith(f"{code.value}-") and s.name and s.type for s in place.settlements)


@given(st.integers(0, 99_999))
def test_any_five_digits_are_found_or_not(number: int) -> None:
    code = PostalCode(f"{number:05d}")

    place = CATALOGUE.find(code)

    assert place is None or place.postal_code == code


def test_nearly_every_settlement_has_a_type_of_its_own() -> None:
    untyped = total = 0
    for number in built_file().codes[::50]:
        place = CATALOGUE.find(PostalCode(f"{built_file().code_at(number):05d}"))
        assert place is not None
        total += len(place.settlements)
        untyped += sum(s.type == "Asentamiento" for s in place.settlements)

    assert untyped < 0.05 * total


def test_a_code_that_an_operator_added_is_found() -> None:
    code = PostalCode("06999")
    settlement = Settlement(added_id(code, 1), "Colonia Nueva", "Colonia")
    catalogue = PostalCatalogue(built_file(), Added(added(code, settlement)))

    place = catalogue.find(code)

    assert place == added(code, settlement)
    assert CATALOGUE.find(code) is None


def test_a_settlement_that_an_operator_added_stands_among_the_others_in_order() -> None:
    settlement = Settlement(added_id(CENTRO, 1), "Ángeles", "Colonia")
    catalogue = PostalCatalogue(built_file(), Added(added(CENTRO, settlement)))

    place = catalogue.find(CENTRO)

    assert place is not None
    assert [s.name for s in place.settlements] == ["Ángeles", "Centro (Área 1)"]


def test_an_addition_does_not_change_what_the_post_says() -> None:
    shadow = Settlement("06000-0838", "Otro nombre", "Colonia")
    elsewhere = Place(CENTRO, STATES["14"], Municipality("039", "Guadalajara"), (shadow,))
    catalogue = PostalCatalogue(built_file(), Added(elsewhere))

    assert catalogue.find(CENTRO) == CATALOGUE.find(CENTRO)


def test_an_operator_names_a_municipality_by_its_codes() -> None:
    assert CATALOGUE.municipality(STATES["09"], "015") == Municipality("015", "Cuauhtémoc")
    assert CATALOGUE.municipality(STATES["09"], "999") is None
