"""The chained audit of what staff do: each entry holds the hash of the one before, so that an entry
that is changed, removed or put in between is found by whoever reads the chain.

An end that was cut off whole can not be seen in the chain itself: the daily check keeps the last
number and hash where who writes the chain can not write, and in its log (docs/operations.md).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

BEGINNING = "0" * 64


class What(StrEnum):
    """What is recorded."""

    BEGUN = "begun"
    SIGNED_IN = "signed-in"
    TURNED_AWAY = "turned-away"
    SIGNED_OUT = "signed-out"
    ROLE_PROPOSED = "role-proposed"
    ROLE_GIVEN = "role-given"
    ROLE_TAKEN = "role-taken"
    ASSIGNED = "assigned"
    OPENED = "opened"
    PICTURE = "picture"
    EXCUSED = "excused"
    FOUND = "found"
    CONTEST_OPENED = "contest-opened"
    CONTEST_DECIDED = "contest-decided"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be recorded: who did what, by ids alone."""

    who: str
    what: What
    at: datetime
    refs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line in its place: `number` counts from 1, `before` is the hash of the entry before."""

    number: int
    line: Line
    before: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain."""

    number: int = 0
    hash: str = BEGINNING


class Chain(Protocol):
    """Where the chain is kept."""

    def append(self, line: Line) -> None:
        """Record a line that comes with no other write."""
        ...

    def entries(self) -> Iterable[Entry]:
        """Every entry that is there, by its number."""
        ...

    def head(self) -> Head:
        """The end, as it was written beside the entries."""
        ...


def following(head: Head, line: Line) -> Entry:
    """The next entry."""
    number = head.number + 1
    return Entry(number, line, head.hash, hash_of(number, line, head.hash))


def hash_of(number: int, line: Line, before: str) -> str:
    """SHA-256 over everything that an entry says, in one form of JSON."""
    said = {
        "number": number,
        "before": before,
        "who": line.who,
        "what": line.what.value,
        # As it is stored: whole milliseconds.
        "at": round(line.at.timestamp() * 1000),
        "refs": dict(line.refs),
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def first_break(entries: Iterable[Entry], head: Head, known: Head | None = None) -> int | None:
    """The number of the first entry that is missing or other than it was written, None when all is
    well. `known` is an end that somebody wrote down earlier elsewhere."""
    last = Head()
    for entry in entries:
        if entry.number != last.number + 1 or entry.before != last.hash:
            return last.number + 1
        if entry.hash != hash_of(entry.number, entry.line, entry.before):
            return entry.number
        last = Head(entry.number, entry.hash)
        if known and known.number == last.number and known.hash != last.hash:
            return entry.number
    if last != head or (known and known.number > last.number):
        return last.number + 1
    return None
