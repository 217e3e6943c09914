"""Each call of AWS fails once, in every step of the workflow; and each event comes twice. One outcome
is left. Which failures are tried again, and which are not, the definition says."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from functions.verify.steps import begin, step
from functions.verify.steps.step import StepBroken
from llave import wiring
from llave.documents.capture import Capture
from llave.documents.cases import State, moved
from llave.documents.kinds import Slot
from llave.documents.pictures import prefix
from llave.documents.reasons import Reason, Why
from llave.people.accounts import Level
from llave.people.audit import Event, What
from llave.people.lookups import by_curp
from llave.people.outbox import Kind
from tests.asl import StateFailed
from tests.faults import FAULTS, KINDS, EachCallOnce, Fault, inject
from tests.functions.verify.test_cancelled import ends, marks
from tests.verifying import CURP

# A step has more calls than tries; here it has both, so that one run sees each of its calls fail.
TRIES = 1_000
REJECTED = {"verdict": "reject", "reviewers": ["r1"], "reasons": ["reviewer::not_confirmed"]}
TOO_OLD = Reason(Why.BILL_TOO_OLD, Slot.BILL)
Inject = Callable[..., EachCallOnce]


@pytest.fixture
def faults(office, monkeypatch: pytest.MonkeyPatch) -> Inject:
    def injected(fault: Fault, *only: str) -> EachCallOnce:
        made = inject(monkeypatch, fault, *only)
        office.around = made.around
        patient(office.definition)
        return made

    return injected


def patient(definition: Any) -> None:
    """What is tried again stays as it is; how often does not."""
    if isinstance(definition, list):
        for one in definition:
            patient(one)
    elif isinstance(definition, dict):
        if "MaxAttempts" in definition:
            definition["MaxAttempts"] = TRIES
        for one in definition.values():
            patient(one)


def one_acceptance(office) -> None:
    assert office.case().state is State.ACCEPTED
    account = wiring.accounts().get("p1")
    assert account is not None
    assert account.level is Level.VERIFICADA
    holder = wiring.holders().of(by_curp(CURP, wiring.keyring()))
    assert holder is not None
    assert (holder.person, holder.evidence) == ("p1", "c1")
    assert len(office.aws.outbox(Kind.VERIFIED)) == 1
    verified = [one for one in office.aws.audit("p1") if one["what"] == What.VERIFIED.value]
    assert len(verified) == 1
    kept = [one for one in office.aws.items("people") if one["sk"].startswith("EVIDENCE#")]
    assert len(kept) == 1


def stuck_once(office) -> None:
    assert office.case().state is State.STUCK
    assert wiring.reviews().stuck() == ("c1",)
    told = [one for one in office.aws.audit("p1") if one["what"] == What.CASE_MOVED.value]
    assert len(told) == 1


@pytest.mark.parametrize("fault", FAULTS)
def test_every_call_of_an_acceptance_fails_once_and_one_outcome_is_left(office, faults, fault):
    office.submit()
    injected = faults(FAULTS[fault])

    office.machine().run({"case": "c1"})

    one_acceptance(office)
    hits = {"TransactWriteItems"}
    if fault != "cancelled":
        hits |= {"GetItem", "GetObject", "PutObject", "Decrypt", "Query"}
    assert hits <= set(injected.hits)


def test_a_step_that_takes_a_passing_fault_for_a_defect_leaves_its_case_stuck(
    office, faults, monkeypatch
):
    """That the definition decides, and nothing here."""
    monkeypatch.setattr(step, "is_transient", lambda error: False)
    office.submit()
    faults(FAULTS["refused"], "verify-begin")

    with pytest.raises(StateFailed, match="CaseStuck"):
        office.machine().run({"case": "c1"})

    stuck_once(office)


@pytest.mark.parametrize("fault", KINDS)
def test_every_call_of_a_reviewed_rejection_fails_once_and_she_is_told_once(office, faults, fault):
    office.capture = Capture.MISSING
    office.answer = REJECTED
    office.submit()
    injected = faults(FAULTS[fault], "verify-review", "verify-conclude")

    office.machine().run({"case": "c1"})

    assert office.case().state is State.REJECTED
    assert len(office.aws.outbox(Kind.CASE_REJECTED)) == 1
    assert wiring.reviews().waiting() == ()
    assert wiring.holders().of(by_curp(CURP, wiring.keyring())) is None
    assert injected.hits.count("TransactWriteItems") >= 2


@pytest.mark.parametrize("fault", KINDS)
def test_every_call_of_an_escalation_fails_once_and_the_case_comes_to_the_front(
    office, faults, fault
):
    office.capture = Capture.MISSING
    office.submit()
    faults(FAULTS[fault], "verify-escalate", "verify-review")
    machine = office.machine()
    answers = iter([StateFailed("States.Timeout"), REJECTED])
    urgent = []

    def person(_: Any) -> Any:
        urgent.append([one.urgent for one in wiring.reviews().waiting()])
        answer = next(answers)
        if isinstance(answer, StateFailed):
            raise answer
        return answer

    machine.person = person
    machine.run({"case": "c1"})

    assert urgent == [[False], [True]]
    assert office.case().state is State.REJECTED


@pytest.mark.parametrize("fault", KINDS)
def test_every_call_of_what_marks_a_stuck_case_fails_once_and_it_is_marked_once(
    office, faults, fault, monkeypatch
):
    office.submit()
    monkeypatch.setattr(begin, "opened", lambda _: 1 / 0)
    injected = faults(FAULTS[fault], "verify-escalate")

    with pytest.raises(StateFailed, match="CaseStuck"):
        office.machine().run({"case": "c1"})

    stuck_once(office)
    assert "TransactWriteItems" in injected.hits


@pytest.mark.parametrize("fault", KINDS)
def test_every_call_of_a_registry_that_is_down_fails_once_and_she_is_told_once(
    office, faults, fault
):
    office.registries.down = 12
    office.submit()
    injected = faults(FAULTS[fault], "verify-registries")

    office.machine().run({"case": "c1"})

    one_acceptance(office)
    assert len(office.aws.outbox(Kind.CASE_WAITING)) == 1
    assert "TransactWriteItems" in injected.hits


@pytest.mark.parametrize("fault", sorted(FAULTS.keys() - {"cancelled"}))
def test_every_call_of_what_takes_pictures_along_fails_once_and_they_are_the_case_s_own(
    office, faults, fault
):
    first = office.submit("p1", "c0")
    line = Event("e1", "p1", What.CASE_MOVED, wiring.now())
    wiring.cases().move(first, moved(first, State.REJECTED, wiring.now(), (TOO_OLD,)), line)
    office.carries = {slot: first.pictures[slot] for slot in (Slot.FRONT, Slot.BACK)}
    office.submit()
    injected = faults(FAULTS[fault], "verify-begin")

    office.machine().run({"case": "c1"})

    one_acceptance(office)
    pictures = office.case().pictures.values()
    assert all(one.key.startswith(prefix("c1")) for one in pictures)
    wiring.pictures().delete_all(prefix("c0"))
    assert all(wiring.pictures().read(one) for one in pictures)
    assert {"CopyObject", "UpdateItem"} <= set(injected.hits)


@pytest.mark.parametrize("fault", KINDS)
def test_every_call_of_a_cancelled_case_fails_once_and_nothing_of_it_stays(office, faults, fault):
    office.capture = Capture.MISSING
    office.submit()
    machine = office.machine()
    machine.person = lambda _: ends(office) or {"verdict": "accept", "reviewers": [], "reasons": []}
    faults(FAULTS[fault], "verify-conclude")

    machine.run({"case": "c1"})

    assert office.case().state is State.CANCELLED
    assert wiring.reviews().waiting() == ()
    assert marks(office) == []


def test_every_event_comes_twice_and_one_outcome_is_left(office):
    office.submit()

    def twice(name: str, work: Callable[[], Any]) -> Any:
        first = work()
        # A step whose case was decided by its first run refuses its second, which nobody waits for.
        with suppress(StepBroken):
            return work()
        return first

    office.around = twice
    office.machine().run({"case": "c1"})

    one_acceptance(office)
