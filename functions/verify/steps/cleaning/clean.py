"""The whole way of a file: what is it, does it carry malware, what does it show."""

from collections.abc import Callable, Iterator

from functions.verify.steps.cleaning import bounds, formats
from functions.verify.steps.cleaning.formats import Format
from functions.verify.steps.cleaning.refusals import FileRefused, Reason

Scan = Callable[[bytes], bool]


def clean(content: bytes, pages: int, infected: Scan) -> list[bytes]:
    """One JPEG a page, of which there may be so many; raises FileRefused."""
    kind = formats.format_of(content)
    if infected(content):
        raise FileRefused(Reason.SUSPICIOUS)
    return bounds.bounded(lambda: _decoded(content, kind, pages))


def _decoded(content: bytes, kind: Format, pages: int) -> Iterator[bytes]:
    # The decoders are loaded where they run: in the child.
    if kind is Format.PDF:
        from functions.verify.steps.cleaning import papers

        yield from papers.pages_of(content, pages)
    else:
        from functions.verify.steps.cleaning import pictures

        yield pictures.page_of(content, kind)
