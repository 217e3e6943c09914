"""The postal catalogue: code -> state, municipality and settlements.

It is one file (made by tools/places.py, laid out in `postal_file`) that is mapped, not read: a
look-up touches about twenty places of it. What an operator added comes from a port.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from llave.errors import InvalidInput
from llave.places.postal_file import PostalFile
from llave.places.states import STATES, State

SHAPE = re.compile(r"[0-9]{5}")
# The catalogue's own ids end in four digits, so the two never meet.
ADDED_ID = "{code}-L{number:03d}"


class PostalCodeInvalid(InvalidInput):
    """The text is no Mexican postal code: five digits."""

    def __init__(self) -> None:
        super().__init__("postal_code_shape", field="postal_code")


@dataclass(frozen=True, slots=True)
class PostalCode:
    """Five digits, whether or not the catalogue has them; raises PostalCodeInvalid."""

    value: str

    def __post_init__(self) -> None:
        if SHAPE.fullmatch(self.value) is None:
            raise PostalCodeInvalid

    @classmethod
    def parse(cls, text: str) -> "PostalCode":
        """Read what a person typed, blanks around it; raises PostalCodeInvalid."""
        return cls(text.strip())


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality, or an alcaldía of Ciudad de México; `code` is INEGI's, within the state."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """A colonia, pueblo, ranchería ...; `id` stays the same as long as the post keeps its number."""

    id: str
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Place:
    """What a postal code stands for; the settlements are in alphabetical order."""

    postal_code: PostalCode
    state: State
    municipality: Municipality
    settlements: tuple[Settlement, ...]

    def settlement(self, settlement_id: str) -> Settlement | None:
        """The settlement with that id, if it lies under this code."""
        return next((s for s in self.settlements if s.id == settlement_id), None)

    def as_contract(self) -> dict[str, Any]:
        """The place as `GET /v1/postal-codes/{cp}` answers it."""
        return {
            "postal_code": self.postal_code.value,
            "state": {"code": self.state.code, "name": self.state.name},
            "municipality": {"code": self.municipality.code, "name": self.municipality.name},
            "settlements": [{"id": s.id, "name": s.name, "type": s.type} for s in self.settlements],
        }


class AddedPlaces(Protocol):
    """What an operator added since the catalogue was built."""

    def find(self, code: PostalCode) -> Place | None:
        """The added settlements of a code, or None."""
        ...


class NothingAdded:
    """For where no operator's additions are at hand."""

    def find(self, code: PostalCode) -> Place | None:  # noqa: ARG002  # the port's shape
        """Nothing, for any code."""
        return None


class PostalCatalogue:
    """The built catalogue and what was added to it."""

    def __init__(self, file: PostalFile, added: AddedPlaces | None = None) -> None:
        self._file = file
        self._added = added or NothingAdded()

    def find(self, code: PostalCode) -> Place | None:
        """The place of a code; None when neither the post nor an operator knows it."""
        built, added = self._built(code), self._added.find(code)
        if built is None or added is None:
            return built or added
        known = {s.id for s in built.settlements}
        new = (s for s in added.settlements if s.id not in known)
        return Place(code, built.state, built.municipality, in_order((*built.settlements, *new)))

    def municipality(self, state: State, municipality_code: str) -> Municipality | None:
        """A municipality by INEGI's codes, so that an operator who adds a place types no names."""
        name = self._file.municipality_name(state.code, municipality_code)
        return Municipality(municipality_code, name) if name else None

    def _built(self, code: PostalCode) -> Place | None:
        if (record := self._file.find(int(code.value))) is None:
            return None
        return Place(
            code,
            STATES[record.state],
            Municipality(record.municipality, record.municipality_name),
            tuple(
                Settlement(f"{code.value}-{number:04d}", name, kind)
                for number, name, kind in record.settlements
            ),
        )


def added_id(code: PostalCode, number: int) -> str:
    """The id of the n-th settlement that an operator adds under a code."""
    return ADDED_ID.format(code=code.value, number=number)


def in_order(settlements: Iterable[Settlement]) -> tuple[Settlement, ...]:
    """Alphabetical order, accents and case set aside."""
    return tuple(sorted(settlements, key=lambda s: (alphabetical(s.name), s.id)))


def alphabetical(name: str) -> str:
    """A key to sort names by."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
