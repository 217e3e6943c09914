"""How alike the faces of one picture are to the face of another."""

from collections.abc import Sequence
from dataclasses import dataclass

# The side of a square as large as the face, as a share of such a square of the picture. Nobody's portrait
# hides by being small: our reader makes out no name on a card whose portrait is below 0.04, and Textract
# asks for letters of 15 pixels, which on pages of at most 2,600 makes it about 0.045.
WORTH_JUDGING = 0.03


@dataclass(frozen=True, slots=True)
class Likeness:
    """A face in a picture: how alike it is, 0 to 1, and how large, by its `side` (see WORTH_JUDGING)."""

    alike: float
    side: float


def most(found: Sequence[Likeness]) -> float | None:
    """How alike the face is that is most so; None without one."""
    return max((one.alike for one in found), default=None)


def least_beside(found: Sequence[Likeness]) -> float | None:
    """How alike that of the other faces is that is least so; None when there is none worth judging.

    Of a document's faces all have to be its bearer's: INE credentials, passports and cards of the INM
    bear a small second portrait.
    """
    others = sorted(found, key=lambda one: one.alike)[:-1]
    return min((one.alike for one in others if one.side >= WORTH_JUDGING), default=None)
