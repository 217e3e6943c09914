"""T20: somebody's card with one's own face beside it, or on a page before it, is never accepted unseen.

The reader answers as CompareFaces does: the largest face of the one picture, every face of the other.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from PIL import Image

from functions.verify.steps.facts import readings_of
from functions.verify.steps.opening import opened
from llave.documents.cases import State
from llave.documents.kinds import Slot
from llave.documents.likeness import WORTH_JUDGING, Likeness, least_beside, most
from llave.documents.reasons import Public, Reason, Why, told
from llave.documents.thresholds import Thresholds
from tests.functions.verify.conftest import FakeReader, Office, office
from tests.security.hostile_files import paper, picture

__all__ = ["office"]
CARD, PHOTOGRAPH = (500, 300), (400, 500)
OWNER, THIEF = "owner", "thief"
ONE = 0.98
Face = tuple[str, float]


@dataclass
class Faces(FakeReader):
    """`shown`: the faces of each picture, by its size, as who and how large."""

    shown: dict[tuple[int, int], list[Face]] = field(default_factory=dict)
    strangers: float = 0.2

    def compare(self, face: bytes, picture: bytes) -> Sequence[Likeness]:
        source, target = (self.shown[size(one)] for one in (face, picture))
        who, _ = max(source, key=lambda one: one[1])
        return [Likeness(ONE if one == who else self.strangers, side) for one, side in target]


def size(content: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(content)) as shown:
        return shown.size


def decided(office: Office, *on_card: Face, strangers: float = 0.2) -> State:
    """What becomes of a card with these faces and the thief's photograph."""
    shown = {CARD: list(on_card), PHOTOGRAPH: [(THIEF, 0.4)]}
    office.reader = Faces(shown=shown, strangers=strangers)
    office.files = {Slot.FRONT: picture(size=CARD), Slot.FACE: picture(size=PHOTOGRAPH)}
    office.answer = {"verdict": "settled", "reviewers": [], "reasons": []}
    office.submit()
    office.machine().run({"case": "c1"})
    return office.case().state


def reasons() -> tuple[Reason, ...]:
    decision = readings_of(opened("c1"))["decision"]
    return tuple(Reason.parse(code) for code in decision["reasons"])


@pytest.mark.parametrize("own", [0.4, 0.06])
@pytest.mark.parametrize("strangers", [0.2, Thresholds().same_face - 0.01])
def test_one_s_own_face_beside_somebody_s_card_is_looked_at(
    office: Office, own: float, strangers: float
) -> None:
    state = decided(office, (OWNER, 0.08), (THIEF, own), strangers=strangers)

    assert state is State.REVIEW
    assert reasons() == (Reason(Why.FACE_BESIDE, Slot.FRONT),)
    assert told(reasons()) == ((Public.LOOKING, None),)


def test_somebody_s_card_alone_is_sent_back(office: Office) -> None:
    assert decided(office, (OWNER, 0.2)) is State.REJECTED


def test_a_small_second_portrait_of_the_same_person_is_fine(office: Office) -> None:
    assert decided(office, (THIEF, 0.2), (THIEF, 0.07)) is State.ACCEPTED


def test_a_speck_that_looks_like_a_face_is_not_judged(office: Office) -> None:
    assert decided(office, (THIEF, 0.2), (OWNER, WORTH_JUDGING - 0.001)) is State.ACCEPTED


def test_a_page_before_the_card_is_no_side_of_it(office: Office) -> None:
    """The first page would be what faces are compared with, the second what is read."""
    office.files = {Slot.FRONT: paper(2)}
    office.submit()

    office.machine().run({"case": "c1"})

    case = office.case()
    assert case.state is State.REJECTED
    assert told(case.reasons) == ((Public.FILE_PAGES, Slot.FRONT),)


def test_of_no_face_and_of_one_there_is_none_beside() -> None:
    assert (most(()), least_beside(())) == (None, None)
    assert least_beside([Likeness(0.1, 0.5)]) is None
    assert least_beside([Likeness(0.9, 0.1), Likeness(0.9, 0.1)]) == 0.9
