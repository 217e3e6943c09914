"""Taking the face's photograph: a session with a nonce of the server and movements asked for.

It makes replaying a prepared picture harder. It is no certified detection of life: whoever has a good
puppet of a face passes it, and a reviewer may see what it does not.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from llave.errors import Conflict
from llave.people.codes import fingerprint

LIFE = timedelta(minutes=5)
# Degrees: who looks ahead is turned less than the one, who turns more than the other.
AHEAD = 15.0
TURNED = 20.0
# In a picture that is not mirrored, her left is the picture's right, where yaw is positive.
SIDES = {"left": 1, "right": -1}


class Challenge(StrEnum):
    """A movement that the person is asked for; left and right are hers."""

    LEFT = "left"
    RIGHT = "right"
    BLINK = "blink"


class Capture(StrEnum):
    """How the photograph came about; only VALID lets a case be accepted without anybody looking."""

    VALID = "valid"
    MISSING = "missing"
    REPLAYED = "replayed"
    LATE = "late"
    NOT_SHOWN = "not-shown"
    OTHER_FACE = "other-face"
    COPIED = "copied"


class CaptureSpent(Conflict):
    """The session was used, has ended, or is of another case."""

    code = "capture_spent"


@dataclass(frozen=True, slots=True)
class CaptureSession:
    """One session; `key` is the fingerprint of its nonce."""

    key: str = field(repr=False)
    person: str
    case: str
    challenges: tuple[Challenge, ...]
    begun_at: datetime
    spent_at: datetime | None = None

    @property
    def expires_at(self) -> datetime:
        """Until when frames are taken."""
        return self.begun_at + LIFE


def begun(
    nonce: str,
    person: str,
    case: str,
    shuffled: Callable[[Sequence[Challenge]], Sequence[Challenge]],
    now: datetime,
) -> CaptureSession:
    """A session whose movements come in an order that nobody could foretell (`shuffled`)."""
    return CaptureSession(fingerprint(nonce), person, case, tuple(shuffled(tuple(Challenge))), now)


def verdict(
    session: CaptureSession | None,
    person: str,
    case: str,
    frames: Sequence[Mapping[str, Any]],
) -> Capture:
    """What the frames show: answers of DetectFaces with EYES_OPEN, one looking ahead and one for each
    movement in the session's order."""
    if session is None or session.spent_at is None:
        return Capture.MISSING
    if (session.person, session.case) != (person, case):
        return Capture.REPLAYED
    if session.spent_at >= session.expires_at:
        return Capture.LATE
    faces = [frame.get("FaceDetails") or [] for frame in frames]
    if len(faces) != 1 + len(session.challenges) or any(len(found) != 1 for found in faces):
        return Capture.NOT_SHOWN
    ahead, *moved = (found[0] for found in faces)
    shown = [_shows(one, face) for one, face in zip(session.challenges, moved, strict=True)]
    return Capture.VALID if _looks_ahead(ahead) and all(shown) else Capture.NOT_SHOWN


def of_one_person(alike: Sequence[float | None], least: float) -> bool:
    """Whether each movement was made by who looks ahead: without this, a photograph of somebody's card
    could be followed by anybody's movements."""
    return all(one is not None and one >= least for one in alike)


def _looks_ahead(face: Mapping[str, Any]) -> bool:
    return abs(_yaw(face)) < AHEAD and _eyes_open(face) is True


def _shows(challenge: Challenge, face: Mapping[str, Any]) -> bool:
    if challenge is Challenge.BLINK:
        return abs(_yaw(face)) < TURNED and _eyes_open(face) is False
    return _yaw(face) * SIDES[challenge.value] >= TURNED


def _yaw(face: Mapping[str, Any]) -> float:
    return float(face.get("Pose", {}).get("Yaw", 0.0))


def _eyes_open(face: Mapping[str, Any]) -> bool | None:
    value = face.get("EyesOpen", {}).get("Value")
    return value if isinstance(value, bool) else None


class Captures(Protocol):
    """Where sessions are kept (table of sessions, `CAPTURE#<key>`)."""

    def begin(self, session: CaptureSession) -> None:
        """Keep a new session."""
        ...

    def get(self, key: str) -> CaptureSession | None:
        """The session with that key, spent or not."""
        ...

    def spend(self, key: str, person: str, case: str, now: datetime) -> CaptureSession:
        """Use a session, once, for the case it was begun for; raises CaptureSpent."""
        ...
