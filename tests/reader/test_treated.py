"""T21 with a picture, as the workflow sees it: which guard finds one card again, and which does not.

No treated picture has the digest of the first. Its portrait's hash finds it compressed anew, rescaled and
a little cut, but not turned by three degrees, where the number is what is left.
"""

import hashlib
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from functions.verify.steps.cleaning.clean import clean
from functions.verify.steps.match import _portrait
from llave import wiring
from llave.adapters.reader import AwsReader
from llave.documents.decision import Thresholds, decide
from llave.documents.kinds import DocumentKind, Slot
from llave.documents.parsing import read_identity
from llave.documents.readings import Field
from llave.documents.reasons import Outcome
from llave.documents.reuse import Marks, Trace, marks
from tests.aws import Aws
from tests.fakes import NOW, FakeKeyring
from tests.reader.running import PATIENCE, draw, needs_the_reader, truth
from tests.verifying import facts

pytestmark = [needs_the_reader, pytest.mark.timeout(PATIENCE * 3)]
ON = date(2026, 11, 21)


def cropped(card: Image.Image) -> Image.Image:
    """Its margins cut."""
    across, down = card.width // 50, card.height // 50
    return card.crop((across, down, card.width - across, card.height - down))


def rotated(card: Image.Image) -> Image.Image:
    return card.rotate(3, Image.Resampling.BICUBIC, expand=True, fillcolor="white")


def rescaled(card: Image.Image) -> Image.Image:
    return card.resize((card.width * 3 // 5, card.height * 3 // 5), Image.Resampling.LANCZOS)


def jpeg(card: Image.Image, quality: int = 92) -> bytes:
    target = io.BytesIO()
    card.save(target, "JPEG", quality=quality)
    return target.getvalue()


TREATED: dict[str, Callable[[Image.Image], bytes]] = {
    "cropped": lambda card: jpeg(cropped(card)),
    "recompressed": lambda card: jpeg(card, 60),
    "rescaled": lambda card: jpeg(rescaled(card)),
    "rotated": lambda card: jpeg(rotated(card)),
}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("treated")
    only = ("--only", "ine-front", "--only", "ine-back")
    draw(folder, "--curp", "GALA900514MDFRPN09", "--condition", "clean", "--seed", "2", *only)
    return folder


@pytest.fixture(scope="module")
def seen(drawn: Path, eyes: AwsReader) -> dict[str, Marks]:
    """What each picture of the front leaves behind when its number was not read."""
    card = Image.open(drawn / "ine-front.jpg")
    files = {"first": jpeg(card), "again": jpeg(card)}
    files |= {name: treat(card) for name, treat in TREATED.items()}
    return {name: left_by(file, eyes) for name, file in files.items()}


@pytest.fixture
def tables(request: pytest.FixtureRequest) -> Aws:
    """Asked for by name: whoever names it among her arguments is given no sockets, which the reader
    needs."""
    made: Aws = request.getfixturevalue("aws")
    return made


def left_by(file: bytes, eyes: AwsReader, number: str | None = None) -> Marks:
    page = page_of(file)
    portrait = _portrait(page, eyes.faces(page))
    assert portrait is not None
    digest = hashlib.sha256(page).hexdigest()
    return marks(DocumentKind.INE, number, (digest,), int(portrait, 16), FakeKeyring())


def page_of(file: bytes) -> bytes:
    (page,) = clean(file, 1, lambda _: False)
    return page


def found(first: Marks, again: Marks) -> set[Trace]:
    """What the second account's case comes upon; whatever it is, a person looks."""
    assert wiring.reuse().claim(first, "owner", "case of owner", NOW) == ()
    findings = wiring.reuse().claim(again, "thief", "case of thief", NOW)
    accepted = decide(facts(reuse=findings), Thresholds()).outcome is Outcome.ACCEPT
    assert accepted is not bool(findings)
    return {one.trace for one in findings}


@pytest.mark.parametrize(
    ("treatment", "traces"),
    [
        ("again", {Trace.IMAGE, Trace.PORTRAIT}),
        ("cropped", {Trace.PORTRAIT}),
        ("recompressed", {Trace.PORTRAIT}),
        ("rescaled", {Trace.PORTRAIT}),
        # Twelve bits of its hash are others, and ten are what two portraits of one may differ in.
        ("rotated", set()),
    ],
)
def test_what_finds_a_treated_picture_whose_number_was_not_read(
    seen: dict[str, Marks], tables: Aws, treatment: str, traces: set[Trace]
) -> None:
    assert found(seen["first"], seen[treatment]) == traces


@pytest.fixture(scope="module")
def number(drawn: Path, eyes: AwsReader) -> str | None:
    """As it is read off the back, rotated as well."""
    back = page_of(TREATED["rotated"](Image.open(drawn / "ine-back.jpg")))
    pictures = {Slot.FRONT: [], Slot.BACK: eyes.lines(back)}
    return read_identity(DocumentKind.INE, pictures, ON).value(Field.NUMBER)


def test_its_number_finds_it_rotated(drawn: Path, number: str | None, tables: Aws) -> None:
    numbers = (truth(drawn, "ine-back")["cic"], number)
    first, again = (
        marks(DocumentKind.INE, one, (image,), None, FakeKeyring())
        for one, image in zip(numbers, ("first", "rotated"), strict=True)
    )

    assert found(first, again) == {Trace.NUMBER}
