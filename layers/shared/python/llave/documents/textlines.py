"""Lines of text with their place, out of Textract's DetectDocumentText answer.

The places a parser works with are upright: a page photographed askew, on its side or upside down is
turned by the lines' own direction first. No knowledge of the picture's proportions is needed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

Point = tuple[float, float]
# Greek and Cyrillic capitals that a reader of many scripts takes for ours; no document bears them.
LATIN = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТХУІЅЈ", "ABEZHIKMNOPTYXABEKMHOPCTXYISJ")
# A basis whose vectors are this close to one line says nothing about the page's direction.
FLAT = 1e-9


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in shares (0 to 1) of the page's width and height."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    @property
    def middle(self) -> Point:
        """Its centre."""
        return self.left + self.width / 2, self.top + self.height / 2

    def union(self, other: "Box") -> "Box":
        """The smallest rectangle around both."""
        left, top = min(self.left, other.left), min(self.top, other.top)
        right, bottom = max(self.right, other.right), max(self.bottom, other.bottom)
        return Box(left, top, right - left, bottom - top)


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """A line as read: `box` is its place in the picture, `place` the same on the page set upright."""

    text: str
    confidence: float
    box: Box
    page: int
    place: Box

    def __repr__(self) -> str:
        return "Line(…)"

    __str__ = __repr__


def tidied(text: str) -> str:
    """One blank between words, and the one that readers drop behind a comma or an abbreviation."""
    text = re.sub(
        r"(?<=[^\W\d]{3})\.(?=[^\W\d])|,(?=[^\W\d])", lambda seen: f"{seen.group()} ", text
    )
    return " ".join(text.split())


def lines_of(answer: Mapping[str, Any]) -> tuple[Line, ...]:
    """The lines of an answer of DetectDocumentText, top to bottom, page by page."""
    blocks = [block for block in answer.get("Blocks", ()) if block.get("BlockType") == "LINE"]
    pages = sorted({int(block.get("Page", 1)) for block in blocks})
    return tuple(line for page in pages for line in _page(page, blocks))


def _page(page: int, blocks: Sequence[Mapping[str, Any]]) -> list[Line]:
    here = [block for block in blocks if int(block.get("Page", 1)) == page]
    upright = _upright([_polygon(block) for block in here])
    lines = [_line(block, page, place) for block, place in zip(here, upright, strict=True)]
    return sorted(lines, key=lambda line: (line.place.middle[1], line.place.left))


def _line(block: Mapping[str, Any], page: int, place: Box) -> Line:
    box = block["Geometry"]["BoundingBox"]
    seen = Box(*(float(box[name]) for name in ("Left", "Top", "Width", "Height")))
    text = str(block["Text"]).translate(LATIN)
    return Line(text, float(block["Confidence"]) / 100, seen, page, place)


def _polygon(block: Mapping[str, Any]) -> list[Point]:
    """Four corners in reading order: upper left, upper right, lower right, lower left."""
    corners = [(float(p["X"]), float(p["Y"])) for p in block["Geometry"].get("Polygon", ())]
    if len(corners) == 4:
        return corners
    b = block["Geometry"]["BoundingBox"]
    left, top = float(b["Left"]), float(b["Top"])
    right, bottom = left + float(b["Width"]), top + float(b["Height"])
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _upright(polygons: Sequence[Sequence[Point]]) -> list[Box]:
    """The polygons in the frame whose axes are the mean direction of writing and of the next line."""
    if not polygons:
        return []
    along = _mean((_minus(p[1], p[0]) for p in polygons), (_minus(p[2], p[3]) for p in polygons))
    # How letters stand is measured over little height; the sum over all lines is steady enough.
    down = _mean((_minus(p[3], p[0]) for p in polygons), (_minus(p[2], p[1]) for p in polygons))
    (ax, ay), (dx, dy) = _unit(along), _unit(down)
    area = ax * dy - ay * dx
    if abs(area) < FLAT:
        return [_around(polygon) for polygon in polygons]
    turned = [
        [((x * dy - y * dx) / area, (ax * y - ay * x) / area) for x, y in p] for p in polygons
    ]
    return _fitted([_around(polygon) for polygon in turned])


def _fitted(boxes: Sequence[Box]) -> list[Box]:
    """Moved, without stretching, so that the page begins at 0, 0 where its writing begins.

    A page that already stands upright keeps its coordinates.
    """
    left, top = min(b.left for b in boxes), min(b.top for b in boxes)
    shift_x, shift_y = (0.0 if 0 <= edge < 1 else edge for edge in (left, top))
    return [Box(b.left - shift_x, b.top - shift_y, b.width, b.height) for b in boxes]


def _around(polygon: Sequence[Point]) -> Box:
    """The rectangle through the middles of the edges: a leaning line does not swallow its neighbours."""
    upper_left, upper_right, lower_right, lower_left = polygon
    left, right = _mid(upper_left[0], lower_left[0]), _mid(upper_right[0], lower_right[0])
    top, bottom = _mid(upper_left[1], upper_right[1]), _mid(lower_left[1], lower_right[1])
    return Box(min(left, right), min(top, bottom), abs(right - left), abs(bottom - top))


def _mean(*edges: Any) -> Point:
    vectors = [vector for group in edges for vector in group]
    return fmean(x for x, _ in vectors), fmean(y for _, y in vectors)


def _unit(vector: Point) -> Point:
    length = (vector[0] ** 2 + vector[1] ** 2) ** 0.5 or 1.0
    return vector[0] / length, vector[1] / length


def _minus(a: Point, b: Point) -> Point:
    return a[0] - b[0], a[1] - b[1]


def _mid(a: float, b: float) -> float:
    return (a + b) / 2
