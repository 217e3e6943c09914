"""Finds a field by its label, and the lines that belong to it: behind the label, beside it, below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from llave.documents.textlines import Line
from llave.people.names import comparable

# A label of so many letters may have one read wrongly, of so many two; with three, the day of birth
# (NACIMIENTO) would be a day of expiry (VENCIMIENTO).
ONE_SLIP, TWO_SLIPS = 5, 10
# A value stands below its label within these: shares of the page, and heights of a line.
SIDEWAYS, GAP = 0.05, 1.9


@dataclass(frozen=True, slots=True)
class Found:
    """A label at a line; `rest` is what the line says behind it."""

    index: int
    rest: str


def find(lines: Sequence[Line], *labels: str) -> Found | None:
    """The first line that begins with one of the labels, the first label first."""
    return next(find_all(lines, *labels), None)


def find_all(lines: Sequence[Line], *labels: str) -> Iterator[Found]:
    """Every line that begins with one of the labels."""
    for label in labels:
        for index, line in enumerate(lines):
            rest = behind(line.text, label)
            if rest is not None:
                yield Found(index, rest)


def behind(text: str, label: str) -> str | None:
    """What follows the label at the beginning of the text; None when the text begins otherwise.

    Blanks, accents and a few wrong letters do not matter. A second language behind a stroke belongs
    to the label.
    """
    wanted = _letters(label)
    kept = [(at, char) for at, char in enumerate(text) if _letters(char)]
    slips = (len(wanted) >= ONE_SLIP) + (len(wanted) >= TWO_SLIPS)
    for length in sorted(
        range(len(wanted) - slips, len(wanted) + slips + 1), key=lambda n: abs(n - len(wanted))
    ):
        if 0 < length <= len(kept):
            start = "".join(_letters(char) for _, char in kept[:length])
            if distance(start, wanted, slips) <= slips:
                return _rest(text[kept[length - 1][0] + 1 :])
    return None


def distance(one: str, other: str, most: int) -> int:
    """Letters to change, drop or add (Levenshtein); more than `most` is not counted further."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for at, char in enumerate(one, 1):
        above, row[0] = row[0], at
        for column, wanted in enumerate(other, 1):
            above, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, above + (char != wanted)),
            )
    return row[-1]


def beside(lines: Sequence[Line], index: int) -> int | None:
    """The line right of this one, in the same row."""
    here = lines[index].place
    row = [
        at
        for at, line in enumerate(lines)
        if at != index
        and line.place.left >= here.right - 0.01
        and abs(line.place.middle[1] - here.middle[1]) < 0.6 * max(here.height, line.place.height)
    ]
    return min(row, key=lambda at: lines[at].place.left, default=None)


def below(lines: Sequence[Line], index: int, stops: Sequence[str] = ()) -> list[int]:
    """The lines under this one that begin where it begins, up to a gap or a line of `stops`."""
    column, last = [], lines[index].place
    start = last.left
    under = (at for at, line in enumerate(lines) if line.place.middle[1] > last.bottom - 0.002)
    for at in sorted(under, key=lambda at: lines[at].place.middle[1]):
        place = lines[at].place
        if abs(place.left - start) > SIDEWAYS:
            continue
        if place.top - last.bottom > GAP * max(last.height, place.height):
            break
        if any(behind(lines[at].text, stop) is not None for stop in stops):
            break
        column.append(at)
        last = place
    return column


def _letters(text: str) -> str:
    return comparable(text).replace(" ", "")


def _rest(text: str) -> str:
    text = text.strip()
    if text.startswith("/"):
        return ""
    return text.lstrip(":.;,- ").strip()
