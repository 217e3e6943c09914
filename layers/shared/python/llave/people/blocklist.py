"""Look-up in a list of folded passwords that is kept as sorted digests in one file.

The file (made by tools/blocklist.py) is mapped, not read: a look-up touches about 19 places of it.
Five bytes a digest make one wrong refusal in three million candidates.
"""

import hashlib
import mmap
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
WIDTH = 5
DIGITS = "0123456789"
ENDING = re.compile(r"(?:[0-9]+|[\W_]+)\Z")
ENDINGS = 4
LEET = str.maketrans("013457@$", "oleastas")


def folded(text: str) -> str:
    """Letters and digits alone: no case, no accents, no separators. Contraseña-1 -> contrasena1."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if char.isalnum())


def readings(text: str) -> frozenset[str]:
    """The folded forms under which a password is looked up: whole, without the digits and signs
    around it, and with those that stand for letters (c0ntr4s3ñ4) read as letters."""
    found = set()
    for form in _without_endings(text.casefold()):
        for spelled in (folded(form), folded(form.translate(LEET))):
            found |= {spelled, spelled.strip(DIGITS)}
    return frozenset(filter(None, found))


def _without_endings(text: str) -> Iterator[str]:
    """The text, then with one more run of digits or signs gone from its end: a4!1, a4!, a4, a."""
    for _ in range(ENDINGS):
        yield text
        text = ENDING.sub("", text)


def digest(entry: str) -> bytes:
    """What the file holds for a folded entry."""
    return hashlib.sha256(entry.encode()).digest()[:WIDTH]


class Blocklist:
    """A file of sorted digests."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._digests = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def __len__(self) -> int:
        return len(self._digests) // WIDTH

    def __contains__(self, entry: str) -> bool:
        wanted = digest(entry)
        place = bisect_left(range(len(self)), wanted, key=self._at)
        return place < len(self) and self._at(place) == wanted

    def _at(self, place: int) -> bytes:
        return self._digests[place * WIDTH : (place + 1) * WIDTH]


@cache
def common() -> Blocklist:
    """Passwords that leaks have shown to be common all over the world."""
    return Blocklist(DATA / "common.bin")


@cache
def spanish() -> Blocklist:
    """Words, names, places and phrases that speakers of Spanish choose."""
    return Blocklist(DATA / "spanish.bin")
