"""Who reads pictures: lines of text, and faces. AWS's services or our own reader, by the same calls."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from llave.documents.textlines import Line


class UnreadablePicture(Exception):
    """The reader can not open the picture; another try would change nothing."""


class DocumentReader(Protocol):
    """Textract and Rekognition, or what speaks like them."""

    def lines(self, picture: bytes) -> Sequence[Line]:
        """The text of a JPEG; raises UnreadablePicture."""
        ...

    def faces(self, picture: bytes) -> Mapping[str, Any]:
        """The faces in a JPEG, as DetectFaces answers, with what their eyes do; raises
        UnreadablePicture."""
        ...

    def compare(self, one: bytes, other: bytes) -> float | None:
        """How alike (0 to 1) the largest face of the first JPEG and the one most like it in the second
        are; None where either shows none; raises UnreadablePicture."""
        ...
