"""A single value that was read on a document, and the names of the values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from llave.documents.kinds import Slot
from llave.documents.textlines import Box, Line


class Field(StrEnum):
    """What an identity document says. Dates are ISO (a validity that is only a year ends in December).

    `sex` is as the CURP writes it, H, M or X. Names are in capitals, with accents when the document
    has them.
    """

    FIRST_SURNAME = "first_surname"
    SECOND_SURNAME = "second_surname"
    GIVEN_NAMES = "given_names"
    # Where the document prints both surnames, or the whole name, in one line: how they divide is
    # then told by particles alone, and the two fields above are a guess (or absent).
    SURNAMES = "surnames"
    FULL_NAME = "full_name"
    CURP = "curp"
    SEX = "sex"
    BIRTH_DATE = "birth_date"
    ADDRESS = "address"
    POSTAL_CODE = "postal_code"
    VALID_UNTIL = "valid_until"
    NATIONALITY = "nationality"
    # The document's own number: CIC, passport number, matrícula, NUE.
    NUMBER = "number"
    # INE credential
    CLAVE_ELECTOR = "clave_elector"
    REGISTERED = "registered"
    SECTION = "section"
    CIC = "cic"
    OCR = "ocr"
    # cartilla: the year of birth of the levy; INM card: temporary or permanent
    YEAR = "year"
    STAY = "stay"


@dataclass(frozen=True, slots=True, repr=False)
class Read:
    """One value. `line` counts the lines of the picture in `slot` from 0; `box` is its place there.

    `confidence` is the reader's, 0 to 1, the least of what the value is made of. `proven` says that
    a check digit stands behind the value.
    """

    value: str
    confidence: float
    line: int | None = None
    slot: Slot = Slot.FRONT
    box: Box | None = None
    proven: bool = False

    def __repr__(self) -> str:
        return "Read(…)"

    __str__ = __repr__


@dataclass(frozen=True, slots=True, repr=False)
class MrzReading:
    """The machine readable zone: its rows, and whether every check digit agrees.

    `failed` names the digits that do not: number, birth_date, expires, personal_number, composite.
    """

    rows: tuple[str, ...]
    failed: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"MrzReading(failed={self.failed!r})"

    @property
    def valid(self) -> bool:
        """Whether every check digit agrees."""
        return not self.failed


def read_of(
    value: str,
    lines: Sequence[Line],
    at: Sequence[int],
    slot: Slot = Slot.FRONT,
    *,
    proven: bool = False,
) -> Read:
    """A value made of the lines with those indexes."""
    box = lines[at[0]].box
    for index in at[1:]:
        box = box.union(lines[index].box)
    return Read(value, min(lines[i].confidence for i in at), at[0], slot, box, proven)


def read_from(data: Mapping[str, Any]) -> Read:
    """The value that `asdict` took apart."""
    box = data["box"]
    return Read(
        value=data["value"],
        confidence=float(data["confidence"]),
        line=data["line"],
        slot=Slot(data["slot"]),
        box=Box(**{edge: float(box[edge]) for edge in box}) if box else None,
        proven=bool(data["proven"]),
    )
