"""What was read on a document: each value with its confidence and where it stood."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from llave.documents.kinds import BillKind, DocumentKind, Slot
from llave.documents.textlines import Box, Line
from llave.people.names import PersonName, comparable


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


@dataclass(frozen=True, slots=True, repr=False)
class IdentityReading:
    """An identity document. `recognised` is what the pictures look like, None when like nothing known.

    `conflicts` names fields that the document gives in two places and not alike (the printed part
    and the machine readable zone, or the CURP and the date of birth).
    """

    kind: DocumentKind
    fields: Mapping[Field, Read]
    mrz: MrzReading | None = None
    recognised: DocumentKind | BillKind | None = None
    conflicts: tuple[Field, ...] = ()

    def __repr__(self) -> str:
        return f"IdentityReading({self.kind.value}, fields={sorted(self.fields)!r})"

    def value(self, name: Field) -> str | None:
        """What the field says, if it was read."""
        read = self.fields.get(name)
        return read.value if read else None

    def bears(self, name: PersonName) -> bool:
        """Whether the document bears that name, accents and the tilde of ñ aside (readers lose both).

        How it is divided does not count: a passport prints both surnames in one line.
        """
        whole = [self.value(Field.FULL_NAME)] if Field.FULL_NAME in self.fields else self._parts()
        return _words(*whole) == _words(name.given_names, name.first_surname, name.second_surname)

    def _parts(self) -> list[str | None]:
        surnames = (Field.FIRST_SURNAME, Field.SECOND_SURNAME)
        return [self.value(name) for name in (Field.GIVEN_NAMES, *surnames)]

    def to_json(self) -> dict[str, Any]:
        """Plain data, to be sealed with the person's key."""
        return {
            "kind": self.kind.value,
            "fields": {name.value: asdict(read) for name, read in self.fields.items()},
            "mrz": asdict(self.mrz) if self.mrz else None,
            "recognised": self.recognised.value if self.recognised else None,
            "conflicts": [name.value for name in self.conflicts],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "IdentityReading":
        """The reading that `to_json` gave."""
        mrz = data["mrz"]
        return cls(
            kind=DocumentKind(data["kind"]),
            fields={Field(name): _read(read) for name, read in data["fields"].items()},
            mrz=MrzReading(tuple(mrz["rows"]), tuple(mrz["failed"])) if mrz else None,
            recognised=_recognised(data["recognised"]),
            conflicts=tuple(Field(name) for name in data["conflicts"]),
        )


@dataclass(frozen=True, slots=True, repr=False)
class BillReading:
    """A proof of address. `kind` is what it looks like; `date` is the day of issue, ISO.

    Where no day of issue is printed, `date` is the end of the period that is billed.
    """

    kind: BillKind | None
    issuer: Read | None = None
    name: Read | None = None
    address: Read | None = None
    postal_code: Read | None = None
    date: Read | None = None
    period_end: Read | None = None
    recognised: DocumentKind | BillKind | None = None

    def __repr__(self) -> str:
        return f"BillReading({self.kind.value if self.kind else None})"

    def to_json(self) -> dict[str, Any]:
        """Plain data, to be sealed with the person's key."""
        reads = {name: getattr(self, name) for name in BILL_READS}
        return {
            "kind": self.kind.value if self.kind else None,
            "recognised": self.recognised.value if self.recognised else None,
            **{name: asdict(read) if read else None for name, read in reads.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "BillReading":
        """The reading that `to_json` gave."""
        return cls(
            kind=BillKind(data["kind"]) if data["kind"] else None,
            recognised=_recognised(data["recognised"]),
            **{name: _read(data[name]) if data[name] else None for name in BILL_READS},
        )


BILL_READS = ("issuer", "name", "address", "postal_code", "date", "period_end")


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


def _words(*parts: str | None) -> str:
    return comparable(" ".join(part for part in parts if part)).replace("ñ", "n")


def _read(data: Mapping[str, Any]) -> Read:
    box = data["box"]
    return Read(
        value=data["value"],
        confidence=float(data["confidence"]),
        line=data["line"],
        slot=Slot(data["slot"]),
        box=Box(**{edge: float(box[edge]) for edge in box}) if box else None,
        proven=bool(data["proven"]),
    )


def _recognised(name: str | None) -> DocumentKind | BillKind | None:
    if name is None:
        return None
    return DocumentKind(name) if name in set(DocumentKind) else BillKind(name)
