"""The end of a case: the level is raised, or the person is told why not, or she is no more. What is told
is written with what it tells of, in one transaction."""

import json
from typing import Any

from functions.verify.steps.cancelling import cancelled
from functions.verify.steps.facts import curp_of
from functions.verify.steps.opening import Opened, found, living_account
from functions.verify.steps.step import CaseCancelled, Input, Output, StepBroken, step
from llave import log, wiring
from llave.documents.cases import DECIDED, Case, State, WrongState, moved
from llave.documents.readings import BillReading
from llave.documents.reasons import Reason, Why
from llave.documents.standing import evidence_of
from llave.people import contesting
from llave.people.audit import Event, What
from llave.people.bound import NoFactorLeft
from llave.people.contests import ContestClosed
from llave.people.holders import CurpHasHolder, NoLongerOpen, Ports, become_holder
from llave.people.outbox import Kind, Message


def conclude(event: Input) -> Output:
    """`{"case", "verdict": "accept" | "reject" | "cancelled", "reviewers"?, "reasons"?}` ->
    `{"verdict"}`: what became of it, or "review" when only people may settle it."""
    if event["verdict"] == "cancelled":
        return _cancel(event["case"])
    case = found(event["case"])
    if case.state in DECIDED:
        return _ended(case)
    opened = Opened(case, living_account(case))
    if event["verdict"] == "accept":
        return _accept(opened, tuple(event.get("reviewers", ())))
    return _reject(opened, tuple(event.get("reasons", ())))


def _cancel(case_id: str) -> Output:
    case = wiring.cases().get(case_id)
    if case is None:
        wiring.reviews().done(case_id)
        return {"verdict": State.CANCELLED.value}
    return _done(case, cancelled(case).state.value)


def _accept(opened: Opened, reviewers: tuple[str, ...]) -> Output:
    case, key = opened.case, opened.key()
    decision, bill = _decision(opened), BillReading.from_json(_reading(opened, "address"))
    indexes = curp_of(key.unseal("curp", opened.account.sealed["curp"]))
    ports = Ports(wiring.holders(), wiring.grants(), wiring.new_id)
    evidence = evidence_of(case, bill, tuple(decision["registries"]), reviewers, wiring.now())
    try:
        become_holder(evidence, indexes, _marks(decision), ports)
    except CurpHasHolder:
        return {"verdict": "review"}
    except NoFactorLeft:
        return _reject(opened, (Reason(Why.NO_FACTOR).code,))
    except NoLongerOpen:
        return _ended(found(case.id))
    return _done(case, "accepted")


def _reject(opened: Opened, given: tuple[str, ...]) -> Output:
    case, now = opened.case, wiring.now()
    reasons = tuple(Reason.parse(code) for code in given or _decision(opened)["reasons"])
    line = Event(wiring.new_id(), case.person, What.CASE_MOVED, now, {"case": case.id})
    message = Message(wiring.new_id(), Kind.CASE_REJECTED, case.person, now)
    try:
        wiring.cases().move(case, moved(case, State.REJECTED, now, reasons), line, message)
    except WrongState:
        return _ended(found(case.id))
    return _done(case, "rejected")


def _ended(case: Case) -> Output:
    """It was concluded already: by this step, whose answer was lost, or otherwise meanwhile."""
    if case.state is State.CANCELLED:
        raise CaseCancelled
    if case.state not in DECIDED:
        living_account(case)
        raise StepBroken("moved meanwhile")
    return _done(case, case.state.value)


def _done(case: Case, verdict: str) -> Output:
    _let_fall(case)
    wiring.reviews().done(case.id)
    log.info("case concluded", outcome=verdict)
    return {"verdict": verdict}


def _let_fall(case: Case) -> None:
    """A contest that this case stood behind, and that no reviewer decided, is over with it."""
    contest = wiring.contests().by(case.id)
    if contest is None:
        return
    try:
        contesting.let_fall(contest, wiring.contests(), wiring.new_id, wiring.now())
    except ContestClosed:
        return


def _marks(decision: dict[str, Any]) -> tuple[str, ...]:
    return tuple(decision["marks"])


def _decision(opened: Opened) -> dict[str, Any]:
    return _reading(opened, "decision")


def _reading(opened: Opened, name: str) -> dict[str, Any]:
    sealed = wiring.cases().readings(opened.case.id).get(name)
    if sealed is None:
        raise StepBroken(f"no {name}")
    read: dict[str, Any] = json.loads(opened.key().unseal(f"reading:{name}", sealed))
    return read


handle = step(conclude)
