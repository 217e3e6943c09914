"""Whether a name that was read off a document is the one in the register."""

from enum import StrEnum

from llave.people.names import PersonName, comparable

# So much of the longer name's letters may be read wrongly.
SLIPS = 0.2


class Alike(StrEnum):
    """The same; the same but for the tilde of ñ; nearly, as a slip or a cut makes it; another."""

    SAME = "same"
    BUT_TILDE = "but-tilde"
    NEAR = "near"
    NO = "no"


def alike(read: PersonName, known: PersonName) -> Alike:
    """Compare the name that was read with the one that the account bears.

    Where the surname ends is a reader's guess with particles (DE LA CRUZ), so the words count.
    """
    if read.reads_like(known) or read.words() == known.words():
        return Alike.SAME
    mine, theirs = _plain(read), _plain(known)
    if mine == theirs:
        return Alike.BUT_TILDE
    # A document that gives fewer of the names: the rest is cut or never was printed.
    if set(mine.split()) < set(theirs.split()) and len(mine.split()) >= 2:
        return Alike.NEAR
    longest = max(len(mine), len(theirs))
    return Alike.NEAR if _slips(mine, theirs) <= SLIPS * longest else Alike.NO


def _plain(name: PersonName) -> str:
    """Without the tilde of ñ, which readers lose; that makes two surnames one."""
    return comparable(name.full).replace("ñ", "n")


def _slips(one: str, other: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            cost = min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
            diagonal, row[j] = row[j], cost
    return row[-1]
