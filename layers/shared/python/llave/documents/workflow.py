"""The workflow of a verification as others see it: it is begun once a case, and told what a person
decided."""

from enum import StrEnum
from typing import Protocol

from llave.errors import Conflict


class Verdict(StrEnum):
    """What a person decided. SETTLED says that the case was concluded already (a contest)."""

    ACCEPT = "accept"
    REJECT = "reject"
    SETTLED = "settled"


class NobodyWaits(Conflict):
    """The workflow no longer waits for this answer: it was given, or its time has passed."""

    code = "case_state"


class Workflow(Protocol):
    """Where cases are worked off."""

    def begin(self, case: str, run: int = 0) -> None:
        """Have a case worked off; a second time changes nothing. An operator's `run` counts from 1."""
        ...

    def answer(
        self,
        token: str,
        verdict: Verdict,
        reviewers: tuple[str, ...],
        reasons: tuple[str, ...] = (),
    ) -> None:
        """Tell a waiting workflow what these reviewers (staff ids) decided, for reasons by their codes;
        raises NobodyWaits."""
        ...
