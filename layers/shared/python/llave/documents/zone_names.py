"""The printed name, found and spaced by what the machine readable zone says.

The zone has no accents, and is read best; the printed name has them, and its label may be blurred or
its blanks lost.
"""

from collections.abc import Iterator, Mapping, Sequence

from llave.documents.mrz import Zone
from llave.documents.names import is_name, split_surnames, tidy, transliterated
from llave.documents.reads import Field, Read, read_of
from llave.documents.textlines import Line

Fields = Mapping[Field, Read]


def with_zone_names(
    printed: Fields, zone: Zone | None, lines: Sequence[Line], *, apart: bool = False
) -> dict[Field, Read]:
    """The fields with names that were missing, or had lost their blanks; `apart` is a document with
    each surname in a line of its own."""
    if zone is None:
        return dict(printed)
    kept = {
        name: read for name, read in printed.items() if not _joined(name, read, zone, apart=apart)
    }
    return kept | {
        name: read for name, read in _found(zone, lines, apart=apart) if name not in kept
    }


def spaced(printed: str, zoned: str) -> str:
    """The printed name with the zone's blanks, where both have the same letters."""
    if _bare(printed) != _bare(zoned) or len(transliterated(printed).split()) >= len(zoned.split()):
        return printed
    ends, total = set(), 0
    for word in zoned.split()[:-1]:
        total += len(word)
        ends.add(total)
    out, letters = [], 0
    for char in printed:
        out.append(char)
        letters += len(transliterated(char))
        if letters in ends and transliterated(char):
            out.append(" ")
    return " ".join("".join(out).split()).replace(" -", "-")


def _joined(name: Field, read: Read, zone: Zone, *, apart: bool) -> bool:
    """Whether a printed name has fewer blanks than the zone's."""
    surnames = (Field.FIRST_SURNAME, Field.SECOND_SURNAME, Field.SURNAMES)
    zoned = zone.given_names if name is Field.GIVEN_NAMES else zone.surnames
    if name in surnames and not apart:
        return spaced(read.value, zoned) != read.value
    return name is Field.GIVEN_NAMES and spaced(read.value, zoned) != read.value


def _found(zone: Zone, lines: Sequence[Line], *, apart: bool) -> Iterator[tuple[Field, Read]]:
    if at := _lines_of(zone.given_names, lines):
        given = " ".join(tidy(lines[i].text) for i in at)
        yield Field.GIVEN_NAMES, read_of(spaced(given, zone.given_names), lines, at)
    at = _lines_of(zone.surnames, lines)
    if not at:
        return
    if apart:
        for name, index in zip((Field.FIRST_SURNAME, Field.SECOND_SURNAME), at, strict=False):
            yield name, read_of(tidy(lines[index].text), lines, [index])
        return
    whole = spaced(" ".join(tidy(lines[i].text) for i in at), zone.surnames)
    first, second = split_surnames(whole)
    yield Field.SURNAMES, read_of(whole, lines, at)
    yield Field.FIRST_SURNAME, read_of(first, lines, at)
    if second:
        yield Field.SECOND_SURNAME, read_of(second, lines, at)


def _lines_of(zoned: str, lines: Sequence[Line]) -> list[int]:
    """One line, or two, with just these letters."""
    wanted = _bare(zoned)
    bare = {at: _bare(line.text) for at, line in enumerate(lines) if is_name(line.text)}
    for at, text in bare.items():
        if text and wanted == text:
            return [at]
    for at, text in bare.items():
        if text and wanted.startswith(text):
            rest = next(
                (o for o, other in bare.items() if o != at and text + other == wanted), None
            )
            if rest is not None:
                return [at, rest]
    return []


def _bare(text: str) -> str:
    return transliterated(text).replace(" ", "")
