"""A resident's card of the migration institute (INM): temporary or permanent, front and back."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from llave.documents import mrz
from llave.documents.agreeing import conflicts
from llave.documents.confusions import as_digits
from llave.documents.fields import birth_of, curp_of, sex_of, until_of, value_of
from llave.documents.kinds import DocumentKind, Slot
from llave.documents.passport import names_of, zone_fields
from llave.documents.readings import Field, IdentityReading, MrzReading, Read, read_of
from llave.documents.recognising import recognise
from llave.documents.textlines import Line
from llave.documents.zone_names import with_zone_names
from llave.people.names import comparable

STAYS = {"permanente": "permanent", "temporal": "temporary"}
NUE = re.compile(r"\d{10,14}")
# Only these are taken from the zone, when the front prints them: its number is a part of the NUE.
PRINTED_FIRST = frozenset((Field.NUMBER, Field.VALID_UNTIL))


def read(pictures: Mapping[Slot, Sequence[Line]], on: date) -> IdentityReading:
    """Front and back; a permanent resident's stay has no end, though her card may."""
    front, back = pictures.get(Slot.FRONT, ()), pictures.get(Slot.BACK, ())
    printed = dict(read_front(front, on))
    zone = mrz.find(back) or mrz.find(front)
    printed = with_zone_names(printed, zone, front)
    fields = dict(printed)
    if zone:
        slot, lines = (Slot.BACK, back) if mrz.find(back) else (Slot.FRONT, front)
        fields |= {
            name: read
            for name, read in zone_fields(zone, lines, on, printed, slot)
            if not (name in PRINTED_FIRST and name in printed) and _counts(name, printed)
        }
    return IdentityReading(
        kind=DocumentKind.INM,
        fields=fields,
        mrz=MrzReading(zone.rows, zone.failed) if zone else None,
        recognised=recognise(front) or recognise(back),
        conflicts=conflicts(printed, zone, on),
    )


def read_front(lines: Sequence[Line], on: date) -> Iterator[tuple[Field, Read]]:
    """What the front prints."""
    yield from names_of(lines, ("APELLIDO(S)", "APELLIDOS"), ("NOMBRE(S)", "NOMBRES", "NOMBRE"))
    yield from curp_of(lines)
    yield from sex_of(lines, "SEXO")
    yield from birth_of(lines, on, "FECHA DE NACIMIENTO")
    found = value_of(lines, _nue, "NUE", "NÚMERO ÚNICO DE EXTRANJERO")
    if found is not None:
        yield Field.NUMBER, read_of(found.value, lines, [found.line])
    yield from until_of(lines, "VIGENCIA", "VIGENTE HASTA", "FECHA DE VENCIMIENTO", "VENCE")
    yield from _stay(lines)


def _stay(lines: Sequence[Line]) -> Iterator[tuple[Field, Read]]:
    for index, line in enumerate(lines):
        text = comparable(line.text).replace(" ", "")
        for word, stay in STAYS.items():
            if "residente" in text and word in text:
                yield Field.STAY, read_of(stay, lines, [index])
                return


def _counts(name: Field, printed: Mapping[Field, Read]) -> bool:
    """A permanent resident's card names no end: the zone's is not that of her stay."""
    stay = printed.get(Field.STAY)
    return not (name is Field.VALID_UNTIL and stay is not None and stay.value == "permanent")


def _nue(text: str) -> str | None:
    match = NUE.search(as_digits("".join(text.upper().split())))
    return match.group() if match else None
