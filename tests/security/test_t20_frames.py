"""T20: every frame of a capture shows the face that the document is compared with, live and not the
document's own portrait; and one set of frames serves one account."""

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from PIL import Image

from functions.verify.steps import match
from functions.verify.steps.facts import readings_of
from functions.verify.steps.opening import opened
from llave import wiring
from llave.documents.capture import Challenge, begun
from llave.documents.cases import State
from llave.documents.kinds import Slot
from llave.documents.likeness import Likeness
from llave.documents.pictures import frame_key
from llave.documents.reasons import Public, Reason, Why, told
from llave.documents.thresholds import Thresholds
from tests.functions.verify.conftest import FACE, FakeReader, Office, office
from tests.security.hostile_files import picture

__all__ = ["office"]
# Before the office puts its answer in its place.
CAPTURE = match._capture
ORDER = (Challenge.LEFT, Challenge.RIGHT, Challenge.BLINK)
HER, ANOTHER = 700, 500
AHEAD, HIGH = 1, 900
SHOWN = {
    1: (0.0, True),
    2: (35.0, True),
    3: (-35.0, True),
    4: (0.0, False),
}


class Eyes(FakeReader):
    """Whose face it is stands in a frame's width, which frame it is in its height."""

    unlike: float | None = 0.7

    def faces(self, content: bytes) -> Mapping[str, Any]:
        _, height = size(content)
        yaw, eyes = SHOWN.get(height - HIGH, (0.0, True))
        shown = {"BoundingBox": FACE, "Pose": {"Yaw": yaw}, "EyesOpen": {"Value": eyes}}
        return {"FaceDetails": [shown]}

    def compare(self, face: bytes, picture: bytes) -> Sequence[Likeness]:
        framed = size(face)[1] >= HIGH and size(picture)[1] >= HIGH
        another = framed and size(face)[0] != size(picture)[0]
        alike = self.unlike if another else self.similarity
        return () if alike is None else (Likeness(alike, 0.5),)


def size(content: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(content)) as shown:
        return shown.size


def live(width: int, number: int) -> bytes:
    """A frame that looks like nothing on a document."""
    target = io.BytesIO()
    Image.linear_gradient("L").resize((width, HIGH + number)).save(target, "JPEG")
    return target.getvalue()


Given = Callable[..., Office]


@pytest.fixture
def captured(office: Office, monkeypatch: pytest.MonkeyPatch) -> Given:
    """An office to which somebody's case came with these frames."""
    monkeypatch.setattr(match, "_capture", CAPTURE)
    office.reader = Eyes()
    office.answer = {"verdict": "settled", "reviewers": [], "reasons": []}

    def handed_in(*frames: bytes, person: str = "p1", case: str = "c1") -> Office:
        now = wiring.now()
        session = begun(f"nonce-{case}", person, case, lambda _: ORDER, now)
        wiring.captures().begin(session)
        wiring.captures().spend(session.key, person, case, now)
        keys = [frame_key(case, session.key, number) for number in range(1, len(frames) + 1)]
        put = [
            wiring.pictures().write(*one, "image/jpeg") for one in zip(keys, frames, strict=True)
        ]
        office.carries = {Slot.FACE: put[0]}
        office.submit(person, case)
        office.machine().run({"case": case})
        return office

    return handed_in


def frames(*widths: int) -> list[bytes]:
    return [live(width, number) for number, width in enumerate(widths, 1)]


def reasons(case: str = "c1") -> tuple[Reason, ...]:
    decision = readings_of(opened(case))["decision"]
    return tuple(Reason.parse(code) for code in decision["reasons"])


def test_frames_of_one_person_are_accepted(captured: Given) -> None:
    assert captured(*frames(HER, HER, HER, HER)).case().state is State.ACCEPTED


@pytest.mark.parametrize("other", [1, 2, 3])
@pytest.mark.parametrize("likeness", [None, 0.0, Thresholds().same_in_frames - 0.01])
def test_a_photograph_of_a_card_before_another_s_movements_is_looked_at(
    captured: Given, monkeypatch: pytest.MonkeyPatch, other: int, likeness: Any
) -> None:
    """The first frame is like the document; the movements are those of whoever holds the picture."""
    monkeypatch.setattr(Eyes, "unlike", likeness)
    widths = [HER] * 4
    widths[other] = ANOTHER

    case = captured(*frames(*widths)).case()

    assert case.state is State.REVIEW
    assert reasons() == (Reason(Why.CAPTURE_NOT_VALID),)
    assert told(reasons()) == ((Public.LOOKING, None),)


def test_a_turned_head_is_less_like_itself_and_still_hers(
    captured: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Eyes, "unlike", Thresholds().same_in_frames)

    assert captured(*frames(HER, ANOTHER, ANOTHER, HER)).case().state is State.ACCEPTED


def test_the_document_s_own_portrait_is_no_live_face(captured: Given) -> None:
    """What the card shows, enlarged: no camera sees a living face in the very same light."""
    first = picture(size=(HER, HIGH + AHEAD))

    case = captured(first, *frames(HER, HER, HER, HER)[1:]).case()

    assert case.state is State.REVIEW
    assert reasons() == (Reason(Why.CAPTURE_NOT_VALID),)


def test_frames_that_served_one_account_serve_no_other(captured: Given, office: Office) -> None:
    """Only the first frame is another; the movements are those of the account before."""
    first = frames(HER, HER, HER, HER)
    captured(*first)
    office.account("p2")
    office.files = {
        slot: picture(size=(400 + number, 310))
        for number, slot in enumerate((Slot.FRONT, Slot.BACK, Slot.BILL))
    }

    captured(live(HER + 1, AHEAD), *first[1:], person="p2", case="c2")

    assert Why.IMAGE_REUSED in {reason.why for reason in reasons("c2")}
