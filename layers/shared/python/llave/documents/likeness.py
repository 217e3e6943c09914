"""How alike the faces of one picture are to the face of another."""

from collections.abc import Sequence
from dataclasses import dataclass

# The side of a square as large as the face, as a share of such a square of the picture. A card whose
# portrait is smaller can not be read either, so that nobody's portrait hides by being small.
WORTH_JUDGING = 0.04


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
