"""Countries for who lives abroad."""

import pytest

from llave.places.countries import Country, CountryInvalid, abroad, countries


def test_every_country_of_iso_3166_has_a_spanish_name() -> None:
    assert len(countries()) == 249
    assert countries()["US"].name == "Estados Unidos"
    assert countries()["ES"].name == "España"


def test_abroad_is_everywhere_but_mexico() -> None:
    assert "MX" in countries()
    assert "MX" not in {country.code for country in abroad()}


def test_a_country_is_read_in_any_case() -> None:
    assert Country.parse(" us ") == countries()["US"]


@pytest.mark.parametrize("text", ["", "ZZ", "USA", "Estados Unidos", "ß"])
def test_what_is_no_country_is_refused(text: str) -> None:
    with pytest.raises(CountryInvalid) as refusal:
        Country.parse(text)

    assert (refusal.value.problem, refusal.value.field) == ("country_unknown", "country")
