"""Cases that wait for people: for a reviewer, with the token by which the workflow hears of her
answer, or for an operator."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case in a reviewer's queue; `urgent` says that nobody answered in time."""

    case: str
    since: datetime
    urgent: bool
    token: str = field(repr=False)


class Reviews(Protocol):
    """The queues of people."""

    def wait(self, case: str, token: str, now: datetime) -> None:
        """Put a case into the reviewers' queue; a later token takes the place of an earlier one."""
        ...

    def hurry(self, case: str) -> None:
        """Bring a waiting case to the front; nothing when it no longer waits."""
        ...

    def get(self, case: str) -> Waiting | None:
        """The case as it waits."""
        ...

    def waiting(self) -> tuple[Waiting, ...]:
        """The reviewers' queue: urgent ones first, then by how long they have waited."""
        ...

    def done(self, case: str) -> None:
        """Take a case out of both queues; again changes nothing."""
        ...

    def stick(self, case: str, now: datetime) -> None:
        """Put a case into the operators' queue; again changes nothing."""
        ...

    def stuck(self) -> tuple[str, ...]:
        """The operators' queue, the oldest first."""
        ...
