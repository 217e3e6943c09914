"""Textract's blocks out of lines of text with their corners. Pure: no picture, no model."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Point = tuple[float, float]
WHOLE: tuple[Point, ...] = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


@dataclass(frozen=True, slots=True)
class ReadLine:
    """`corners` in shares of the page, in the order of reading from the upper left; score 0 to 1."""

    text: str
    score: float
    corners: tuple[Point, ...]


def answer(lines: Iterable[ReadLine]) -> dict[str, Any]:
    """What DetectDocumentText answers about one page."""
    page, below = _block("PAGE", WHOLE), []
    line_ids = []
    for line in lines:
        words = [_block("WORD", corners, text, line.score) for text, corners in words_of(line)]
        block = _block("LINE", line.corners, line.text, line.score)
        block["Relationships"] = [_children(word["Id"] for word in words)]
        line_ids.append(block["Id"])
        below += [block, *words]
    if line_ids:
        page["Relationships"] = [_children(line_ids)]
    return {
        "DocumentMetadata": {"Pages": 1},
        "Blocks": [page, *below],
        "DetectDocumentTextModelVersion": "1.0",
    }


def words_of(line: ReadLine) -> Iterator[tuple[str, tuple[Point, ...]]]:
    """The words with their share of the line by the count of letters, as the reader sees lines only."""
    start, length = 0, max(len(line.text), 1)
    for word in line.text.split(" "):
        if word:
            yield word, _part(line.corners, start / length, (start + len(word)) / length)
        start += len(word) + 1


def _part(corners: Sequence[Point], start: float, end: float) -> tuple[Point, ...]:
    upper_left, upper_right, lower_right, lower_left = corners
    return (
        _between(upper_left, upper_right, start),
        _between(upper_left, upper_right, end),
        _between(lower_left, lower_right, end),
        _between(lower_left, lower_right, start),
    )


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _block(
    kind: str, corners: Sequence[Point], text: str | None = None, score: float = 1.0
) -> dict[str, Any]:
    block: dict[str, Any] = {"BlockType": kind, "Id": str(uuid.uuid4()), "Geometry": shape(corners)}
    if text is not None:
        block |= {"Text": text, "Confidence": round(score * 100, 4)}
    if kind == "WORD":
        block["TextType"] = "PRINTED"
    return block


def shape(corners: Sequence[Point]) -> dict[str, Any]:
    """Geometry: the corners, and the rectangle around them."""
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return {
        "BoundingBox": {
            "Left": min(across),
            "Top": min(down),
            "Width": max(across) - min(across),
            "Height": max(down) - min(down),
        },
        "Polygon": [{"X": x, "Y": y} for x, y in corners],
    }


def _children(ids: Iterable[str]) -> dict[str, Any]:
    return {"Type": "CHILD", "Ids": list(ids)}
