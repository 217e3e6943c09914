"""The data page of a Mexican passport: what is printed, held against the two rows of the zone."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from llave.documents import mrz
from llave.documents.agreeing import conflicts, sex_in
from llave.documents.fields import birth_of, curp_of, sex_of, until_of, value_of
from llave.documents.kinds import DocumentKind, Slot
from llave.documents.names import is_name, split_surnames, tidy
from llave.documents.readings import Field, IdentityReading, MrzReading, Read, read_of
from llave.documents.recognising import recognise
from llave.documents.textlines import Line
from llave.documents.zone_names import with_zone_names

SEXES = {"M": "H", "F": "M", "X": "X", "H": "H"}


def read(pictures: Mapping[Slot, Sequence[Line]], on: date) -> IdentityReading:
    """The page; numbers and dates of the zone are proven and stand before the printed ones."""
    lines = pictures.get(Slot.FRONT, ())
    printed = dict(read_page(lines, on))
    zone = mrz.find(lines)
    printed = with_zone_names(printed, zone, lines)
    fields = printed | (dict(zone_fields(zone, lines, on, printed)) if zone else {})
    return IdentityReading(
        kind=DocumentKind.PASSPORT,
        fields=fields,
        mrz=MrzReading(zone.rows, zone.failed) if zone else None,
        recognised=recognise(lines),
        conflicts=conflicts(printed, zone, on),
    )


def read_page(lines: Sequence[Line], on: date) -> Iterator[tuple[Field, Read]]:
    """What is printed above the zone."""
    yield from names_of(
        lines, ("Apellidos/Surnames", "Apellidos"), ("Nombres/Given names", "Nombres")
    )
    yield from curp_of(lines)
    yield from sex_of(lines, "Sexo/Sex", "Sexo", ways=SEXES)
    yield from birth_of(lines, on, "Fecha de nacimiento/Date of birth", "Fecha de nacimiento")
    yield from until_of(lines, "Fecha de caducidad/Date of expiry", "Fecha de caducidad")


def names_of(
    lines: Sequence[Line], surnames: Sequence[str], given: Sequence[str], slot: Slot = Slot.FRONT
) -> Iterator[tuple[Field, Read]]:
    """Surnames in one line, given names in another; how the surnames divide is told by particles."""
    found = value_of(lines, _name, *surnames)
    if found is not None:
        first, second = split_surnames(found.value)
        yield Field.SURNAMES, read_of(found.value, lines, [found.line], slot)
        yield Field.FIRST_SURNAME, read_of(first, lines, [found.line], slot)
        if second:
            yield Field.SECOND_SURNAME, read_of(second, lines, [found.line], slot)
    found = value_of(lines, _name, *given)
    if found is not None:
        yield Field.GIVEN_NAMES, read_of(found.value, lines, [found.line], slot)


def zone_fields(
    zone: mrz.Zone,
    lines: Sequence[Line],
    on: date,
    printed: Mapping[Field, Read],
    slot: Slot = Slot.FRONT,
) -> Iterator[tuple[Field, Read]]:
    """Number, nationality, dates and sex of the zone; its names only where none was printed or read."""

    def field(value: str, row: int, check: str | None = None) -> Read:
        proven = "composite" not in zone.failed if check is None else check not in zone.failed
        return read_of(
            value, lines, [zone.lines[min(row, len(zone.lines) - 1)]], slot, proven=proven
        )

    second = len(zone.lines) // 2
    yield Field.NUMBER, field(zone.number, second if len(zone.rows) == 2 else 0, "number")
    yield Field.NATIONALITY, field(zone.nationality, second)
    for name, day, check in (
        (Field.BIRTH_DATE, zone.birth_date(on), "birth_date"),
        (Field.VALID_UNTIL, zone.expiry_date, "expires"),
    ):
        if day and (check not in zone.failed or name not in printed):
            yield name, field(day.isoformat(), second, check)
    sex = sex_in(zone)
    if sex and Field.SEX not in printed:
        yield Field.SEX, field(sex, second)
    if Field.SURNAMES not in printed and zone.surnames:
        first, rest = split_surnames(zone.surnames)
        yield Field.SURNAMES, field(zone.surnames, 0)
        yield Field.FIRST_SURNAME, field(first, 0)
        if rest:
            yield Field.SECOND_SURNAME, field(rest, 0)
    if Field.GIVEN_NAMES not in printed and zone.given_names:
        yield Field.GIVEN_NAMES, field(zone.given_names, 0)


def _name(text: str) -> str | None:
    return tidy(text) if is_name(text) else None
