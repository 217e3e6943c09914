"""Fields that several documents have: by their label, or by a structure that needs none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from llave.documents.dates import dates_in
from llave.documents.kinds import Slot
from llave.documents.labels import below, beside, find_all
from llave.documents.readings import Field, Read, read_of
from llave.documents.textlines import Line
from llave.documents.tokens import curp_in

# Nobody older shows a document.
OLDEST = 125
WAYS_TO_SAY_SEX = {"H": "H", "M": "M", "X": "X", "HOMBRE": "H", "MUJER": "M", "NB": "X"}


@dataclass(frozen=True, slots=True)
class Value:
    """A value and the line where it stands."""

    value: str
    line: int


def value_of(
    lines: Sequence[Line], pick: Callable[[str], str | None], *labels: str
) -> Value | None:
    """What `pick` takes from the text behind a label, or the line beside it, or the one below."""
    for label in find_all(lines, *labels):
        under = below(lines, label.index)[:1]
        places = [(label.rest, label.index), *_texts(lines, [beside(lines, label.index), *under])]
        for text, at in places:
            if text and (value := pick(text)) is not None:
                return Value(value, at)
    return None


def curp_of(lines: Sequence[Line], slot: Slot = Slot.FRONT) -> Iterator[tuple[Field, Read]]:
    """The CURP wherever it stands; a proven one before a damaged one."""
    found = [(one, at) for at, line in enumerate(lines) if (one := curp_in(line.text)) is not None]
    if found:
        (curp, proven), at = max(found, key=lambda pair: pair[0][1])
        yield Field.CURP, read_of(curp, lines, [at], slot, proven=proven)


def sex_of(
    lines: Sequence[Line], *labels: str, ways: dict[str, str] | None = None
) -> Iterator[tuple[Field, Read]]:
    """The sex as the CURP writes it; `ways` is how the document says it."""
    found = value_of(
        lines, lambda text: (ways or WAYS_TO_SAY_SEX).get(text.upper().strip(" .:")), *labels
    )
    if found is not None:
        yield Field.SEX, read_of(found.value, lines, [found.line])


def birth_of(lines: Sequence[Line], on: date, *labels: str) -> Iterator[tuple[Field, Read]]:
    """A day of birth of somebody who can be alive."""

    def day(text: str) -> str | None:
        days = [day for day in dates_in(text) if 0 <= on.year - day.year <= OLDEST and day <= on]
        return days[0].isoformat() if days else None

    yield from date_of(lines, Field.BIRTH_DATE, day, *labels)


def until_of(lines: Sequence[Line], *labels: str) -> Iterator[tuple[Field, Read]]:
    """The day on which the document ends."""

    def day(text: str) -> str | None:
        days = dates_in(text)
        return days[-1].isoformat() if days else None

    yield from date_of(lines, Field.VALID_UNTIL, day, *labels)


def date_of(
    lines: Sequence[Line], name: Field, pick: Callable[[str], str | None], *labels: str
) -> Iterator[tuple[Field, Read]]:
    """A field whose value is a day."""
    found = value_of(lines, pick, *labels)
    if found is not None:
        yield name, read_of(found.value, lines, [found.line])


def _texts(lines: Sequence[Line], at: Sequence[int | None]) -> list[tuple[str, int]]:
    return [(lines[index].text, index) for index in at if index is not None]
