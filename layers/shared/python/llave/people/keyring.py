"""The keyring: 256-bit secrets, one line of versions per purpose, wrapped by KMS at rest.

While two versions live, what is looked up is looked up under both, and what is written is written
under both; the newest comes first.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Purpose(StrEnum):
    """What a secret is for; the KMS encryption context names it, so a role can be held to it."""

    PEPPER = "pepper"
    LOOKUP_EMAIL = "lookup-email"
    LOOKUP_PHONE = "lookup-phone"
    LOOKUP_CURP = "lookup-curp"
    LOOKUP_CURP_PHONE = "lookup-curp-phone"
    CODES = "codes"
    ROBOTS = "robots"
    PAIRWISE = "pairwise"
    NETWORK = "network"
    LOOKUP_DOCUMENT = "lookup-document"
    LOOKUP_IMAGE = "lookup-image"


# By which people and documents are found: uniqueness stands on them, so that a new version is written
# beside the old one everywhere before the old one may go (llave.people.rekeying).
GUARDED = (
    Purpose.LOOKUP_EMAIL,
    Purpose.LOOKUP_PHONE,
    Purpose.LOOKUP_CURP,
    Purpose.LOOKUP_CURP_PHONE,
    Purpose.LOOKUP_DOCUMENT,
    Purpose.LOOKUP_IMAGE,
)

# What finds a person; who registers or signs in needs these, and none of what finds documents.
LOOKUPS = (
    Purpose.LOOKUP_EMAIL,
    Purpose.LOOKUP_PHONE,
    Purpose.LOOKUP_CURP,
    Purpose.LOOKUP_CURP_PHONE,
)


@dataclass(frozen=True, slots=True)
class Secret:
    """One version of one purpose; `value` is 32 bytes and never shown."""

    version: int
    value: bytes

    def __repr__(self) -> str:
        return f"Secret(version={self.version})"


@dataclass(frozen=True, slots=True)
class Made:
    """A version that lives, and since when; its value is not known here."""

    version: int
    at: datetime


class Keyring(Protocol):
    """Unwrapped secrets by purpose."""

    def live(self, purpose: Purpose) -> tuple[Secret, ...]:
        """The versions in use, newest first; one, or two during a rotation."""
        ...

    def version(self, purpose: Purpose, version: int) -> Secret:
        """One version, for what was stored under it."""
        ...
