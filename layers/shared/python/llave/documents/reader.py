"""Who reads pictures: lines of text, and faces. AWS's services or our own reader, by the same calls."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from llave.documents.likeness import Likeness
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

    def compare(self, face: bytes, picture: bytes) -> Sequence[Likeness]:
        """Every face of the second JPEG against the largest of the first; none where either shows none;
        raises UnreadablePicture."""
        ...
