"""Pictures on their way in: which of them a case has, and what lets a browser put another.

A person's browser puts them into the bucket of evidence itself, through the edge, with a policy that
fixes key, type, size and time; no function holds the bytes of a picture and a session at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from llave.documents.capture import Challenge
from llave.documents.cases import Case, Picture
from llave.documents.kinds import Slot, slots_of
from llave.documents.pictures import TYPES, frame_key, original_key

PDF = "application/pdf"
FRAME_TYPE = "image/jpeg"
# What a form without scripts says of every file: nobody knows its type before it is chosen. What a
# file is gets decided by its bytes in any case, where pictures are opened.
ANY_TYPE = "application/octet-stream"
# The face looking ahead, and one for each movement.
FRAMES = 1 + len(Challenge)
# cases/<case>/face/<capture>/frame-1
PARTS_OF_FRAME = 5


@dataclass(frozen=True, slots=True)
class Policy:
    """What lets a browser put one file of a slot: the fields of a form in which all is fixed."""

    slot: Slot
    fields: Mapping[str, str] = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The newest version of an object, and when it came."""

    key: str
    version: str
    at: datetime

    @property
    def picture(self) -> Picture:
        """What a case keeps of it."""
        return Picture(self.key, self.version)


class Uploads(Protocol):
    """The bucket of evidence as who puts something into it sees it; nothing of it can be read here."""

    def fields(
        self, key: str, content_type: str, life: timedelta, returns_to: str | None = None
    ) -> Mapping[str, str]:
        """The form fields with which one file may be put under `key`; with `returns_to` the browser
        is sent there afterwards."""
        ...

    def newest(self, prefix: str) -> Iterable[Uploaded]:
        """What lies under a prefix, the newest version of each."""
        ...


def types_of(slot: Slot) -> tuple[str, ...]:
    """The types that scripts may announce for a slot: nobody's face comes as a PDF."""
    return tuple(kind for kind in TYPES if slot is not Slot.FACE or kind != PDF)


def capture_of(case: Case) -> str | None:
    """The key of the capture session that the photograph of the face comes from, None without one."""
    picture = case.pictures.get(Slot.FACE)
    parts = picture.key.split("/") if picture else []
    return parts[3] if len(parts) == PARTS_OF_FRAME else None


def handed_in(case: Case, found: Iterable[Uploaded]) -> Mapping[Slot, Picture]:
    """The newest picture of each slot. A capture session's counts once all of its frames are there."""
    by_key = {one.key: one for one in found}
    pictures = {}
    for slot in slots_of(case.kind):
        keys = [original_key(case.id, slot)]
        if slot is Slot.FACE:
            keys += _first_frames(case, by_key)
        there = [by_key[key] for key in keys if key in by_key]
        if there:
            pictures[slot] = max(there, key=lambda one: one.at).picture
    return pictures


def _first_frames(case: Case, by_key: Mapping[str, Uploaded]) -> list[str]:
    sessions = {key.split("/")[3] for key in by_key if key.count("/") == PARTS_OF_FRAME - 1}
    return [
        frame_key(case.id, one, 1)
        for one in sorted(sessions)
        if all(frame_key(case.id, one, number + 1) in by_key for number in range(FRAMES))
    ]
