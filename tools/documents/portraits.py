"""The photograph on a document, and those that a person takes of herself."""

import cv2
import numpy as np
from PIL import Image

from tools.documents.photographs import Photograph, picture_of, shots

SELFIE = (720, 900)


def portrait(face: str) -> Image.Image:
    """The photograph for a document, three by four."""
    shot = shots(face)[0]
    return cut(picture_of(shot), shot, across=1.75, down=1.85, up=0.42).resize(
        (450, 570), Image.Resampling.LANCZOS
    )


def selfie(face: str, number: int = 1, seed: int = 0) -> Image.Image:
    """Another photograph of the person, or the same in another light when there is but one."""
    known = shots(face)
    return in_other_light(framed(known[number % len(known)]), seed)


def in_other_light(picture: Image.Image, seed: int) -> Image.Image:
    """Lit from a side, and held a little askew."""
    pixels = np.asarray(picture)
    chance = np.random.default_rng(seed)
    light = chance.uniform(0.8, 1.15) + np.linspace(-0.15, 0.15, pixels.shape[1])[None, :, None]
    spin = cv2.getRotationMatrix2D((360, 450), float(chance.uniform(-5, 5)), 1.0)
    turned = cv2.warpAffine(
        np.clip(pixels * light, 0, 255).astype(np.uint8),
        spin,
        SELFIE,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return Image.fromarray(turned)


def framed(shot: Photograph, picture: Image.Image | None = None) -> Image.Image:
    """The photograph, or what was made of it, as a phone at arm's length frames it."""
    return cut(picture or picture_of(shot), shot, across=2.4, down=2.2, up=0.6).resize(SELFIE)


def cut(
    picture: Image.Image, shot: Photograph, across: float, down: float, up: float
) -> Image.Image:
    """The face with so many of its widths and heights around it."""
    left, top, width, height = shot.face
    middle = left + width / 2
    return picture.crop((
        max(0, int(middle - width * across / 2)),
        max(0, int(top - height * up)),
        min(picture.width, int(middle + width * across / 2)),
        min(picture.height, int(top - height * up + height * down)),
    ))  # fmt: skip
