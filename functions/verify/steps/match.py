"""Is the face on the document that of the photograph, and was the photograph taken now?"""

import hashlib
import io
from collections.abc import Iterator, Mapping
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
from llave.documents.reader import UnreadablePicture
from llave.documents.reuse import SIDE, perceptual_hash

NOTHING: Mapping[str, Any] = {"FaceDetails": []}


def match(event: Input) -> Output:
    """`{"case", "cleaned"}`; what was found is kept sealed, for the decision."""
    found, cleaned = opened(event["case"]), event["cleaned"]
    front = next(pages_of(found.case, Slot.FRONT, cleaned))
    photograph = next(pages_of(found.case, Slot.FACE, cleaned))
    on_document, ahead = _faces(front), _faces(photograph)
    keep(
        found,
        "face",
        {
            "similarity": _similarity(front, photograph) if _count(on_document) else None,
            "faces_on_document": _count(on_document),
            "faces_in_photograph": _count(ahead),
            "capture": _capture(found, ahead, cleaned).value,
            "images": _digests(found.case, cleaned),
            "portrait": _portrait(front, on_document),
        },
    )
    return {"verdict": "matched"}


def _capture(found: Opened, ahead: Mapping[str, Any], cleaned: Cleaned) -> capture.Capture:
    """What the frames show of the movements that were asked for (T20)."""
    case = found.case
    if case.capture is None:
        return capture.Capture.MISSING
    others = (page for key in frames_of(case) for page in pages_at(key, cleaned))
    frames = [ahead, *map(_faces, others)]
    session = wiring.captures().get(case.capture)
    return capture.verdict(session, case.person, case.id, frames)


def _faces(picture: bytes) -> Mapping[str, Any]:
    try:
        return wiring.reader().faces(picture)
    except UnreadablePicture:
        return NOTHING


def _similarity(front: bytes, photograph: bytes) -> float | None:
    try:
        return wiring.reader().compare(front, photograph)
    except UnreadablePicture:
        return None


def _count(faces: Mapping[str, Any]) -> int:
    return len(faces["FaceDetails"])


def _digests(case: Case, cleaned: Cleaned) -> list[str]:
    """Of what is the document itself; a bill serves a whole family."""
    return list(_each_digest(case, cleaned))


def _each_digest(case: Case, cleaned: Cleaned) -> Iterator[str]:
    for slot in (*SIDES[case.kind], Slot.FACE):
        for page in pages_of(case, slot, cleaned):
            yield hashlib.sha256(page).hexdigest()


def _portrait(front: bytes, faces: Mapping[str, Any]) -> str | None:
    """The perceptual hash of the largest face on the document, in hex."""
    details = faces["FaceDetails"]
    if not details:
        return None
    boxes = [one["BoundingBox"] for one in details]
    box = max(boxes, key=lambda one: one["Width"] * one["Height"])
    with Image.open(io.BytesIO(front), formats=("JPEG",)) as picture:
        left, top = box["Left"] * picture.width, box["Top"] * picture.height
        right, bottom = left + box["Width"] * picture.width, top + box["Height"] * picture.height
        crop = picture.convert("L").crop((round(left), round(top), round(right), round(bottom)))
        gray = crop.resize((SIDE, SIDE), Image.Resampling.BOX).tobytes()
    return f"{perceptual_hash(list(gray)):016x}"


handle = step(match)
