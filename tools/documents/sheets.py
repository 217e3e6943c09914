"""A drawn document, with what a perfect reading of it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from PIL import Image


class Size(NamedTuple):
    """Pixels."""

    width: int
    height: int


CARD = Size(1400, 883)
DATA_PAGE = Size(1480, 1042)
LETTER = Size(1275, 1650)


@dataclass(frozen=True, slots=True)
class Sheet:
    """`truth` is by the names of llave.documents.readings; `zone` are the rows of the MRZ, if any."""

    image: Image.Image
    truth: Mapping[str, str]
    zone: tuple[str, ...] = ()
