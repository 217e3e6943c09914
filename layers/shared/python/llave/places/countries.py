"""The countries of ISO 3166 with their Spanish names, for who lives abroad."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from llave.errors import InvalidInput

DATA = Path(__file__).parent / "data" / "countries.tsv"
MEXICO = "MX"


class CountryInvalid(InvalidInput):
    """The text is no country's two letters."""

    def __init__(self) -> None:
        super().__init__("country_unknown", field="country")


@dataclass(frozen=True, slots=True)
class Country:
    """ISO 3166-1 alpha-2 code and the name in Spanish of Mexico."""

    code: str
    name: str

    @classmethod
    def parse(cls, text: str) -> "Country":
        """The country of a two-letter code; raises CountryInvalid."""
        code = text.strip()
        # Only ASCII is raised: 'ß' would turn into South Sudan.
        if (country := countries().get(code.upper() if code.isascii() else code)) is None:
            raise CountryInvalid
        return country


@cache
def countries() -> dict[str, Country]:
    """All countries by code, in the alphabetical order of their names."""
    rows = (line.split("\t") for line in DATA.read_text("utf-8").splitlines())
    return {code: Country(code, name) for code, name in rows}


def abroad() -> tuple[Country, ...]:
    """The countries that a person abroad can choose: all but Mexico."""
    return tuple(country for country in countries().values() if country.code != MEXICO)
