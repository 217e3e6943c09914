"""The operations of AWS that are answered, by their X-Amz-Target."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from local.reader import blocks, errors, faces, measures
from local.reader.faces import Face
from local.reader.pictures import REKOGNITION, TEXTRACT, Pixels, picture_in

Request = Mapping[str, Any]
Answer = dict[str, Any]
LANDMARKS = ("eyeLeft", "eyeRight", "nose", "mouthLeft", "mouthRight")
DEFAULT_THRESHOLD = 80.0


class ReadsText(Protocol):
    """The text reader."""

    def read(self, picture: Pixels) -> list[blocks.ReadLine]: ...


class ReadsFaces(Protocol):
    """The face reader."""

    def find(self, picture: Pixels) -> list[Face]: ...

    def similarity(self, one: Face, other: Face) -> float: ...


class Models(Protocol):
    """Both, loaded when they are first needed."""

    @property
    def text(self) -> ReadsText: ...

    @property
    def faces(self) -> ReadsFaces: ...


def detect_document_text(request: Request, models: Models) -> Answer:
    """Textract.DetectDocumentText."""
    picture = picture_in(request, "Document", TEXTRACT)
    return blocks.answer(models.text.read(picture))


def compare_faces(request: Request, models: Models) -> Answer:
    """Rekognition CompareFaces: the largest face of the source against all of the target."""
    threshold = request.get("SimilarityThreshold", DEFAULT_THRESHOLD)
    if not isinstance(threshold, int | float) or not 0 <= threshold <= 100:
        raise errors.InvalidParameter("SimilarityThreshold is a number from 0 to 100.")
    source, target = (
        models.faces.find(picture_in(request, name, REKOGNITION))
        for name in ("SourceImage", "TargetImage")
    )
    if not source:
        raise errors.InvalidParameter("The source picture shows no face.")
    compared = [(models.faces.similarity(source[0], face), face) for face in target]
    compared.sort(key=lambda pair: -pair[0])
    return {
        "SourceImageFace": {"BoundingBox": _box(source[0]), "Confidence": source[0].score * 100},
        "FaceMatches": [
            {"Similarity": how, "Face": _compared(face)}
            for how, face in compared
            if how >= threshold
        ],
        "UnmatchedFaces": [_compared(face) for how, face in compared if how < threshold],
    }


def detect_faces(request: Request, models: Models) -> Answer:
    """Rekognition DetectFaces; EyesOpen comes with Attributes ALL or EYES_OPEN."""
    asked = set(request.get("Attributes") or ("DEFAULT",))
    found = models.faces.find(picture_in(request, "Image", REKOGNITION))
    details = [_compared(face) for face in found]
    if asked & {"ALL", "EYES_OPEN"}:
        for face, detail in zip(found, details, strict=True):
            is_open, sure = measures.eyes_open(faces.eye_contrasts(face))
            detail["EyesOpen"] = {"Value": is_open, "Confidence": sure}
    return {"FaceDetails": details}


OPERATIONS: Mapping[str, Callable[[Request, Models], Answer]] = {
    "Textract.DetectDocumentText": detect_document_text,
    "RekognitionService.CompareFaces": compare_faces,
    "RekognitionService.DetectFaces": detect_faces,
}


def _compared(face: Face) -> Answer:
    height, width = face.picture.shape[:2]
    points = [face.point(number) for number in range(5)]
    left, right, nose, *mouth = points
    return {
        "BoundingBox": _box(face),
        "Confidence": face.score * 100,
        "Landmarks": [
            {"Type": name, "X": x / width, "Y": y / height}
            for name, (x, y) in zip(LANDMARKS, points, strict=True)
        ],
        "Pose": {
            "Roll": measures.roll(left, right),
            "Yaw": measures.yaw(left, right, nose),
            "Pitch": measures.pitch((left, right), nose, (mouth[0], mouth[1])),
        },
        "Quality": {"Brightness": faces.brightness(face), "Sharpness": faces.sharpness(face)},
    }


def _box(face: Face) -> Answer:
    height, width = face.picture.shape[:2]
    left, top, across, down = (float(v) for v in face.found[:4])
    return {
        "Left": left / width,
        "Top": top / height,
        "Width": across / width,
        "Height": down / height,
    }
