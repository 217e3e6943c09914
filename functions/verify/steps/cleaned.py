"""The pages that were made of a case's files, as the sanitising step told of them."""

from collections.abc import Iterator, Sequence
from typing import Any

from llave import wiring
from llave.documents.cases import Case, Picture
from llave.documents.kinds import Slot

Cleaned = Sequence[dict[str, Any]]


def pages_of(case: Case, slot: Slot, cleaned: Cleaned) -> Iterator[bytes]:
    """The pages of one slot, in their order."""
    yield from pages_at(case.pictures[slot].key, cleaned)


def pages_at(key: str, cleaned: Cleaned) -> Iterator[bytes]:
    """The pages made of the file with that key; none when it was not among them."""
    made = next((one.get("pages", ()) for one in cleaned if one["key"] == key), ())
    for page in made:
        yield wiring.pictures().read(Picture(page["key"], page["version"]))
