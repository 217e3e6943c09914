"""A person's name as RENAPO gives it, and how two names are compared."""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class PersonName:
    """Given names and one or two surnames; the parts come from a registry and are never edited."""

    given_names: str
    first_surname: str
    second_surname: str | None = None

    def __repr__(self) -> str:
        return "PersonName(…)"

    __str__ = __repr__

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that there are, in the order in which Mexico writes them."""
        return tuple(p for p in (self.given_names, self.first_surname, self.second_surname) if p)

    @property
    def full(self) -> str:
        """The whole name in one line."""
        return " ".join(self.parts)

    def words(self) -> tuple[str, ...]:
        """The words of the name in their comparable form."""
        return tuple(comparable(self.full).split())

    def reads_like(self, other: "PersonName") -> bool:
        """Whether both are written alike once case, accents and punctuation are set aside.

        A hint for a reviewer, never a proof that two persons are one.
        """
        mine = tuple(comparable(part) for part in self.parts)
        return mine == tuple(comparable(part) for part in other.parts)


def comparable(text: str) -> str:
    """Casefolded words without accents or punctuation, one blank between; ñ stays what it is.

    Peña and Pena are two surnames, José and Jose are one name.
    """
    # The tilde of ñ is kept through the decomposition by a letter that no name has left.
    marked = unicodedata.normalize("NFC", text).casefold().replace("ñ", "\ue000")
    bare = (c for c in unicodedata.normalize("NFKD", marked) if not unicodedata.combining(c))
    kept = "".join(c if c.isalnum() or c == "\ue000" else " " for c in bare)
    return " ".join(kept.split()).replace("\ue000", "ñ")
