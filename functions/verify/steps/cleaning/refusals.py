"""Why a file is not taken, as codes: the pages have the words, which say what to do."""

from enum import StrEnum


class Reason(StrEnum):
    """Stable; SUSPICIOUS says no more on purpose, because it would teach a forger."""

    EMPTY = "empty"
    TOO_MANY_BYTES = "too_many_bytes"
    UNKNOWN_FORMAT = "unknown_format"
    UNREADABLE = "unreadable"
    LOCKED = "locked"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_SMALL = "too_small"
    SUSPICIOUS = "suspicious"


class FileRefused(Exception):
    """The file is at fault, not we: trying again with the same file changes nothing."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
