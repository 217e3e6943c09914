"""Reads the text of a picture: finds lines, sets the page upright by quarter turns, recognises."""

import threading
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidocr import RapidOCR
from rapidocr.main import RapidOCRError

from local.reader.blocks import Point, ReadLine
from local.reader.pictures import Pixels

LEAST_SCORE = 0.3
# A line this many times higher than wide stands on its side.
STANDING = 1.5
# Lines by which the way up is judged, and how sure the judgement of one must be.
JUDGED, SURE = 8, 0.9
PARAMETERS: dict[str, Any] = {
    "Global.log_level": "error",
    "Global.use_vertical_padding": False,
    # One line at a time: lines of unlike length are padded to one width in a batch.
    "Rec.rec_batch_num": 1,
    # Lines are looked for on a page of this size and read on the whole one: half the time and memory.
    "Det.limit_type": "max",
    "Det.limit_side_len": 1280,
    # A core to a picture: threads of one inference wait for each other by spinning, which takes from
    # everything else on the machine. Pictures are read side by side instead.
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


class TextReader:
    """Holds the models; so many pictures at a time, the others wait."""

    def __init__(self, at_once: int = 1) -> None:
        self._engine = RapidOCR(params=PARAMETERS)
        self._places = threading.BoundedSemaphore(at_once)

    def read(self, picture: Pixels) -> list[ReadLine]:
        """The lines from top to bottom, with their corners in the picture as it was given."""
        with self._places:
            return self._read(picture)

    def _read(self, picture: Pixels) -> list[ReadLine]:
        page, record = self._engine.preprocess_img(picture)
        found = self._find(page, record)
        turns = self._turns(found)
        if turns:
            page = np.ascontiguousarray(np.rot90(page, -turns))
            found = self._find(page, record)
        if found is None:
            return []
        crops, boxes = found
        read = self._engine.recognize_txt(crops)
        height, width = page.shape[:2]
        shares = boxes / np.array((width, height), np.float32)
        return [
            ReadLine(str(text).strip(), float(score), _turned(box, turns))
            for text, score, box in zip(read.txts, read.scores, shares, strict=True)
            if str(text).strip() and score >= LEAST_SCORE
        ]

    def _find(
        self, page: Pixels, record: dict[str, Any]
    ) -> tuple[list[Pixels], NDArray[np.float32]] | None:
        try:
            crops, found = self._engine.detect_and_crop(page, dict(record))
        except RapidOCRError:  # how it says that there is no text
            return None
        return crops, np.asarray(found.boxes, np.float32)

    def _turns(self, found: tuple[list[Pixels], NDArray[np.float32]] | None) -> int:
        """Quarter turns clockwise that set the page upright."""
        if found is None:
            return 0
        crops, boxes = found
        on_its_side = float(np.median([_height_by_width(box) for box in boxes])) > STANDING
        # Crops of standing lines were laid down counter-clockwise; judged by the widest.
        widest = sorted(crops, key=lambda crop: -crop.shape[1])[:JUDGED]
        _, judged = self._engine.cls_and_rotate(widest)
        upside_down = sum(label == "180" and score > SURE for label, score in judged.cls_res)
        flipped = upside_down * 2 > len(widest)
        if on_its_side:
            return 1 if flipped else 3
        return 2 if flipped else 0


def _height_by_width(box: NDArray[np.float32]) -> float:
    across = float(np.linalg.norm(box[1] - box[0])) or 1.0
    return float(np.linalg.norm(box[3] - box[0])) / across


def _turned(box: NDArray[np.float32], turns: int) -> tuple[Point, ...]:
    """Corners on a page that was turned clockwise `turns` times, in the picture before."""
    return tuple(_back(float(x), float(y), turns) for x, y in box)


def _back(x: float, y: float, turns: int) -> Point:
    return ((x, y), (y, 1 - x), (1 - x, 1 - y), (1 - y, x))[turns]
