"""Text messages that wait for an answer: how many went where, and how many were answered.

Who is paid for receiving texts has them sent to numbers that nobody reads. What tells such numbers from
others is that no code ever comes back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

# This hour and the one before are looked at together, so that no hour begins with a clean slate.
WINDOW = timedelta(hours=1)
# An answer that comes later than any code lives counts for nothing.
REMEMBERED = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Tally:
    """What a counter holds for this hour and the one before."""

    sent: int = 0
    answered: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """`unproven` texts go out on trust; beyond them `for_each` of those that were answered."""

    unproven: int
    for_each: int = 0

    def allows(self, tally: Tally) -> bool:
        """Whether the text that was counted last may go out."""
        return tally.sent <= self.unproven + self.for_each * tally.answered


class Texted(Protocol):
    """Where texts are counted; counters are opaque names."""

    def add(self, counter: str, amount: int, now: datetime) -> Tally:
        """Count a text (or its price) before it goes out; below zero takes it back. Atomic."""
        ...

    def remember(self, person: str, counters: Sequence[str], now: datetime) -> None:
        """The text to this person was counted there; the newest alone is remembered."""
        ...

    def answered(self, person: str, now: datetime) -> None:
        """The code of her newest text came back: count it where the text was counted, once."""
        ...
