"""From a picture of any kind to a plain JPEG: upright, of bounded size, without anything but pixels."""

import io
from typing import Any

import pillow_heif
from PIL import Image, ImageOps

from functions.verify.steps.cleaning.formats import Format
from functions.verify.steps.cleaning.refusals import FileRefused, Reason

# A telephone of 2026 makes 50 million pixels; ones of 200 million store a quarter unless asked.
MAX_PIXELS = 60_000_000
MAX_SIDE = 16_000
MIN_SIDE = 240
# Enough for the small print of a credential, and under 5 MB, which is what Rekognition takes.
LONGEST = 2_600
QUALITY = 90
DECODERS = {Format.JPEG: ("JPEG",), Format.PNG: ("PNG",), Format.HEIC: ("HEIF",)}

pillow_heif.register_heif_opener(thumbnails=False)
# The bound here is ours, below, with a reason of its own.
Image.MAX_IMAGE_PIXELS = None


def page_of(content: bytes, kind: Format) -> bytes:
    """The JPEG; raises FileRefused. The size is known from the header, before a pixel is decoded."""
    try:
        with Image.open(io.BytesIO(content), formats=DECODERS[kind]) as picture:
            require_size(*picture.size)
            # A JPEG is decoded at the nearest eighth of its size: a quarter of the memory.
            picture.draft("RGB", (LONGEST, LONGEST))
            return written(ImageOps.exif_transpose(picture))
    except (OSError, ValueError, SyntaxError, EOFError) as problem:
        raise FileRefused(Reason.UNREADABLE) from problem


def require_size(width: float, height: float) -> None:
    """Raises FileRefused."""
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise FileRefused(Reason.TOO_MANY_PIXELS)
    if min(width, height) < MIN_SIDE:
        raise FileRefused(Reason.TOO_SMALL)


def written(picture: Image.Image) -> bytes:
    """As JPEG, and nothing but: EXIF, colour profile, comments and thumbnails stay behind."""
    plain = _opaque(picture)
    plain.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    target = io.BytesIO()
    # A picture made from pixels alone has no metadata to carry over.
    clean = Image.frombytes("RGB", plain.size, plain.tobytes())
    clean.save(target, "JPEG", quality=QUALITY, subsampling=0)
    return target.getvalue()


def _opaque(picture: Image.Image) -> Image.Image:
    """In RGB; what is transparent becomes white paper."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        over: Any = picture.convert("RGBA")
        paper = Image.new("RGBA", over.size, "white")
        return Image.alpha_composite(paper, over).convert("RGB")
    return picture if picture.mode == "RGB" else picture.convert("RGB")
