"""Synthetic pictures through the reader; pictures' answers are kept under build/accuracy, so that a
second run measures changed parsers and thresholds within seconds."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from local.reader import blocks
from local.reader.faces import FaceReader
from local.reader.text import TextReader
from tools.documents import people
from tools.documents.conditions import CONDITIONS
from tools.documents.sheets import Sheet

ROOT = Path(__file__).resolve().parents[1]
ON = date(2026, 11, 21)


def answer(
    key: str, condition: str, seed: int, draw: Callable[[], Sheet]
) -> tuple[dict[str, str], dict[str, Any]]:
    """What a picture says, and the reader's answer to it in a condition; `key` names the sheet."""
    version = _version(ROOT / "local/reader", "text.py")
    kept = folder() / f"{key}.{condition}.{seed}.{version}.json"
    if not kept.exists():
        sheet = draw()
        said = blocks.answer(texts().read(as_read(CONDITIONS[condition](sheet.image, seed))))
        kept.write_text(json.dumps([dict(sheet.truth), said]), "utf-8")
    truth, said = json.loads(kept.read_text("utf-8"))[:2]
    return truth, said


def as_read(picture: Image.Image) -> Any:
    """Blue, green, red, as the reader decodes them."""
    return cv2.cvtColor(np.asarray(picture.convert("RGB")), cv2.COLOR_RGB2BGR)


@cache
def texts() -> TextReader:
    """The models that read, loaded when something is to be read."""
    return TextReader()


@cache
def faces() -> FaceReader:
    """The models that tell faces apart."""
    return FaceReader()


@cache
def adults() -> list[people.Holder]:
    """Everybody who may hold documents."""
    return people.adults(on=ON)


@cache
def folder() -> Path:
    """Where answers are kept: another folder when the drawings change."""
    made = ROOT / "build/accuracy" / _version(ROOT / "tools/documents", "*.py")
    made.mkdir(parents=True, exist_ok=True)
    return made


@cache
def _version(where: Path, pattern: str) -> str:
    digest = hashlib.sha256()
    for file in sorted(where.glob(pattern)):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:10]
