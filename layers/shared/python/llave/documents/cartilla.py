"""The military service card (cartilla): matrícula, name, levy, and the CURP on newer ones."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from llave.documents.agreeing import conflicts
from llave.documents.confusions import as_digits, as_letters
from llave.documents.fields import birth_of, curp_of, value_of
from llave.documents.kinds import DocumentKind, Slot
from llave.documents.names import is_name, tidy
from llave.documents.readings import Field, IdentityReading, Read, read_of
from llave.documents.recognising import recognise
from llave.documents.textlines import Line

# A letter (two for marines' reserve) and seven digits.
MATRICULA = re.compile(r"([A-Z0-9]{1,2})[ .\-–]*([0-9A-Z]{7})")
YEAR = re.compile(r"(?:19|20)\d{2}")


def read(pictures: Mapping[Slot, Sequence[Line]], on: date) -> IdentityReading:
    """The page with the photograph; nothing on it has a check digit but the CURP."""
    lines = pictures.get(Slot.FRONT, ())
    fields = dict(read_page(lines, on))
    return IdentityReading(
        kind=DocumentKind.CARTILLA,
        fields=fields,
        recognised=recognise(lines),
        conflicts=conflicts(fields, None, on),
    )


def read_page(lines: Sequence[Line], on: date) -> Iterator[tuple[Field, Read]]:
    """What is printed or written."""
    for name, pick, labels in (
        (Field.NUMBER, _matricula, ("MATRÍCULA",)),
        (Field.FULL_NAME, _name, ("NOMBRE COMPLETO", "NOMBRE")),
        (Field.YEAR, _year, ("CLASE",)),
    ):
        found = value_of(lines, pick, *labels)
        if found is not None:
            yield name, read_of(found.value, lines, [found.line])
    yield from birth_of(lines, on, "FECHA DE NACIMIENTO", "NACIÓ EL")
    yield from curp_of(lines)


def _matricula(text: str) -> str | None:
    match = MATRICULA.search(text.upper())
    if match is None:
        return None
    number = as_letters(match[1]) + as_digits(match[2])
    return number if number[-7:].isdigit() and number[:-7].isalpha() else None


def _name(text: str) -> str | None:
    return tidy(text) if is_name(text) and " " in text.strip() else None


def _year(text: str) -> str | None:
    match = YEAR.search(as_digits(text.upper()))
    return match.group() if match else None
