"""The decision of a case: a pure function of what was read, matched and answered.

It never sees a picture. Each check is a function from the facts to its reasons; all of them run, so
that a person mends everything in one go.
"""

from dataclasses import dataclass

from llave.documents.checks import CHECKS
from llave.documents.checks_registers import strength_in
from llave.documents.facts import FaceMatch, Facts
from llave.documents.reasons import Outcome, Reason, outcome_of
from llave.documents.thresholds import Thresholds
from llave.people.evidence import Strength

__all__ = ["Decision", "FaceMatch", "Facts", "Thresholds", "decide"]


@dataclass(frozen=True, slots=True)
class Decision:
    """`strength` is what the evidence proves as it stands, without a reviewer."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    strength: Strength


def decide(facts: Facts, thresholds: Thresholds) -> Decision:
    """Accept, have a person look, or reject; with every reason."""
    found = [reason for check in CHECKS for reason in check(facts, thresholds)]
    reasons = tuple(dict.fromkeys(found))
    return Decision(outcome_of(reasons), reasons, strength_in(facts))
