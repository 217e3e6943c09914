"""The frames of a capture of the face: what the page asks for, made out of one photograph.

A head is turned by seeing the photograph as a relief, eyes are closed by painting lids. That is enough
for the measures of the capture, not for an eye.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tools.documents.photographs import Photograph, picture_of, shots
from tools.documents.portraits import framed, in_other_light

Floats: TypeAlias = NDArray[np.float32]
# Degrees; a person who turns her head turns it by more than is asked of her.
TURN = 42.0
# Of the skin, where a lid ends.
SHADE = 0.75


def ahead(face: str, seed: int = 0) -> Image.Image:
    """Looking into the camera."""
    return in_other_light(turned(face, 0.0), seed)


def left(face: str, seed: int = 0) -> Image.Image:
    """Turned to the person's own left, which is the picture's right: it is no mirror."""
    return in_other_light(turned(face, TURN), seed)


def right(face: str, seed: int = 0) -> Image.Image:
    """Turned to the person's own right."""
    return in_other_light(turned(face, -TURN), seed)


def blink(face: str, seed: int = 0) -> Image.Image:
    """Eyes closed: lids painted over them in the colour of the cheek."""
    shot = _nearest(face, 0)
    picture = np.array(picture_of(shot))
    (x0, _), (x1, _) = shot.eyes
    distance = x1 - x0
    for x, y in shot.eyes:
        cheek = picture[y + distance // 3 : y + distance // 2, x - 6 : x + 7].reshape(-1, 3)
        colour = tuple(int(v) for v in np.median(cheek, axis=0))
        axes = (int(distance * 0.32), int(distance * 0.19))
        cv2.ellipse(picture, (x, y), axes, 0, 0, 360, colour, -1, cv2.LINE_AA)
        crease = (x, y + distance // 30), (int(distance * 0.28), int(distance * 0.19))
        shade = tuple(int(v * SHADE) for v in colour)
        cv2.ellipse(picture, *crease, 0, 20, 160, shade, max(1, distance // 40), cv2.LINE_AA)
    closed = _turned(np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.8)), shot, -shot.yaw)
    return in_other_light(framed(shot, closed), seed)


# By the names that a capture session has for them.
FRAMES: Mapping[str, Callable[[str, int], Image.Image]] = {
    "ahead": ahead,
    "left": left,
    "right": right,
    "blink": blink,
}


def turned(face: str, degrees: float) -> Image.Image:
    """A selfie whose head is turned so far, positive to the picture's right."""
    shot = _nearest(face, degrees)
    return framed(shot, _turned(np.asarray(picture_of(shot)), shot, degrees - shot.yaw))


def _nearest(face: str, degrees: float) -> Photograph:
    """Of her photographs the one turned most nearly so: a relief turns a little well, and a lot badly."""
    return min(shots(face), key=lambda shot: abs(shot.yaw - degrees))


def _turned(picture: NDArray[np.uint8], shot: Photograph, degrees: float) -> Image.Image:
    if not degrees:
        return Image.fromarray(picture)
    height, width = picture.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    angle, middle = np.deg2rad(degrees), shot.nose[0]
    lands = middle + (x - middle) * np.cos(angle) + _depth(x, y, shot) * np.sin(angle)
    source = np.stack([_seen(row, x[0], degrees) for row in lands]).astype(np.float32)
    warped = cv2.remap(picture, source, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return Image.fromarray(np.asarray(warped, np.uint8))


def _seen(lands: Floats, x: Floats, degrees: float) -> Floats:
    """Which column each column of the new picture shows; what stands out hides what lies behind it."""
    if degrees >= 0:
        reached = np.maximum.accumulate(lands)
    else:
        reached = np.minimum.accumulate(lands[::-1])[::-1]
    return np.asarray(np.interp(x, reached, x), np.float32)


def _depth(x: Floats, y: Floats, shot: Photograph) -> Floats:
    """How far each pixel stands before the plane of the ears: an egg with a nose."""
    left, top, across, down = shot.face
    distance = shot.eyes[1][0] - shot.eyes[0][0]
    egg = (
        1
        - ((x - left - across / 2) / (0.62 * across)) ** 2
        - ((y - top - down / 2) / (0.75 * down)) ** 2
    )
    nose = ((x - shot.nose[0]) / (0.33 * distance)) ** 2 + (
        (y - shot.nose[1]) / (0.45 * distance)
    ) ** 2
    relief = 0.55 * across * np.sqrt(np.clip(egg, 0, 1)) + 0.6 * distance * np.exp(-nose)
    return np.asarray(relief, np.float32)
