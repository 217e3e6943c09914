"""The INE credential: its front in two designs, labels above or before the values, and its back."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from llave.documents import mrz
from llave.documents.agreeing import conflicts
from llave.documents.confusions import as_digits
from llave.documents.dates import dates_in
from llave.documents.fields import birth_of, curp_of, sex_of, value_of
from llave.documents.kinds import DocumentKind, Slot
from llave.documents.labels import below, find
from llave.documents.names import is_name, tidy
from llave.documents.readings import Field, IdentityReading, MrzReading, Read, read_of
from llave.documents.recognising import recognise
from llave.documents.textlines import Line, tidied
from llave.documents.tokens import clave_in, postal_codes_in
from llave.documents.zone_names import with_zone_names

LABELS = (
    "NOMBRE", "DOMICILIO", "CLAVE DE ELECTOR", "CURP", "AÑO DE REGISTRO", "FECHA DE NACIMIENTO",
    "SECCIÓN", "VIGENCIA", "SEXO", "ESTADO", "MUNICIPIO", "LOCALIDAD", "EMISIÓN", "EDAD", "FOLIO",
)  # fmt: skip
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
OCR = 13


def read(pictures: Mapping[Slot, Sequence[Line]], on: date) -> IdentityReading:
    """Front and back; either may be missing or hold something else."""
    front, back = pictures.get(Slot.FRONT, ()), pictures.get(Slot.BACK, ())
    fields = dict(read_front(front, on))
    zone = mrz.find(back)
    fields = with_zone_names(fields, zone, front, apart=True)
    fields |= read_back(zone, back) if zone else {}
    if zone and Field.SECTION in fields:
        fields[Field.SECTION] = _proven_section(fields[Field.SECTION], fields.get(Field.OCR))
    return IdentityReading(
        kind=DocumentKind.INE,
        fields=fields,
        mrz=MrzReading(zone.rows, zone.failed) if zone else None,
        recognised=recognise(front) or recognise(back),
        conflicts=conflicts(fields, zone, on),
    )


def read_front(lines: Sequence[Line], on: date) -> Iterator[tuple[Field, Read]]:
    """What the front prints."""
    yield from _names(lines)
    yield from _address(lines)
    for index, line in enumerate(lines):
        if (clave := clave_in(line.text)) is not None:
            yield Field.CLAVE_ELECTOR, read_of(clave, lines, [index])
    yield from curp_of(lines)
    yield from sex_of(lines, "SEXO")
    yield from birth_of(lines, on, "FECHA DE NACIMIENTO")
    for name, labels, pick in (
        (Field.REGISTERED, ("AÑO DE REGISTRO",), _first_year),
        (Field.SECTION, ("SECCIÓN",), _section),
        (Field.VALID_UNTIL, ("VIGENCIA",), _last_year),
    ):
        found = value_of(lines, pick, *labels)
        if found is not None:
            yield name, read_of(found.value, lines, [found.line])


def read_back(zone: mrz.Zone, lines: Sequence[Line]) -> Mapping[Field, Read]:
    """CIC and OCR numbers; also what the zone says of the person stands in `mrz`."""
    if zone.code != "ID" or not zone.number.isdigit():
        return {}
    cic, ocr = zone.number, zone.optional.strip("<")
    at = zone.lines[:1]
    fields = {
        Field.CIC: read_of(cic, lines, at, Slot.BACK, proven="number" not in zone.failed),
    }
    fields[Field.NUMBER] = fields[Field.CIC]
    if len(ocr) == OCR and ocr.isdigit():
        sure = "composite" not in zone.failed
        fields[Field.OCR] = read_of(ocr, lines, at, Slot.BACK, proven=sure)
    return fields


def _names(lines: Sequence[Line]) -> Iterator[tuple[Field, Read]]:
    """First surname, second surname, given names, each in its line; two lines are a single surname."""
    label = find(lines, "NOMBRE")
    if label is None:
        return
    column = [at for at in below(lines, label.index, LABELS) if is_name(lines[at].text)]
    if len(column) < 2:
        return
    rows = (
        [[column[0]], [column[1]], column[2:]]
        if len(column) > 2
        else [[column[0]], [], [column[1]]]
    )
    order = (Field.FIRST_SURNAME, Field.SECOND_SURNAME, Field.GIVEN_NAMES)
    for name, at in zip(order, rows, strict=True):
        if at:
            yield name, read_of(tidy(" ".join(lines[i].text for i in at)), lines, at)


def _address(lines: Sequence[Line]) -> Iterator[tuple[Field, Read]]:
    label = find(lines, "DOMICILIO")
    if label is None:
        return
    column = below(lines, label.index, LABELS)
    if not column:
        return
    rows = [tidied(lines[at].text) for at in column]
    yield Field.ADDRESS, read_of(", ".join(rows), lines, column)
    for row, at in zip(rows, column, strict=True):
        if codes := postal_codes_in(row):
            yield Field.POSTAL_CODE, read_of(codes[-1], lines, [at])


def _proven_section(section: Read, ocr: Read | None) -> Read:
    """The OCR number begins with the section; its digits are checked."""
    if ocr and ocr.proven and ocr.value.startswith(section.value):
        return Read(
            section.value, section.confidence, section.line, section.slot, section.box, proven=True
        )
    return section


def _first_year(text: str) -> str | None:
    years = YEAR.findall(as_digits(text.upper()))
    return years[0] if years else None


def _last_year(text: str) -> str | None:
    """`2017 - 2027`, `2027` or a whole date; a year alone ends with its last day."""
    if days := dates_in(text):
        return days[-1].isoformat()
    years = YEAR.findall(text) or YEAR.findall(as_digits(text.upper()))
    return f"{years[-1]}-12-31" if years else None


def _section(text: str) -> str | None:
    match = re.match(r"\d{4}(?!\d)", as_digits(text.upper()).strip())
    return match.group() if match else None
