"""From what the models give to the numbers that Rekognition's callers expect. Pure."""

import math
from bisect import bisect_right
from collections.abc import Sequence

Point = tuple[float, float]
# Cosine of two SFace vectors -> similarity, straight between the points. 0.363 is the threshold that
# SFace's authors give for "one person" (LFW); it stands where Rekognition's default threshold does.
SIMILARITIES = ((-1.0, 0.0), (0.0, 20.0), (0.363, 80.0), (0.5, 90.0), (0.65, 96.0), (1.0, 100.0))
# How far the nose's tip stands before the eyes, in distances between the eyes.
NOSE = 0.5
# Nose between eyes (0) and mouth (1) in a face that looks straight ahead.
LEVEL = 0.55


def similarity(cosine: float) -> float:
    """0 to 100, monotonous; 80 at SFace's threshold."""
    cosine = min(1.0, max(-1.0, cosine))
    above = min(max(bisect_right([c for c, _ in SIMILARITIES], cosine), 1), len(SIMILARITIES) - 1)
    (c0, s0), (c1, s1) = SIMILARITIES[above - 1 : above + 1]
    return s0 + (s1 - s0) * (cosine - c0) / (c1 - c0)


def roll(eye_left: Point, eye_right: Point) -> float:
    """Degrees by which the head leans to the picture's right."""
    return math.degrees(math.atan2(eye_right[1] - eye_left[1], eye_right[0] - eye_left[0]))


def yaw(eye_left: Point, eye_right: Point, nose: Point) -> float:
    """Degrees by which the head is turned; positive when the nose points to the picture's right."""
    across, _ = _beside(eye_left, eye_right, nose)
    return math.degrees(math.atan2(across, NOSE))


def pitch(eyes: tuple[Point, Point], nose: Point, mouth: tuple[Point, Point]) -> float:
    """Degrees by which the head looks up, roughly."""
    _, to_nose = _beside(*eyes, nose)
    _, to_mouth = _beside(*eyes, ((mouth[0][0] + mouth[1][0]) / 2, (mouth[0][1] + mouth[1][1]) / 2))
    share = to_nose / to_mouth if to_mouth > 0 else LEVEL
    return min(90.0, max(-90.0, (LEVEL - share) * 120))


def eyes_open(contrasts: Sequence[float]) -> tuple[bool, float]:
    """Whether the eyes are open, and how sure that is (50 to 99), from the contrast of each eye.

    An iris beside white gives contrast across; a lid is skin and one line of lashes. Both eyes count:
    one in shadow does not close the other.
    """
    ratio = max(contrasts) / OPEN_CONTRAST if contrasts else 0.0
    sure = 50 + min(49.0, abs(ratio - 1) * 100)
    return ratio >= 1, sure


# Half-way between the open and the painted-over eyes of the test photographs.
OPEN_CONTRAST = 0.30


def _beside(eye_left: Point, eye_right: Point, point: Point) -> Point:
    """The point seen from the middle of the eyes: along their line, and down from it; in distances
    between the eyes."""
    dx, dy = eye_right[0] - eye_left[0], eye_right[1] - eye_left[1]
    square = dx * dx + dy * dy or 1.0
    x = point[0] - (eye_left[0] + eye_right[0]) / 2
    y = point[1] - (eye_left[1] + eye_right[1]) / 2
    return (x * dx + y * dy) / square, (y * dx - x * dy) / square
