"""The thresholds of a decision: they belong to the reader whose answers are judged, so that an
environment that changes readers measures and names its own."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from llave.people.evidence import Strength

SHARES = ("sure", "unreadable", "same_face", "other_face", "same_in_frames")
BITS = 64
MONTHS = 12


class ThresholdInvalid(ValueError):
    """Which threshold can not be, and why."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Shares from 0 to 1. Below `unreadable` nothing counts as read, below `sure` a person looks;
    faces alike from `same_face` on are one, below `other_face` two.

    A turned head is less like itself than two pictures from the front: from `same_in_frames` on it is
    hers. `copied_bits`, of 64: a portrait and a photograph whose crops differ in no more are one picture.
    Given are those that were measured for our reader; others raise ThresholdInvalid where they contradict
    each other.
    """

    sure: float = 0.80
    unreadable: float = 0.45
    same_face: float = 0.90
    other_face: float = 0.55
    bill_months: int = 3
    same_in_frames: float = 0.80
    copied_bits: int = 4
    least_automatic: Strength = Strength.FAIR

    def __post_init__(self) -> None:
        for problem in _problems(self):
            raise ThresholdInvalid(problem)

    @classmethod
    def parse(cls, text: str) -> "Thresholds":
        """The inverse of `str`; raises ThresholdInvalid, also where one is not given."""
        given = dict(part.strip().partition("=")[::2] for part in text.split(","))
        known = [field.name for field in fields(cls)]
        if unknown := sorted(given.keys() - set(known)):
            raise ThresholdInvalid(f"{unknown[0]} is no threshold")
        if missing := [name for name in known if name not in given]:
            raise ThresholdInvalid(f"{missing[0]} is not given")
        return cls(**{field.name: _read(field.name, given[field.name]) for field in fields(cls)})

    def __str__(self) -> str:
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        given["least_automatic"] = self.least_automatic.name.lower()
        return ",".join(f"{name}={value}" for name, value in given.items())


def _read(name: str, text: str) -> Any:
    try:
        if name in SHARES:
            return float(text)
        return Strength[text.upper()] if name == "least_automatic" else int(text)
    except (ValueError, KeyError):
        raise ThresholdInvalid(f"{name} can not be {text!r}") from None


def _problems(given: Thresholds) -> Iterator[str]:
    for name in SHARES:
        # Said so that what is no number is refused as well.
        if not 0 <= getattr(given, name) <= 1:
            yield f"{name} is not between 0 and 1"
    if not given.unreadable < given.sure:
        yield "unreadable is not below sure"
    if not given.other_face < given.same_face:
        yield "other_face is not below same_face"
    if not 1 <= given.bill_months <= MONTHS:
        yield f"bill_months is not between 1 and {MONTHS}"
    if not 0 <= given.copied_bits < BITS:
        yield f"copied_bits is not between 0 and {BITS - 1}"
