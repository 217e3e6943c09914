"""The decision: every fact is fetched here, and a pure function judges them."""

from dataclasses import asdict

from functions.verify.steps.facts import facts_of, marks_of
from functions.verify.steps.opening import Opened, opened
from functions.verify.steps.read import keep
from functions.verify.steps.refused import reasons_of
from functions.verify.steps.step import Input, Output, step
from llave import log
from llave.documents.checks_registers import confirmed
from llave.documents.decision import decide as judged
from llave.documents.reasons import Outcome, Reason
from llave.documents.reuse import Finding
from llave.settings import settings

# What a reviewer can compare; more says no more.
MOST_MATCHES = 6


def decide(event: Input) -> Output:
    """`{"case", "cleaned"}` -> `{"verdict": "accept" | "review" | "reject"}`; again for the same case
    decides the same."""
    found = opened(event["case"])
    refused = reasons_of(found.case, event["cleaned"])
    if refused:
        return _kept(found, Outcome.REJECT, refused)
    marks = marks_of(found)
    facts = facts_of(found, marks)
    decision = judged(facts, settings().thresholds)
    registries = tuple(sorted(one.value for one in confirmed(facts)))
    return _kept(found, decision.outcome, decision.reasons, registries, marks.keys, facts.reuse)


def _kept(
    found: Opened,
    outcome: Outcome,
    reasons: tuple[Reason, ...],
    registries: tuple[str, ...] = (),
    marks: tuple[str, ...] = (),
    reuse: tuple[Finding, ...] = (),
) -> Output:
    """With the case, for who concludes it and for reviewers; whose else it was is sealed like the rest,
    and told to nobody but the reviewer in whose hands the case is."""
    codes = [reason.code for reason in reasons]
    decision = {
        "outcome": outcome.value,
        "reasons": codes,
        "registries": registries,
        "marks": marks,
        "reuse": [asdict(one) for one in reuse[:MOST_MATCHES]],
    }
    keep(found, "decision", decision)
    log.info("case decided", outcome=outcome.value, reason=" ".join(codes))
    return {"verdict": outcome.value}


handle = step(decide)
