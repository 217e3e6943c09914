"""Whose faces stand on a document, as production asks the reader."""

import io
from pathlib import Path

import pytest
from PIL import Image

from llave.adapters.reader import AwsReader
from llave.documents.likeness import Likeness, least_beside, most
from llave.documents.thresholds import Thresholds
from tests.reader.running import PATIENCE, draw, needs_the_reader

pytestmark = [needs_the_reader, pytest.mark.timeout(PATIENCE * 3)]
SAME, OTHER = Thresholds().same_face, Thresholds().other_face


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ana's credential and her photograph; two photographs of a thief."""
    folder = tmp_path_factory.mktemp("faces")
    ana = ("--curp", "GALA900514MDFRPN09", "--condition", "clean")
    draw(folder, *ana, "--only", "ine-front", "--only", "selfie")
    draw(folder / "thief", *ana, "--face", "c", "--only", "selfie", "--only", "face-ahead")
    return folder


def with_beside(card: Path, other: Image.Image, share: float) -> bytes:
    """The card with another picture at its right, so many times as high as it."""
    front = Image.open(card)
    height = int(front.height * share)
    other = other.resize((height * other.width // other.height, height))
    page = Image.new("RGB", (front.width + other.width, max(front.height, height)), "white")
    page.paste(front, (0, 0))
    page.paste(other, (front.width, 0))
    target = io.BytesIO()
    page.save(target, "JPEG", quality=90)
    return target.getvalue()


@pytest.mark.parametrize("share", [0.5, 1.0, 2.0])
def test_one_s_own_face_beside_somebody_s_card_is_one_of_two(
    eyes: AwsReader, drawn: Path, share: float
) -> None:
    front = with_beside(drawn / "ine-front.jpg", Image.open(drawn / "thief/face-ahead.jpg"), share)

    found = eyes.compare((drawn / "thief/selfie.jpg").read_bytes(), front)

    assert len(found) == 2
    assert (most(found) or 0) >= SAME
    assert (least_beside(found) or 1) < OTHER


def test_a_second_portrait_of_the_same_person_is_hers(eyes: AwsReader, drawn: Path) -> None:
    portrait = Image.open(drawn / "ine-front.jpg").crop((60, 170, 430, 650))
    front = with_beside(drawn / "ine-front.jpg", portrait.convert("L"), 0.25)

    found = eyes.compare((drawn / "selfie.jpg").read_bytes(), front)

    assert len(found) == 2
    assert (least_beside(found) or 0) >= SAME


def test_where_either_shows_no_face_there_is_none(eyes: AwsReader, drawn: Path) -> None:
    target = io.BytesIO()
    Image.new("RGB", (300, 300), "white").save(target, "JPEG")
    hers, blank = (drawn / "selfie.jpg").read_bytes(), target.getvalue()

    found: list[Likeness] = [*eyes.compare(blank, hers), *eyes.compare(hers, blank)]

    assert found == []
