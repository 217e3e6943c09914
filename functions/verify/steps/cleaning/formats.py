"""What a file is, by its first bytes alone: its name and declared type are the sender's words."""

import io
import zipfile
from enum import StrEnum

import filetype

from functions.verify.steps.cleaning.refusals import FileRefused, Reason

MAX_BYTES = 15 * 1024 * 1024
# https://www.eicar.org: written apart, so that no scanner stumbles over this file.
TEST_VIRUS = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
# What browsers and servers would run when a picture is read as something else.
FOREIGN = (b"<script", b"<html", b"<!doctype", b"<?php", b"<iframe", b"javascript:")
# Four letters come by chance in one of a hundred large photographs: they count at the beginning alone.
FOREIGN_IN_HEADER = (*FOREIGN, b"<svg")
HEADER = 1024


class Format(StrEnum):
    """The four that are taken."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    HEIC = "image/heic"
    PDF = "application/pdf"


def format_of(content: bytes) -> Format:
    """The one thing that the file is; raises FileRefused when it is none, or two at once."""
    if not content:
        raise FileRefused(Reason.EMPTY)
    if len(content) > MAX_BYTES:
        raise FileRefused(Reason.TOO_MANY_BYTES)
    if TEST_VIRUS in content:
        raise FileRefused(Reason.SUSPICIOUS)
    kind = filetype.guess_mime(content[:HEADER])
    if kind == "image/heif":
        kind = Format.HEIC.value
    if kind not in set(Format):
        raise FileRefused(Reason.UNKNOWN_FORMAT)
    found = Format(kind)
    if _is_something_else_too(content, found):
        raise FileRefused(Reason.SUSPICIOUS)
    return found


def _is_something_else_too(content: bytes, found: Format) -> bool:
    """Polyglots: an archive behind a picture, a PDF within one, a page of HTML before either."""
    # Archives are read from their end, whatever stands before.
    if zipfile.is_zipfile(io.BytesIO(content)):
        return True
    header = content[:HEADER]
    if _has(FOREIGN_IN_HEADER, header):
        return True
    # A PDF may speak of scripts in its text; a browser guesses from the first bytes only.
    if found is Format.PDF:
        return not content.startswith(b"%PDF-")
    return b"%PDF-" in header or _has(FOREIGN, content)


def _has(marks: tuple[bytes, ...], content: bytes) -> bool:
    lowered = content.lower()
    return any(mark in lowered for mark in marks)
