"""What was read on a document: each value with its confidence and where it stood."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from llave.documents.kinds import BillKind, DocumentKind
from llave.documents.reads import Field, MrzReading, Read, read_from, read_of
from llave.people.names import PersonName, comparable

# Who works with readings needs their parts.
__all__ = ["BillReading", "Field", "IdentityReading", "MrzReading", "Read", "read_of"]


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
        """Whether the document bears that name, accents, blanks and the tilde of ñ aside (readers lose
        them).

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
            fields={Field(name): read_from(read) for name, read in data["fields"].items()},
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
            **{name: read_from(data[name]) if data[name] else None for name in BILL_READS},
        )


BILL_READS = ("issuer", "name", "address", "postal_code", "date", "period_end")


def _words(*parts: str | None) -> str:
    """Blanks do not count either: readers drop them."""
    return comparable("".join(part for part in parts if part)).replace(" ", "").replace("ñ", "n")


def _recognised(name: str | None) -> DocumentKind | BillKind | None:
    if name is None:
        return None
    return DocumentKind(name) if name in set(DocumentKind) else BillKind(name)
