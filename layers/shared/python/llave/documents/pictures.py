"""The pictures of a case in the evidence bucket: where they are put, how they come, when they go."""

from datetime import date, datetime, timedelta
from typing import Protocol

from llave.documents.cases import Picture
from llave.documents.kinds import Slot
from llave.errors import InvalidInput

# The two halves of the bucket: files as strangers sent them, and the pages that we made of them.
ORIGINALS, PAGES = "cases/", "pages/"
LARGEST = 15 * 1024 * 1024
TYPES = ("image/jpeg", "image/png", "image/heic", "application/pdf")
# A script fetches a policy for each file; who has none posts the whole form with one.
POLICY_LIFE = timedelta(minutes=5)
FORM_POLICY_LIFE = timedelta(minutes=30)
MOST_FRAMES = 6


def original_key(case: str, slot: Slot) -> str:
    """Where the person's own file is put."""
    return f"{ORIGINALS}{case}/{slot.value}/original"


def slot_of(key: str) -> Slot:
    """Of which slot the file or the frame under that key is."""
    return Slot(key.split("/")[2])


def frame_key(case: str, capture: str, number: int) -> str:
    """Where a frame of the face's capture is put, from 1: the first looks ahead, then one for each
    movement. Each capture session has a folder of its own, so that frames of two never mix."""
    if not 1 <= number <= MOST_FRAMES:
        raise InvalidInput("frame_unknown", field="frame")
    return f"{ORIGINALS}{case}/{Slot.FACE.value}/{capture}/frame-{number}"


def page_key(case: str, slot: Slot, number: int) -> str:
    """Where a sanitised page is put, from 1."""
    return f"{pages_folder(original_key(case, slot))}page-{number}.jpg"


def pages_folder(key: str) -> str:
    """Where what is made of a file is put: apart from what came, so that a scan of all that strangers
    put scans nothing of ours."""
    return PAGES + key.removeprefix(ORIGINALS).rpartition("/")[0] + "/"


def prefix(case: str) -> str:
    """Everything that came for a case."""
    return f"{ORIGINALS}{case}/"


def prefixes(case: str) -> tuple[str, str]:
    """Everything of a case: what came, and what was made of it."""
    return prefix(case), f"{PAGES}{case}/"


def due_days(today: date, retention: timedelta, back: timedelta) -> tuple[date, ...]:
    """The days that are so long ago, the oldest first; `back` is how many past runs a run makes good."""
    last = today - retention
    return tuple(last - timedelta(days=ago) for ago in range(back.days, -1, -1))


class PictureStore(Protocol):
    """The evidence bucket."""

    def scanned(self, picture: Picture) -> str | None:
        """What the bucket's own scanner wrote on that version, None before it did."""
        ...

    def read(self, picture: Picture) -> bytes:
        """What that version holds."""
        ...

    def write(self, key: str, content: bytes, content_type: str) -> Picture:
        """Put an object of ours."""
        ...

    def copy(self, picture: Picture, key: str) -> Picture:
        """The same object under another key: a good picture goes along into the next case."""
        ...

    def delete_all(self, prefix: str) -> int:
        """Delete every version and delete marker under a prefix; how many there were."""
        ...


class Ended(Protocol):
    """The cases that were decided, or those that were cancelled, by the day of it."""

    def ended_on(self, day: date) -> tuple[str, ...]:
        """The ids of cases that ended on that day (UTC) and whose pictures were not deleted yet."""
        ...

    def pictures_deleted(self, case: str, day: date, now: datetime) -> None:
        """Remember that they are gone."""
        ...
