"""The whole way of a file: what is it, does it carry malware, what does it show."""

from collections.abc import Callable, Iterator

from functions.verify.steps.cleaning import bounds, formats
from functions.verify.steps.cleaning.formats import Format
from functions.verify.steps.cleaning.refusals import FileRefused, Reason

Scan = Callable[[bytes], bool]


def clean(content: bytes, infected: Scan) -> list[bytes]:
    """One JPEG a page; raises FileRefused."""
    kind = formats.format_of(content)
    if infected(content):
        raise FileRefused(Reason.SUSPICIOUS)
    return bounds.bounded(lambda: _decoded(content, kind))


def _decoded(content: bytes, kind: Format) -> Iterator[bytes]:
    # The decoders are loaded where they run: in the child.
    if kind is Format.PDF:
        from functions.verify.steps.cleaning import papers

        yield from papers.pages_of(content)
    else:
        from functions.verify.steps.cleaning import pictures

        yield pictures.page_of(content, kind)
