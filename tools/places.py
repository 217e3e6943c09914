"""Builds the postal catalogue and the list of countries: `make data`.

Sources, pinned in requirements/data.txt: the tax authority's c_Colonia, c_CodigoPostal and
c_Municipio as satcfdi ships them (which codes and settlements there are), and the type of
settlement from postalcodes-mexico; countries from the CLDR as Babel ships it.
"""

import io
import pickle
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from llave.places.postal import alphabetical
from llave.places.postal_file import Row, packed

# For the 2 % of the settlements that only the tax authority knows.
NO_TYPE = "Asentamiento"
# The tax authority's codes of the states, in the order of INEGI's numbers 01 to 32.
STATE_CODES = (
    "AGU BCN BCS CAM COA COL CHP CHH CMX DUR GUA GRO HID JAL MEX MIC MOR NAY NLE OAX PUE QUE ROO SLP"
    " SIN SON TAB TAM TLA VER YUC ZAC"
).split()
# In the CLDR, and no country of ISO 3166-1.
NOT_COUNTRIES = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ".split())
ISO_COUNTRIES = 249


class _Plain(pickle.Unpickler):
    """satcfdi keeps strings, lists and tuples as pickles; nothing else is opened."""

    def find_class(self, module_name: str, global_name: str) -> Any:
        raise pickle.UnpicklingError(f"{module_name}.{global_name} is no plain value")


def rows(packages: Path) -> Iterator[Row]:
    """Every settlement of the catalogue; `packages` is where the sources are installed."""
    tax = sqlite3.connect(packages / "satcfdi" / "catalogs" / "catalogs.db")
    codes, municipalities = _table(tax, "C756_c_CodigoPostal"), _table(tax, "C756_c_Municipio")
    types = _types(packages)
    colonias = _table(tax, "C756_c_Colonia").items()
    for (number, code), name in sorted(colonias, key=lambda item: (alphabetical(item[1]), item[0])):
        state, municipality = codes[code][0], codes[code][1]
        yield Row(
            code=int(code),
            number=int(number),
            name=name.strip(),
            type=types.get((code, alphabetical(name)), NO_TYPE),
            state=STATE_CODES.index(state) + 1,
            municipality=int(municipality),
            municipality_name=municipalities[municipality, state],
        )


def countries() -> str:
    """One line a country, code and name, by name."""
    from babel import Locale

    names = Locale.parse("es_MX").territories.items()
    found = [(code, name) for code, name in names if len(code) == 2 and code not in NOT_COUNTRIES]
    if len(found) != ISO_COUNTRIES:
        raise SystemExit(
            f"{len(found)} countries instead of {ISO_COUNTRIES}: look at NOT_COUNTRIES"
        )
    found.sort(key=lambda item: alphabetical(item[1]))
    return "".join(f"{code}\t{name}\n" for code, name in found)


def _table(database: sqlite3.Connection, name: str) -> dict[Any, Any]:
    found = database.execute(f'SELECT key, value FROM "{name}"')  # noqa: S608  # named above, by us
    return {_opened(key): _opened(value) for key, value in found}


def _opened(pickled: bytes) -> Any:
    return _Plain(io.BytesIO(pickled)).load()


def _types(packages: Path) -> dict[tuple[str, str], str]:
    database = sqlite3.connect(packages / "postalcodes_mexico" / "data" / "postalcodes.sqlite3")
    found = database.execute("SELECT cp, place, place_type FROM places ORDER BY rowid")
    return {(code, alphabetical(name)): kind for code, name, kind in found}


def main(packages: Path, target: Path) -> None:
    """Write postal.bin and countries.tsv into the target folder."""
    target.mkdir(parents=True, exist_ok=True)
    (target / "postal.bin").write_bytes(packed(rows(packages)))
    (target / "countries.tsv").write_text(countries(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
