"""What a job answers, and how it refuses."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Done:
    """`changed` says whether anything is other than before; then the ledger has a line with the
    `summary`, which therefore names no person."""

    changed: bool
    summary: Mapping[str, str | int] = field(default_factory=dict)


class JobRefused(Exception):
    """The call's fields are not what the job takes; the message tells the operator what to mend."""
