"""The sanitised pictures of a case, each marked with who looks at it and when: a photograph of the
screen says whose it was."""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

from PIL import Image, ImageDraw, ImageFont, ImageOps

from functions.review.matches import Portrait
from llave import wiring
from llave.documents.cases import Case, Picture
from llave.documents.kinds import slots_of
from llave.documents.pictures import pages_folder, prefixes
from llave.errors import NotFound

# The capital's time, all year since 2022.
CAPITAL = timezone(timedelta(hours=-6))
LARGEST_SIDE = 1600
QUALITY = 85
# Of 255: to be read on light and on dark, and through it what lies below.
STRENGTH = 110
SLANT = 24
PORTRAIT_PAGE = "front-1"
PORTRAIT_SIDE = 480


def names(case: Case) -> dict[str, Picture]:
    """The pages by what the console calls them: `front-1`, `bill-2`, `face-3`."""
    return dict(_each(case))


def shown(case: Case, name: str, staff: str, now: datetime) -> bytes:
    """A picture as JPEG, marked; raises NotFound."""
    return marked(_content(case, name), _mark_of(staff, now))


def portrait(of: Portrait, staff: str, now: datetime) -> bytes:
    """The face on a document and nothing that is written beside it, marked; raises NotFound."""
    with Image.open(io.BytesIO(_content(of.case, PORTRAIT_PAGE)), formats=("JPEG",)) as page:
        left, top = of.box["Left"] * page.width, of.box["Top"] * page.height
        right, bottom = left + of.box["Width"] * page.width, top + of.box["Height"] * page.height
        face = page.convert("RGB").crop((round(left), round(top), round(right), round(bottom)))
    # Large enough for the mark to be read on it.
    face = ImageOps.contain(face, (PORTRAIT_SIDE, PORTRAIT_SIDE))
    cut = io.BytesIO()
    face.save(cut, "JPEG", quality=QUALITY)
    return marked(cut.getvalue(), _mark_of(staff, now))


def is_there(of: Portrait) -> bool:
    """Whether the page on which it stands was not deleted."""
    return PORTRAIT_PAGE in names(of.case)


def marked(content: bytes, text: str) -> bytes:
    """The picture with the text all over it, aslant."""
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as opened:
        picture = opened.convert("RGB")
    picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    mask = _mask(picture.size, text)
    edge = Image.eval(mask, lambda value: value * STRENGTH // 255)
    # A dark text and, a pixel aside, a light one: one of the two is seen on any ground.
    picture.paste((20, 20, 20), (2, 2), edge)
    picture.paste((255, 255, 255), (0, 0), edge)
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


def _content(case: Case, name: str) -> bytes:
    picture = names(case).get(name)
    if picture is None:
        raise NotFound("no such picture")
    return wiring.pictures().read(picture)


def _mark_of(staff: str, now: datetime) -> str:
    return f"{staff}   {now.astimezone(CAPITAL):%d/%m/%Y %H:%M}   Llave"


def _mask(size: tuple[int, int], text: str) -> Any:
    """The text in rows over a square that covers the picture however it is turned."""
    side = sum(size)
    points = max(14, min(size) // 22)
    font = ImageFont.load_default(points)
    mask = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(mask)
    wide = int(pen.textlength(text, font)) + 3 * points
    for row, top in enumerate(range(0, side, 5 * points)):
        for left in range(-(row % 2) * wide // 2, side, wide):
            pen.text((left, top), text, fill=255, font=font)
    turned = mask.rotate(SLANT, resample=Image.Resampling.BICUBIC)
    left, top = (side - size[0]) // 2, (side - size[1]) // 2
    return turned.crop((left, top, left + size[0], top + size[1]))


def _each(case: Case) -> Iterator[tuple[str, Picture]]:
    _, pages = prefixes(case.id)
    made = {one.key: one.version for one in wiring.uploads().newest(pages)}
    for slot in slots_of(case.kind):
        # A capture's frames stand beside its first one.
        folder = pages_folder(case.pictures[slot].key)
        keys = [key for key in made if key.startswith(folder)]
        for number, key in enumerate(sorted(keys), 1):
            yield f"{slot.value}-{number}", Picture(key, made[key])
