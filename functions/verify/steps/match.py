"""Is the face on the document that of the photograph, and was the photograph taken now?"""

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from PIL import Image

from functions.verify.steps.begin import frames_of
from functions.verify.steps.cleaned import Cleaned, pages_at, pages_of
from functions.verify.steps.opening import Opened, opened
from functions.verify.steps.read import keep
from functions.verify.steps.step import Input, Output, step
from llave import wiring
from llave.documents import capture
from llave.documents.cases import Case
from llave.documents.kinds import SIDES, Slot
from llave.documents.likeness import Likeness, least_beside, most
from llave.documents.reader import UnreadablePicture
from llave.documents.reuse import SIDE, perceptual_hash
from llave.settings import settings

NOTHING: Mapping[str, Any] = {"FaceDetails": []}


def match(event: Input) -> Output:
    """`{"case", "cleaned"}`; what was found is kept sealed, for the decision."""
    found, cleaned = opened(event["case"]), event["cleaned"]
    front = next(pages_of(found.case, Slot.FRONT, cleaned))
    photograph = next(pages_of(found.case, Slot.FACE, cleaned))
    on_document, ahead = _faces(front), _faces(photograph)
    portrait, alike = _portrait(front, on_document), _compared(photograph, front)
    keep(
        found,
        "face",
        {
            "similarity": most(alike),
            "beside": least_beside(alike),
            "faces_on_document": _count(on_document),
            "faces_in_photograph": _count(ahead),
            "capture": _capture(found, photograph, ahead, portrait, cleaned).value,
            "images": _digests(found.case, cleaned),
            "portrait": portrait,
            "portrait_box": _largest(on_document),
        },
    )
    return {"verdict": "matched"}


def _capture(
    found: Opened,
    photograph: bytes,
    ahead: Mapping[str, Any],
    portrait: str | None,
    cleaned: Cleaned,
) -> capture.Capture:
    """What the frames show of the movements that were asked for, and of whom (T20)."""
    case = found.case
    if case.capture is None:
        return capture.Capture.MISSING
    others = [page for key in frames_of(case) for page in pages_at(key, cleaned)]
    frames = [ahead, *map(_faces, others)]
    session = wiring.captures().get(case.capture)
    shown = capture.verdict(session, case.person, case.id, frames)
    if shown is not capture.Capture.VALID:
        return shown
    if _is_copy(portrait, _portrait(photograph, ahead)):
        return capture.Capture.COPIED
    alike = [most(_compared(photograph, one)) for one in others]
    hers = capture.of_one_person(alike, settings().thresholds.same_in_frames)
    return shown if hers else capture.Capture.OTHER_FACE


def _is_copy(portrait: str | None, ahead: str | None) -> bool:
    """Whether the photograph is the document's own portrait, enlarged; likeness can not tell, as hers
    is as high."""
    if portrait is None or ahead is None:
        return False
    return (int(portrait, 16) ^ int(ahead, 16)).bit_count() <= settings().thresholds.copied_bits


def _faces(picture: bytes) -> Mapping[str, Any]:
    try:
        return wiring.reader().faces(picture)
    except UnreadablePicture:
        return NOTHING


def _compared(photograph: bytes, picture: bytes) -> Sequence[Likeness]:
    """Every face in a picture, since whose it is may be anybody's, against that in her photograph."""
    try:
        return wiring.reader().compare(photograph, picture)
    except UnreadablePicture:
        return ()


def _count(faces: Mapping[str, Any]) -> int:
    return len(faces["FaceDetails"])


def _digests(case: Case, cleaned: Cleaned) -> list[str]:
    """Of what is the document itself, and every frame of the face; a bill serves a whole family."""
    return list(_each_digest(case, cleaned))


def _each_digest(case: Case, cleaned: Cleaned) -> Iterator[str]:
    for slot in (*SIDES[case.kind], Slot.FACE):
        for page in pages_of(case, slot, cleaned):
            yield hashlib.sha256(page).hexdigest()
    for key in frames_of(case):
        for page in pages_at(key, cleaned):
            yield hashlib.sha256(page).hexdigest()


def _largest(faces: Mapping[str, Any]) -> Mapping[str, float] | None:
    """Where the largest face stands, as shares of the page."""
    boxes = [one["BoundingBox"] for one in faces["FaceDetails"]]
    return max(boxes, key=lambda one: one["Width"] * one["Height"], default=None)


def _portrait(picture: bytes, faces: Mapping[str, Any]) -> str | None:
    """The perceptual hash of the largest face in a picture, in hex."""
    box = _largest(faces)
    if box is None:
        return None
    with Image.open(io.BytesIO(picture), formats=("JPEG",)) as page:
        left, top = box["Left"] * page.width, box["Top"] * page.height
        right, bottom = left + box["Width"] * page.width, top + box["Height"] * page.height
        crop = page.convert("L").crop((round(left), round(top), round(right), round(bottom)))
        gray = crop.resize((SIDE, SIDE), Image.Resampling.BOX).tobytes()
    return f"{perceptual_hash(list(gray)):016x}"


handle = step(match)
