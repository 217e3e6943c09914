"""The checks of a decision on the photograph of the face."""

from collections.abc import Iterator

from llave.documents.capture import Capture
from llave.documents.facts import Facts
from llave.documents.kinds import Slot
from llave.documents.reasons import Reason, Why
from llave.documents.thresholds import Thresholds

Found = Iterator[Reason]


def one_face(facts: Facts, thresholds: Thresholds) -> Found:
    """A face on the document, and one in the photograph."""
    if facts.face.faces_in_photograph != 1:
        yield Reason(Why.NO_FACE, Slot.FACE)
    if facts.face.faces_on_document < 1:
        yield Reason(Why.NO_FACE, Slot.FRONT)


def same_face(facts: Facts, thresholds: Thresholds) -> Found:
    """Both are one person's, as far as a machine can tell."""
    likeness = facts.face.similarity
    if likeness is not None and likeness >= thresholds.same_face:
        return
    differs = likeness is not None and likeness < thresholds.other_face
    yield Reason(Why.FACE_DIFFERS if differs else Why.FACE_UNSURE, Slot.FACE)


def nobody_beside(facts: Facts, thresholds: Thresholds) -> Found:
    """No face on the document is another's: else one's own, held beside somebody's card, would do for
    its portrait. A small second portrait may be too faint to tell, and then a person looks as well."""
    beside = facts.face.beside
    if beside is not None and beside < thresholds.same_face:
        yield Reason(Why.FACE_BESIDE, Slot.FRONT)


def taken_now(facts: Facts, thresholds: Thresholds) -> Found:
    """The photograph was taken in a session of ours, with the movements that it asked for (T20)."""
    if facts.capture is not Capture.VALID:
        yield Reason(Why.CAPTURE_NOT_VALID)
