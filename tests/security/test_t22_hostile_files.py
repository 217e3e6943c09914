"""T22: hostile files are refused or come out as nothing but pixels, in bounded memory and time."""

import io
import os
import resource
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image

from functions.verify.steps.cleaning import bounds, clean, formats
from functions.verify.steps.cleaning.refusals import FileRefused, Reason
from llave.documents.kinds import MOST_PAGES, Slot
from tests.security import hostile_files
from tests.security.hostile_files import HOSTILE, picture

MB = 1024 * 1024


def cleaned(content: bytes, pages: int = MOST_PAGES[Slot.BILL]) -> list[bytes]:
    return clean.clean(content, pages, lambda _: False)


def reason_of(content: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        cleaned(content)
    return refused.value.reason.value


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(name: str):
    content, reason = HOSTILE[name]

    assert reason_of(content) == reason


def test_more_bytes_than_allowed_are_not_opened():
    assert reason_of(picture() + b"\0" * formats.MAX_BYTES) == "too_many_bytes"


def commented(jpeg: bytes, words: bytes) -> bytes:
    """With a comment at its beginning."""
    return jpeg[:2] + b"\xff\xfe" + (len(words) + 2).to_bytes(2, "big") + words + jpeg[2:]


def test_four_letters_that_come_by_chance_in_a_photograph_are_no_polyglot():
    photograph = picture(size=(2000, 1500))
    assert len(photograph) > 2 * formats.HEADER

    assert cleaned(photograph + b"<SvG")
    with pytest.raises(FileRefused):
        cleaned(commented(photograph, b"<SvG"))


def test_what_the_scanner_finds_is_refused():
    with pytest.raises(FileRefused) as refused:
        clean.clean(picture(), 1, lambda _: True)

    assert refused.value.reason is Reason.SUSPICIOUS


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_comes_out_as_plain_jpeg(kind: str):
    (page,) = cleaned(picture(kind))

    with Image.open(io.BytesIO(page)) as made:
        assert (made.format, made.mode, made.size) == ("JPEG", "RGB", (640, 480))


def test_a_telephone_s_heic_comes_out_as_jpeg():
    pillow_heif.register_heif_opener()
    (page,) = cleaned(picture("HEIF"))

    with Image.open(io.BytesIO(page)) as made:
        assert (made.format, made.size) == ("JPEG", (640, 480))


def test_nothing_but_pixels_comes_out_and_upright():
    (page,) = cleaned(hostile_files.with_exif())

    with Image.open(io.BytesIO(page)) as made:
        assert not made.getexif()
        assert made.size == (480, 640)
        assert set(made.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"Secret" not in page


def test_what_is_transparent_becomes_white_paper():
    target = io.BytesIO()
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(target, "PNG")

    (page,) = cleaned(target.getvalue())

    with Image.open(io.BytesIO(page)) as made:
        assert made.getpixel((150, 150)) == (255, 255, 255)


def test_a_large_photograph_becomes_one_that_every_reader_takes():
    (page,) = cleaned(picture(size=(8000, 6000), quality=70))

    with Image.open(io.BytesIO(page)) as made:
        assert max(made.size) == 2600
    assert len(page) < 5 * MB


def test_each_page_of_a_paper_comes_out():
    pages = cleaned(hostile_files.paper(5))

    assert len(pages) == 5
    with Image.open(io.BytesIO(pages[0])) as made:
        assert max(made.size) <= 2600


@pytest.mark.parametrize("slot", Slot)
def test_a_side_of_a_card_is_one_page_and_a_bill_is_five(slot: Slot):
    most = MOST_PAGES[slot]

    assert most == (5 if slot is Slot.BILL else 1)
    assert len(cleaned(hostile_files.paper(most), most)) == most
    with pytest.raises(FileRefused) as refused:
        cleaned(hostile_files.paper(most + 1), most)
    assert refused.value.reason is Reason.TOO_MANY_PAGES


def test_a_bomb_in_a_paper_takes_no_memory_of_ours():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    content = hostile_files.paper_with(hostile_files._bomb)
    made = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.monotonic()

    # Whether the page can be drawn within the bounds is all the same: they hold.
    with suppress(FileRefused):
        cleaned(content)

    assert time.monotonic() - begun < bounds.SECONDS + 5
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert (after - max(before, made)) * 1024 < 64 * MB


def test_who_takes_more_memory_than_allowed_is_ended():
    def greedy():
        yield bytes(bounds.MEMORY + MB)

    with pytest.raises(FileRefused) as refused:
        bounds.bounded(greedy)

    assert refused.value.reason is Reason.UNREADABLE


def test_who_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bounds, "SECONDS", 1)

    def stuck():
        time.sleep(60)
        yield b""

    begun = time.monotonic()
    with pytest.raises(FileRefused):
        bounds.bounded(stuck)

    assert time.monotonic() - begun < 5


def test_who_crashes_takes_nobody_along():
    def crashes():
        yield b"half"
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(FileRefused):
        bounds.bounded(crashes)


def test_no_child_is_left_behind():
    before = children()

    cleaned(picture())

    assert children() == before


def children() -> set[str]:
    """The processes that this one started and nobody waited for."""
    return set(Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split())
