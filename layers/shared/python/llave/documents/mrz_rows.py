"""Finds the rows of a machine readable zone among the lines of a picture.

A row may have been read in pieces, with blanks, and with too few or too many fillers: a run of `<`
is the one thing that readers can not count.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from llave.documents.textlines import Line

# How readers write fillers, and an I.
SEEN = str.maketrans(
    {"«": "<<", "≪": "<<", "‹": "<", "＜": "<", "〈": "<", "(": "<", "{": "<"}
    | {"|": "I", "!": "I", "Í": "I", "¡": "I", ".": "", "Ñ": "N"}
)
ALLOWED = re.compile(r"[A-Z0-9<]+")
STRANGE = re.compile(r"[^A-Z0-9<]")
MARRED = 2
# Pieces of a row may reach into each other by this share of the page.
OVERLAP = 0.05
# Shorter pieces are something else, unless they stand in the row of a longer one.
LEAST = 12
# What a row may be off by, before it is another kind of row.
SLACK = 6


@dataclass(frozen=True, slots=True)
class Row:
    """A row as read; `lines` are the indexes of its pieces."""

    text: str
    lines: tuple[int, ...]


def rows_in(lines: Sequence[Line]) -> list[Row]:
    """What could be rows of a zone, top to bottom."""
    pieces = [(index, text) for index, line in enumerate(lines) if (text := cleaned(line.text))]
    rows: list[list[tuple[int, str]]] = []
    for index, text in pieces:
        if rows and _beside(lines[rows[-1][-1][0]], lines[index]):
            rows[-1].append((index, text))
        else:
            rows.append([(index, text)])
    joined = [sorted(row, key=lambda piece: lines[piece[0]].place.left) for row in rows]
    return [
        Row(text, tuple(index for index, _ in row))
        for row in joined
        if len(text := "".join(part for _, part in row)) >= LEAST and _is_zone(text)
    ]


def cleaned(text: str) -> str:
    """Upper case without blanks, or nothing when other characters stand in it.

    Among fillers one or two other characters are fillers too, badly read.
    """
    bare = "".join(text.upper().translate(SEEN).split())
    strange = STRANGE.findall(bare)
    if bare.count("<") > MARRED * len(strange) and len(strange) <= MARRED:
        bare = STRANGE.sub("<", bare)
    return bare if ALLOWED.fullmatch(bare) else ""


def fitted(text: str, length: int) -> Iterator[str]:
    """The row with that length: as it is, or with one of its runs of fillers made to fit."""
    off = length - len(text)
    if off == 0:
        yield text
        return
    if abs(off) > SLACK and not text.endswith("<"):
        return
    runs = sorted(re.finditer("<+", text), key=lambda run: (-len(run.group()), -run.start()))
    for run in runs:
        if len(run.group()) + off >= 1:
            yield text[: run.start()] + "<" * (len(run.group()) + off) + text[run.end() :]


def names_row(text: str, length: int) -> str:
    """A row of names alone: what follows the given names is filler, however it was read."""
    surnames, _, given = text.partition("<<")
    given = re.split("<<|<$", given, maxsplit=1)[0]
    return f"{surnames}<<{given}"[:length].ljust(length, "<")


def _beside(one: Line, other: Line) -> bool:
    """Whether both stand in one row."""
    (_, middle), (_, other_middle) = one.place.middle, other.place.middle
    apart = (
        max(one.place.left, other.place.left) >= min(one.place.right, other.place.right) - OVERLAP
    )
    return apart and abs(middle - other_middle) < 0.6 * max(one.place.height, other.place.height)


def _is_zone(text: str) -> bool:
    """Rows of a zone have fillers or are mostly digits; words of a heading have neither."""
    return "<" in text or sum(char.isdigit() for char in text) * 2 > len(text)
