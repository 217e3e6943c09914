"""The reader over its own HTTP, by boto3, on documents drawn for the purpose."""

import base64
import struct
import zlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from llave.documents import capture
from llave.documents.capture import CaptureSession, Challenge
from llave.documents.kinds import DocumentKind, Slot
from llave.documents.parsing import read_bill, read_identity
from llave.documents.textlines import lines_of
from tests.reader.running import PATIENCE, client, draw, needs_the_reader, running, truth

pytestmark = [needs_the_reader, pytest.mark.timeout(PATIENCE * 3)]
ON = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
MOVEMENTS = ("face-ahead", "face-left", "face-right", "face-blink")
FRAMES = ("selfie", *MOVEMENTS)
ANA_S_CURP = "GALA900514MDFRPN09"
# One pixel, white.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ana's documents with one face, as a phone photographs them, and a face that is another's."""
    folder = tmp_path_factory.mktemp("documents")
    wanted = ("ine-front", "ine-back", "bill-electricity", *FRAMES)
    only = [part for name in wanted for part in ("--only", name)]
    draw(folder, "--curp", ANA_S_CURP, "--seed", "2", *only)
    draw(folder / "other", "--curp", ANA_S_CURP, "--face", "c", "--only", "selfie")
    return folder


def lines(textract: Any, picture: Path) -> Any:
    return lines_of(textract.detect_document_text(Document={"Bytes": picture.read_bytes()}))


def test_a_credential_photographed_by_a_phone_is_read(textract: Any, drawn: Path):
    pictures = {
        Slot.FRONT: lines(textract, drawn / "ine-front.jpg"),
        Slot.BACK: lines(textract, drawn / "ine-back.jpg"),
    }

    reading = read_identity(DocumentKind.INE, pictures, ON)

    expected = truth(drawn, "ine-front") | truth(drawn, "ine-back")
    assert {name.value: read.value for name, read in reading.fields.items()} == expected | {
        "number": expected["cic"]
    }
    assert reading.mrz is not None
    assert reading.mrz.valid
    assert reading.conflicts == ()


def test_a_bill_is_read(textract: Any, drawn: Path):
    reading = read_bill(lines(textract, drawn / "bill-electricity.jpg"), ON)

    expected = truth(drawn, "bill-electricity")
    assert reading.kind == expected["kind"]
    assert (reading.name and reading.name.value) == expected["name"]
    assert (reading.date and reading.date.value) == expected["date"]


def test_a_portrait_is_its_owner_s_and_nobody_else_s(rekognition: Any, drawn: Path):
    source = {"Bytes": (drawn / "ine-front.jpg").read_bytes()}
    hers, another_s = (
        rekognition.compare_faces(
            SourceImage=source, TargetImage={"Bytes": path.read_bytes()}, SimilarityThreshold=80
        )
        for path in (drawn / "selfie.jpg", drawn / "other/selfie.jpg")
    )

    assert hers["FaceMatches"][0]["Similarity"] > 90
    assert another_s["FaceMatches"] == []
    assert len(another_s["UnmatchedFaces"]) == 1


def test_a_face_is_described(rekognition: Any, drawn: Path):
    picture = {"Bytes": (drawn / "selfie.jpg").read_bytes()}

    (face,) = rekognition.detect_faces(Image=picture, Attributes=["ALL"])["FaceDetails"]

    assert abs(face["Pose"]["Yaw"]) < 30
    assert face["EyesOpen"]["Value"] is True
    assert 0 < face["Quality"]["Brightness"] < 100
    assert {point["Type"] for point in face["Landmarks"]} >= {"eyeLeft", "eyeRight", "nose"}
    assert 0 < face["BoundingBox"]["Width"] < 1


