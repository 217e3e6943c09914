"""From the bytes of a request to pixels, within the bounds that AWS sets."""

import base64
import binascii
import struct
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from local.reader import errors

Pixels: TypeAlias = NDArray[np.uint8]
MB = 1024 * 1024
MAX_PIXELS = 10_000
MAX_AREA = 60_000_000
JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
# Start-of-frame markers of JPEG; C4, C8 and CC are other things.
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class Bounds(NamedTuple):
    """How a service refuses a picture."""

    bytes: int
    wrong_format: type[errors.Refusal]
    broken: type[errors.Refusal]
    too_large: type[errors.Refusal]


TEXTRACT = Bounds(10 * MB, errors.UnsupportedDocument, errors.BadDocument, errors.DocumentTooLarge)
REKOGNITION = Bounds(
    5 * MB, errors.InvalidImageFormat, errors.InvalidImageFormat, errors.ImageTooLarge
)


def picture_in(request: Mapping[str, Any], name: str, bounds: Bounds) -> Pixels:
    """The picture under `name`, as blue, green, red; raises a refusal."""
    given = request.get(name)
    if not isinstance(given, Mapping) or not given.get("Bytes"):
        raise errors.InvalidParameter(f"{name}.Bytes is required; S3 objects are not read here.")
    try:
        content = base64.b64decode(given["Bytes"], validate=True)
    except (binascii.Error, TypeError, ValueError) as reason:
        raise errors.InvalidParameter(f"{name}.Bytes is not base64.") from reason
    return decoded(content, bounds)


def decoded(content: bytes, bounds: Bounds) -> Pixels:
    """Raises a refusal; the size is known from the header before any pixel is unpacked."""
    if len(content) > bounds.bytes:
        raise bounds.too_large(f"More than {bounds.bytes // MB} MB.")
    if not content.startswith((JPEG, PNG)):
        raise bounds.wrong_format("Only JPEG and PNG are read.")
    try:
        width, height = size_of(content)
    except (struct.error, IndexError) as reason:
        raise bounds.broken("The picture has no size.") from reason
    if max(width, height) > MAX_PIXELS or width * height > MAX_AREA:
        raise bounds.too_large(f"More than {MAX_PIXELS} pixels a side, or {MAX_AREA} in all.")
    pixels = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        raise bounds.broken("The picture can not be opened.")
    return np.asarray(pixels, np.uint8)


def size_of(content: bytes) -> tuple[int, int]:
    """Width and height out of the header; raises IndexError or struct.error when there is none."""
    if content.startswith(PNG):
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    at = 2
    while content[at + 1] not in FRAMES:
        at += 1 if content[at + 1] == 0xFF else 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    height, width = struct.unpack(">HH", content[at + 5 : at + 9])
    return int(width), int(height)
