"""From a PDF to one JPEG a page; a PDF that does anything but show pages is refused."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2

from functions.verify.steps.cleaning.pictures import LONGEST, MIN_SIDE, written
from functions.verify.steps.cleaning.refusals import FileRefused, Reason

# A bill has some hundreds; who brings more wants us to count.
MAX_OBJECTS = 20_000
POINTS_AN_INCH = 72
MAX_DPI = 300
# Keys of a dictionary by which a PDF acts, or carries something that acts (ISO 32000-2, 12.6).
ACTIVE = frozenset({"/JS", "/JavaScript", "/AA", "/EmbeddedFiles", "/EF", "/XFA", "/RichMedia"})
ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/GoToE"}
)


def pages_of(content: bytes, most: int) -> Iterator[bytes]:
    """The pages, of which there may be so many; raises FileRefused."""
    _require_quiet(content)
    try:
        paper = pypdfium2.PdfDocument(content)
        if not 0 < len(paper) <= most:
            raise FileRefused(Reason.TOO_MANY_PAGES if len(paper) else Reason.EMPTY)
        for page in paper:
            yield _drawn(page)
    except pypdfium2.PdfiumError as problem:
        raise FileRefused(Reason.UNREADABLE) from problem


def _drawn(page: Any) -> bytes:
    width, height = page.get_size()
    if min(width, height) <= 0:
        raise FileRefused(Reason.UNREADABLE)
    scale = min(LONGEST / max(width, height), MAX_DPI / POINTS_AN_INCH)
    if min(width, height) * scale < MIN_SIDE:
        raise FileRefused(Reason.TOO_SMALL)
    return written(page.render(scale=scale, may_draw_forms=False).to_pil())


def _require_quiet(content: bytes) -> None:
    try:
        with pikepdf.open(io.BytesIO(content)) as paper:
            if len(paper.objects) > MAX_OBJECTS:
                raise FileRefused(Reason.SUSPICIOUS)
            if any(_acts(one) for one in paper.objects):
                raise FileRefused(Reason.SUSPICIOUS)
    except pikepdf.PasswordError as problem:
        raise FileRefused(Reason.LOCKED) from problem
    except pikepdf.PdfError as problem:
        raise FileRefused(Reason.UNREADABLE) from problem


def _acts(thing: Any, depth: int = 0) -> bool:
    """Whether a dictionary, or one written within it, is or leads to an action."""
    if isinstance(thing, pikepdf.Array):
        return depth < 8 and any(_acts(one, depth + 1) for one in thing if _is_nested(one))
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return False
    names = set(thing.keys())
    if names & ACTIVE or str(thing.get("/S", "")) in ACTIONS:
        return True
    return depth < 8 and any(_acts(one, depth + 1) for _, one in thing.items() if _is_nested(one))


def _is_nested(thing: Any) -> bool:
    """Written in place; what is referred to comes by itself."""
    return isinstance(thing, pikepdf.Dictionary | pikepdf.Array) and not thing.is_indirect
