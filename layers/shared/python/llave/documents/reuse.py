"""Whether a document, an image or a portrait was used before, by another account.

The number and the exact image are guards that one account owns. A portrait is compared by a
perceptual hash of its crop (never of the whole document, which all look alike): 64 bits, in four bands
of 16, each a key of its own. It is looked for under its bands and under those one bit away: of two
hashes that differ in seven bits at most, one band does so in one at most, so that they meet for
certain, and then are compared whole. A bill serves a whole family and leaves no mark.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import cos, pi
from typing import Protocol

from llave.documents.kinds import DocumentKind
from llave.people.keyring import Keyring, Purpose, Secret

SIDE = 32
KEPT = 8
BANDS = 4
BAND_BITS = 16
# Of 64 bits; portraits of two persons differ in about 30.
ALIKE_BITS = 10


class Trace(StrEnum):
    """What was seen before."""

    NUMBER = "number"
    IMAGE = "image"
    PORTRAIT = "portrait"


@dataclass(frozen=True, slots=True)
class Finding:
    """Another account's case used it. Kept sealed with the decision: the reviewer in whose hands the
    case is compares the two, and is neither `person` nor a namesake of hers."""

    trace: Trace
    person: str
    case: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that only one account may use: its guard's key under every live secret."""

    trace: Trace
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Portrait:
    """A portrait's hash under one secret, masked, so that the table holds nothing of a face."""

    version: int
    masked: int

    @property
    def bands(self) -> tuple[str, ...]:
        """The keys under which it is found."""
        return tuple(self._key(band, value) for band, value in enumerate(self._values()))

    @property
    def probes(self) -> tuple[str, ...]:
        """The keys under which one like it is looked for: its own, and those one bit away."""
        near = [
            self._key(band, value ^ 1 << bit)
            for band, value in enumerate(self._values())
            for bit in range(BAND_BITS)
        ]
        return (*self.bands, *near)

    def is_like(self, masked: int) -> bool:
        """Whether the other, under the same secret, may be the same picture."""
        return (self.masked ^ masked).bit_count() <= ALIKE_BITS

    def _values(self) -> list[int]:
        return [self.masked >> BAND_BITS * n & (1 << BAND_BITS) - 1 for n in range(BANDS)]

    def _key(self, band: int, value: int) -> str:
        return f"PORTRAIT#{self.version}#{band}#{value:04x}"


@dataclass(frozen=True, slots=True)
class Marks:
    """What a case leaves behind: guards, and its portrait under every live secret."""

    guards: tuple[Mark, ...]
    portraits: tuple[Portrait, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Every guard's key: what is hers once the case is accepted."""
        return tuple(key for mark in self.guards for key in mark.keys)


class Reuse(Protocol):
    """Where marks are kept."""

    def claim(self, marks: Marks, person: str, case: str, now: datetime) -> tuple[Finding, ...]:
        """Own what nobody owns, and find what another does; again for the same case finds the same."""
        ...

    def release(self, marks: Marks, person: str, case: str) -> None:
        """Leave what this very case came to own to whoever shows it next; what is hers by another case,
        or another's, stays. Again changes nothing."""
        ...


def marks(
    kind: DocumentKind,
    number: str | None,
    images: Sequence[str],
    portrait: int | None,
    keyring: Keyring,
) -> Marks:
    """The marks of a case: the document's own number, the SHA-256 (hex) of each sanitised page but the
    bill's, and the perceptual hash of the portrait on the document."""
    documents = keyring.live(Purpose.LOOKUP_DOCUMENT)
    pictures = keyring.live(Purpose.LOOKUP_IMAGE)
    plain = "".join(char for char in (number or "").upper() if char.isalnum())
    numbers = [f"{kind.value}\x1f{plain}"] if plain else []
    return Marks(
        guards=(
            *(_mark(Trace.NUMBER, "DOCUMENT", value, documents) for value in numbers),
            *(_mark(Trace.IMAGE, "IMAGE", value, pictures) for value in dict.fromkeys(images)),
        ),
        portraits=tuple(Portrait(s.version, portrait ^ _mask(s)) for s in pictures)
        if portrait is not None
        else (),
    )


def perceptual_hash(gray: Sequence[int]) -> int:
    """64 bits of a crop of 32 by 32 grey values, row by row: which low frequencies lie above the
    median. Recompressing, a little scaling and light leave most of them."""
    if len(gray) != SIDE * SIDE:
        raise ValueError("32 by 32 values")
    rows = [_frequencies(gray[SIDE * row : SIDE * (row + 1)]) for row in range(SIDE)]
    columns = [_frequencies([row[n] for row in rows]) for n in range(KEPT)]
    values = [columns[x][y] for y in range(KEPT) for x in range(KEPT)]
    # The first is the mean brightness, which says nothing of the picture.
    middle = sorted(values[1:])[len(values) // 2 - 1]
    return sum(1 << bit for bit, value in enumerate(values) if bit and value > middle)


def _frequencies(values: Sequence[float]) -> list[float]:
    """The first of the discrete cosine transform."""
    return [sum(value * COSINES[n][at] for at, value in enumerate(values)) for n in range(KEPT)]


COSINES = [[cos(pi * n * (2 * at + 1) / (2 * SIDE)) for at in range(SIDE)] for n in range(KEPT)]


def _mark(trace: Trace, name: str, value: str, secrets: tuple[Secret, ...]) -> Mark:
    return Mark(trace, tuple(f"{name}#{s.version}#{_digest(s, value)}" for s in secrets))


def _digest(secret: Secret, value: str) -> str:
    return hmac.new(secret.value, value.encode(), hashlib.sha256).hexdigest()


def _mask(secret: Secret) -> int:
    """A mask keeps which bits differ, and hides what they are."""
    made = hmac.new(secret.value, b"portrait", hashlib.sha256).digest()
    return int.from_bytes(made[:8], "big")
