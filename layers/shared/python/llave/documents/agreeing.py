"""What a document says twice must be alike: a difference is a wrong reading or a forger's slip."""

from collections.abc import Iterator, Mapping
from datetime import date

from llave.documents.mrz import Zone
from llave.documents.names import same_in_zone
from llave.documents.readings import Field, Read
from llave.errors import InvalidInput
from llave.people.curp import Curp

Fields = Mapping[Field, Read]


def conflicts(fields: Fields, zone: Zone | None, on: date) -> tuple[Field, ...]:
    """Fields that are given twice, and not alike."""
    found = [*_with_curp(fields)]
    if zone is not None:
        found += _with_zone(fields, zone, on)
    return tuple(dict.fromkeys(found))


def sex_in(zone: Zone) -> str | None:
    """H, M or X. The INE writes the zone's sex as the CURP does; ICAO writes M and F."""
    if zone.code == "ID" and zone.issuer == "MEX":
        return {"H": "H", "M": "M", "<": "X", "X": "X"}.get(zone.sex)
    return {"M": "H", "F": "M", "<": "X", "X": "X"}.get(zone.sex)


def _with_curp(fields: Fields) -> Iterator[Field]:
    read = fields.get(Field.CURP)
    if read is None or not read.proven:
        return
    try:
        curp = Curp(read.value)
    except InvalidInput:
        return
    if _differs(fields, Field.BIRTH_DATE, curp.birth_date.isoformat()):
        yield Field.BIRTH_DATE
    if _differs(fields, Field.SEX, curp.sex.value):
        yield Field.SEX


def _with_zone(fields: Fields, zone: Zone, on: date) -> Iterator[Field]:
    born, until = zone.birth_date(on), zone.expiry_date
    if (
        born
        and "birth_date" not in zone.failed
        and _differs(fields, Field.BIRTH_DATE, born.isoformat())
    ):
        yield Field.BIRTH_DATE
    if (
        until
        and "expires" not in zone.failed
        and _differs(fields, Field.VALID_UNTIL, until.isoformat())
    ):
        yield Field.VALID_UNTIL
    sex = sex_in(zone)
    if sex and _differs(fields, Field.SEX, sex):
        yield Field.SEX
    surnames = " ".join(
        fields[name].value for name in (Field.FIRST_SURNAME, Field.SECOND_SURNAME) if name in fields
    )
    if surnames and not same_in_zone(surnames, zone.surnames):
        yield Field.FIRST_SURNAME
    given = fields.get(Field.GIVEN_NAMES)
    if given and zone.given_names and not _same_given(given.value, zone.given_names):
        yield Field.GIVEN_NAMES


def _same_given(printed: str, zone: str) -> bool:
    """The end of the row cuts given names wherever it falls."""
    return same_in_zone(printed, zone) or any(
        same_in_zone(printed[:length], zone) for length in range(len(zone), len(printed))
    )


def _differs(fields: Fields, name: Field, value: str) -> bool:
    read = fields.get(name)
    return read is not None and read.value != value
