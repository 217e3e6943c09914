"""Bringing a case before somebody: one that nobody reviewed in time, or one that got stuck."""

from functions.verify.steps.opening import found
from functions.verify.steps.step import Input, Output, StepBroken, step
from llave import log, wiring
from llave.documents.cases import DECIDED, Case, State, WrongState, moved
from llave.people.audit import Event, What


def escalate(event: Input) -> Output:
    """`{"case", "why": "late" | "stuck"}` -> `{"verdict"}`: "settled" when it was decided meanwhile, the
    answer to the workflow having been lost; else "review" or "stuck"."""
    case = found(event["case"])
    if case.state in DECIDED:
        wiring.reviews().done(case.id)
        return {"verdict": "settled"}
    if event["why"] == "late":
        wiring.reviews().hurry(case.id)
        return {"verdict": "review"}
    _stick(case)
    return {"verdict": "stuck"}


def _stick(case: Case) -> None:
    now = wiring.now()
    if case.state is not State.STUCK:
        line = Event(wiring.new_id(), case.person, What.CASE_MOVED, now, {"case": case.id})
        try:
            wiring.cases().move(case, moved(case, State.STUCK, now), line)
        except WrongState:
            raise StepBroken("moved meanwhile") from None
    wiring.reviews().stick(case.id, now)
    # An alarm stands on the queue while a case is in it (functions/operate/cases.py).
    log.warning("case stuck", reason=case.state.value)


handle = step(escalate)
