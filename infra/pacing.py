"""How fast cases enter the workflow: no faster than the document reader bears (decision 15).

The function that begins a case keeps its place for a while, and SQS has it called in so many places at
most: that is a rate, without a count that could leak or a table that must be kept.
"""

from dataclasses import dataclass

from infra.catalogue import Function
from infra.environments import Environment

# SQS has no fewer places.
LEAST_PLACES = 2
# A call itself takes some tenths of a second, which a hold of this length makes little of.
LEAST_HOLD_MS = 5_000
MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Pace:
    """`places` at a time, each kept for `hold_ms` after a case was begun there."""

    places: int
    hold_ms: int


def pace_of(environment: Environment) -> Pace:
    """Never more than the reader's cases a minute; a little less, since a call takes its time too."""
    a_minute = environment.documents.cases_a_minute
    if a_minute is None:
        return Pace(LEAST_PLACES, 0)
    places = max(LEAST_PLACES, _up(a_minute * LEAST_HOLD_MS, MINUTE_MS))
    return Pace(places, _up(places * MINUTE_MS, a_minute))


def time_limit(function: Function, environment: Environment) -> int:
    """Seconds that a call of the function may take in AWS, with the hold of one that begins cases."""
    held = _up(pace_of(environment).hold_ms, 1_000) if begins_cases(function) else 0
    return function.timeout_s + held


def begins_cases(function: Function) -> bool:
    """Whether it takes cases out of their queue."""
    return function.starts_cases and function.consumes is not None


def _up(dividend: int, divisor: int) -> int:
    return -(-dividend // divisor)
