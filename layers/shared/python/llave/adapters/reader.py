"""Textract and Rekognition at the address that the environment names (AWS_ENDPOINT_URL_TEXTRACT,
AWS_ENDPOINT_URL_REKOGNITION; unset, AWS's own in the reader's region).

Pictures go as bytes: neither service needs a right to our bucket, and nothing is kept there.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from math import sqrt
from typing import TYPE_CHECKING, Any, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError

from llave.documents.likeness import Likeness
from llave.documents.reader import UnreadablePicture
from llave.documents.textlines import Line, lines_of
from llave.errors import Slowed

if TYPE_CHECKING:
    from mypy_boto3_rekognition import RekognitionClient
    from mypy_boto3_rekognition.type_defs import ComparedFaceTypeDef
    from mypy_boto3_textract import TextractClient

T = TypeVar("T")

# A page takes a second or three, on a busy machine ten times that. A client that gave up and asked
# anew would have it read twice; the workflow tries again, with pauses.
CONFIG = Config(
    connect_timeout=2, read_timeout=55, retries={"mode": "standard", "total_max_attempts": 1}
)
# The picture is at fault, or there is no face in it.
NO_PICTURE = frozenset(
    {
        "BadDocumentException",
        "DocumentTooLargeException",
        "ImageTooLargeException",
        "InvalidImageFormatException",
        "UnsupportedDocumentException",
    }
)
NO_FACE = "InvalidParameterException"


@cache
def textract(region: str) -> "TextractClient":
    """One client a process."""
    return boto3.client("textract", region_name=region, config=CONFIG)


@cache
def rekognition(region: str) -> "RekognitionClient":
    """One client a process."""
    return boto3.client("rekognition", region_name=region, config=CONFIG)


class AwsReader:
    """`region` is where the services are; it says nothing of a reader of our own."""

    def __init__(self, region: str) -> None:
        self._region = region

    def lines(self, picture: bytes) -> Sequence[Line]:
        """DetectDocumentText."""
        try:
            answer = _asked(
                lambda: textract(self._region).detect_document_text(Document={"Bytes": picture})
            )
        except ClientError as error:
            raise _meant(error) from None
        return lines_of(answer)

    def faces(self, picture: bytes) -> Mapping[str, Any]:
        """DetectFaces, with what the eyes do."""
        try:
            return _asked(
                lambda: rekognition(self._region).detect_faces(
                    Image={"Bytes": picture}, Attributes=["DEFAULT", "EYES_OPEN"]
                )
            )
        except ClientError as error:
            raise _meant(error) from None

    def compare(self, face: bytes, picture: bytes) -> Sequence[Likeness]:
        """CompareFaces, whatever the likeness; no face in the first is an error of the service's.

        It has a direction: of the source the largest face alone counts, of the target every one does
        (the hundred largest). What may show faces that are not looked for belongs into the target.
        """
        try:
            answer = _asked(
                lambda: rekognition(self._region).compare_faces(
                    SourceImage={"Bytes": face},
                    TargetImage={"Bytes": picture},
                    SimilarityThreshold=0,
                )
            )
        except ClientError as error:
            if _code(error) == NO_FACE:
                return ()
            raise _meant(error) from None
        matched = [_likeness(one["Face"], one["Similarity"]) for one in answer["FaceMatches"]]
        return (*matched, *(_likeness(one, 0.0) for one in answer["UnmatchedFaces"]))


def _asked(call: Callable[[], T]) -> T:
    """A reader that is away (a container that is replaced, a network that is mended) is waited for like
    one that is full: for hours, since nothing is wrong with the case."""
    try:
        return call()
    except (EndpointConnectionError, ConnectTimeoutError) as error:
        raise Slowed(f"document reader: {type(error).__name__}") from None


def _likeness(face: "ComparedFaceTypeDef", per_cent: float) -> Likeness:
    box = face["BoundingBox"]
    return Likeness(per_cent / 100, sqrt(box["Width"] * box["Height"]))


def _meant(error: ClientError) -> Exception:
    return UnreadablePicture(_code(error)) if _code(error) in NO_PICTURE else error


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code"))
