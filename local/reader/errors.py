"""Refusals by the names that AWS's SDKs know."""

from typing import ClassVar


class Refusal(Exception):
    """Becomes `{"__type": <name>, "message": …}` with this HTTP status."""

    name: ClassVar[str] = "InternalServerError"
    status: ClassVar[int] = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidParameter(Refusal):
    """A parameter is missing or out of its range, or a picture to compare shows no face."""

    name = "InvalidParameterException"


class UnsupportedDocument(Refusal):
    """Textract: neither JPEG nor PNG."""

    name = "UnsupportedDocumentException"


class BadDocument(Refusal):
    """Textract: it says that it is a picture and can not be opened."""

    name = "BadDocumentException"


class DocumentTooLarge(Refusal):
    """Textract: more bytes or pixels than are read."""

    name = "DocumentTooLargeException"


class InvalidImageFormat(Refusal):
    """Rekognition: neither JPEG nor PNG, or broken."""

    name = "InvalidImageFormatException"


class ImageTooLarge(Refusal):
    """Rekognition: more bytes or pixels than are read."""

    name = "ImageTooLargeException"


class Throttled(Refusal):
    """As many calls are under way as the machine can bear; trying again later is right."""

    name = "ThrottlingException"


class UnknownOperation(Refusal):
    """An operation that is not imitated here."""

    name = "UnknownOperationException"


class InternalError(Refusal):
    """A defect of the reader; its log has it."""

    status = 500