def test_frames_of_a_capture_are_one_person_s_and_pass_its_verdict(rekognition: Any, drawn: Path):
    frames = {name: {"Bytes": (drawn / f"{name}.jpg").read_bytes()} for name in MOVEMENTS}
    order = (Challenge.BLINK, Challenge.RIGHT, Challenge.LEFT)
    session = CaptureSession("key", "p1", "c1", order, NOW, spent_at=NOW)

    def verdict(names: Iterable[str]) -> capture.Capture:
        found = [
            rekognition.detect_faces(Image=frames[f"face-{name}"], Attributes=["EYES_OPEN"])
            for name in ("ahead", *names)
        ]
        return capture.verdict(session, "p1", "c1", found)

    same = rekognition.compare_faces(
        SourceImage=frames["face-ahead"], TargetImage=frames["face-left"]
    )

    assert verdict(order) is capture.Capture.VALID
    assert verdict(reversed(order)) is capture.Capture.NOT_SHOWN
    assert len(same["FaceMatches"]) == 1


def test_a_picture_without_text_or_face_is_no_error(textract: Any, rekognition: Any):
    blocks = textract.detect_document_text(Document={"Bytes": PIXEL})["Blocks"]

    assert [block["BlockType"] for block in blocks] == ["PAGE"]
    assert rekognition.detect_faces(Image={"Bytes": PIXEL})["FaceDetails"] == []


def png(width: int, height: int) -> bytes:
    """The head of a picture of that size, and nothing in it."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    return b"\x89PNG\r\n\x1a\n" + chunk


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"%PDF-1.7 not ours to open", "UnsupportedDocumentException"),
        (b"\xff\xd8\xff\xe0 broken", "BadDocumentException"),
        (png(50_000, 50_000), "DocumentTooLargeException"),
        (PIXEL + b"\0" * (10 * 1024 * 1024), "DocumentTooLargeException"),
    ],
    ids=["pdf", "broken", "pixels", "bytes"],
)
def test_textract_s_refusals(textract: Any, content: bytes, error: str):
    with pytest.raises(ClientError) as refused:
        textract.detect_document_text(Document={"Bytes": content})

    assert refused.value.response["Error"]["Code"] == error


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"GIF89a", "InvalidImageFormatException"),
        (PIXEL + b"\0" * (5 * 1024 * 1024), "ImageTooLargeException"),
        (PIXEL, "InvalidParameterException"),
    ],
    ids=["gif", "bytes", "no face in the source"],
)
def test_rekognition_s_refusals(rekognition: Any, content: bytes, error: str):
    with pytest.raises(ClientError) as refused:
        rekognition.compare_faces(SourceImage={"Bytes": content}, TargetImage={"Bytes": PIXEL})

    assert refused.value.response["Error"]["Code"] == error


def test_documents_in_s3_are_not_read(textract: Any):
    with pytest.raises(ClientError) as refused:
        textract.detect_document_text(Document={"S3Object": {"Bucket": "bucket", "Name": "name"}})

    assert refused.value.response["Error"]["Code"] == "InvalidParameterException"


def test_an_operation_that_is_not_imitated_says_so(textract: Any):
    with pytest.raises(ClientError) as refused:
        textract.analyze_id(DocumentPages=[{"Bytes": PIXEL}])

    assert refused.value.response["Error"]["Code"] == "UnknownOperationException"


def test_calls_beyond_those_under_way_are_throttled(drawn: Path):
    picture = (drawn / "ine-front.jpg").read_bytes()

    def call(busy: Any) -> str:
        try:
            busy.detect_document_text(Document={"Bytes": picture})
        except ClientError as refused:
            return str(refused.response["Error"]["Code"])
        return "read"

    with running("--under-way", "1") as where, ThreadPoolExecutor(4) as threads:
        outcomes = sorted(threads.map(call, [client("textract", where) for _ in range(4)]))

    assert outcomes[-1] == "read"
    assert outcomes[0] == "ThrottlingException"


def test_pictures_read_side_by_side_are_read_as_one_by_one(textract: Any, drawn: Path):
    pictures = [drawn / "ine-front.jpg", drawn / "ine-back.jpg"] * 2

    with ThreadPoolExecutor(4) as threads:
        texts = [
            [line.text for line in read]
            for read in threads.map(lambda one: lines(textract, one), pictures)
        ]

    assert texts[0] == texts[2]
    assert texts[1] == texts[3]
    assert ANA_S_CURP in texts[0]
