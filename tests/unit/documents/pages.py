"""Pages of lines for the parsers' tests: (text, left, top) in hundredths of the page."""

from llave.documents.textlines import Box, Line

HEIGHT = 0.04
LETTER = 0.012


def page(*rows: tuple[str, float, float], confidence: float = 0.99) -> tuple[Line, ...]:
    """Lines of one height, as wide as their letters."""
    lines = []
    for text, left, top in rows:
        box = Box(left / 100, top / 100, len(text) * LETTER, HEIGHT)
        lines.append(Line(text, confidence, box, 1, box))
    return tuple(lines)


def column(
    left: float, top: float, *texts: str, step: float = 4.6
) -> list[tuple[str, float, float]]:
    """Lines below each other."""
    return [(text, left, top + number * step) for number, text in enumerate(texts)]
