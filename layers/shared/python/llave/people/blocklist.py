"""Look-up in a list of folded passwords that is kept as sorted digests in one file.

The file (made by tools/blocklist.py) is mapped, not read: a look-up touches about 19 places of it.
Five bytes a digest make one wrong refusal in three million candidates.
"""

import hashlib
import mmap
import unicodedata
from bisect import bisect_left
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
WIDTH = 5
LEET = str.maketrans("013457@$", "oleastas")


def folded(text: str) -> str:
    """Letters and digits alone: no case, no accents, no separators. Contraseña-1 -> contrasena1."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if char.isalnum())


def readings(text: str) -> frozenset[str]:
    """The folded forms under which a password is looked up: whole, without the digits around it,
    and with the digits and signs that stand for letters (c0ntr4seña) read as letters."""
    plain = text.casefold()
    whole = folded(plain)
    core = whole.strip("0123456789")
    spelled = folded(plain.rstrip("0123456789!.*#").translate(LEET))
    return frozenset(filter(None, (whole, core, folded(plain.translate(LEET)), spelled)))


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
