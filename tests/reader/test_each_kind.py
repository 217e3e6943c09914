"""The documents that are not INE's, drawn clean: every field exactly, and their zones valid."""

from datetime import date
from pathlib import Path

import pytest

from llave.adapters.reader import AwsReader
from llave.documents.kinds import SIDES, DocumentKind
from llave.documents.parsing import read_identity
from tests.reader.running import PATIENCE, draw, needs_the_reader, truth

pytestmark = [needs_the_reader, pytest.mark.timeout(PATIENCE * 3)]
ON = date(2026, 11, 21)
PICTURES = {
    DocumentKind.PASSPORT: ("passport",),
    DocumentKind.CARTILLA: ("cartilla",),
    DocumentKind.INM: ("inm-front", "inm-back"),
}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kinds")
    only = [part for names in PICTURES.values() for name in names for part in ("--only", name)]
    draw(folder, "--curp", "GALA900514MDFRPN09", "--condition", "clean", "--seed", "1", *only)
    return folder


@pytest.mark.parametrize("kind", PICTURES)
def test_a_clean_document_is_read_exactly(eyes: AwsReader, drawn: Path, kind: DocumentKind) -> None:
    names = dict(zip(SIDES[kind], PICTURES[kind], strict=True))

    pictures = {
        slot: eyes.lines((drawn / f"{name}.jpg").read_bytes()) for slot, name in names.items()
    }
    reading = read_identity(kind, pictures, ON)

    expected = {key: value for name in names.values() for key, value in truth(drawn, name).items()}
    assert (
        expected.items()
        <= {name.value: read.value for name, read in reading.fields.items()}.items()
    )
    assert reading.recognised is kind
    assert reading.conflicts == ()
    if kind is not DocumentKind.CARTILLA:
        assert reading.mrz is not None
        assert reading.mrz.valid
