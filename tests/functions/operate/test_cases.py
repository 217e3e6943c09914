"""Jobs on cases: lost ones are begun again, and an operator sees what is stuck."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from functions.operate.cases import handle
from llave import wiring
from llave.adapters.outbox import MESSAGE_LIFE
from llave.documents.cases import Case, State, WrongState, moved
from llave.documents.sweeping import MOST_RUNS, QUEUED, Standing
from llave.people.audit import Event, What
from tests.aws import Aws
from tests.verifying import Town, town

LONG_AGO = timedelta(hours=1)


@dataclass
class FakeMachine:
    """`runs` of each case, the last of which goes on or not."""

    runs: dict[str, int] = field(default_factory=dict)
    going_on: set[str] = field(default_factory=set)
    begun: list[tuple[str, int]] = field(default_factory=list)

    def standing(self, case: str) -> Standing:
        return Standing(self.runs.get(case, 0), case in self.going_on)

    def begin(self, case: str, run: int = 0) -> None:
        self.begun.append((case, run))
        self.runs[case] = run + 1


@pytest.fixture
def machine(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> FakeMachine:
    made = FakeMachine()
    monkeypatch.setattr(wiring, "workflow", lambda: made)
    return made


@pytest.fixture
def here(aws: Aws) -> Town:
    made = town(aws)
    made.declares("p1")
    return made


def handed_in(here: Town, state: State = State.SUBMITTED, ago: timedelta = LONG_AGO) -> Case:
    return here.submits("p1", wiring.now() - ago, state)


def handed_in_too(here: Town) -> Case:
    """By somebody else."""
    here.declares("p2")
    return here.submits("p2", wiring.now() - LONG_AGO)


def sweep() -> dict[str, Any]:
    return handle({"job": "sweep-cases"})


def state(case: Case) -> State:
    found = wiring.cases().get(case.id)
    assert found is not None
    return found.state


def test_a_case_waits_in_its_queue_for_its_turn(here: Town, machine: FakeMachine):
    handed_in(here, ago=QUEUED - timedelta(hours=1))

    assert sweep()["begun"] == 0

    assert machine.begun == []


def test_one_that_no_message_brings_there_any_more_is_begun(here: Town, machine: FakeMachine):
    case = handed_in(here, ago=QUEUED + timedelta(hours=1))

    assert sweep()["begun"] == 1

    assert machine.begun == [(case.id, 0)]
    assert QUEUED >= MESSAGE_LIFE


@pytest.mark.parametrize("at", [State.SUBMITTED, State.WAITING, State.REVIEW])
def test_a_case_whose_run_ended_without_a_decision_is_run_again(
    here: Town, machine: FakeMachine, at: State
):
    case = handed_in(here, at)
    machine.runs[case.id] = 1

    sweep()

    assert machine.begun == [(case.id, 1)]
    assert state(case) is at


def test_a_case_whose_run_goes_on_is_left_alone(here: Town, machine: FakeMachine):
    case = handed_in(here, State.REVIEW, timedelta(days=20))
    machine.runs[case.id], machine.going_on = 1, {case.id}

    assert sweep()["begun"] == 0
    assert machine.begun == []


def test_a_case_of_this_moment_is_left_alone(here: Town, machine: FakeMachine):
    handed_in(here, ago=timedelta(minutes=5))

    assert sweep()["begun"] == 0


def test_a_case_that_is_lost_again_and_again_goes_to_an_operator(here: Town, machine: FakeMachine):
    case = handed_in(here)
    machine.runs[case.id] = MOST_RUNS

    assert sweep() == {"job": "sweep-cases", "changed": False, "begun": 0, "stuck": 1}

    assert state(case) is State.STUCK
    assert handle({"job": "stuck-cases"})["cases"] == case.id
    assert sweep()["stuck"] == 1, "until somebody looked"
    assert machine.begun == []


def test_an_operator_has_a_stuck_case_run_once_more(here: Town, machine: FakeMachine):
    case = handed_in(here)
    machine.runs[case.id] = MOST_RUNS
    sweep()

    assert handle({"job": "run-case-again", "case": case.id})["changed"] is True

    assert machine.begun == [(case.id, MOST_RUNS)]
    assert state(case) is State.SUBMITTED
    assert handle({"job": "stuck-cases"})["found"] == 0


def test_nothing_but_a_stuck_case_is_run_by_hand(here: Town, machine: FakeMachine):
    case = handed_in(here)

    with pytest.raises(WrongState):
        handle({"job": "run-case-again", "case": case.id})

    assert machine.begun == []


def test_a_decided_case_is_forgotten_by_the_sweeper_alone(
    here: Town, machine: FakeMachine, aws: Aws
):
    case = handed_in(here)
    line = Event("e-1", "p1", What.CASE_MOVED, wiring.now())
    wiring.cases().move(case, moved(case, State.REJECTED, wiring.now()), line)

    sweep()

    assert machine.begun == []
    assert [one for one in aws.items("people") if one["pk"].startswith("SUBMITTED#")] == []
    assert state(case) is State.REJECTED


def test_a_stuck_case_that_stands_in_no_queue_is_put_into_it(here: Town, machine: FakeMachine):
    """Who moved it there was lost before anybody was told."""
    case = handed_in(here, State.STUCK)
    assert wiring.reviews().stuck() == ()

    assert sweep()["stuck"] == 1

    assert wiring.reviews().stuck() == (case.id,)
    assert machine.begun == []


def test_a_case_that_moves_meanwhile_keeps_the_others_from_nothing(
    here: Town, machine: FakeMachine, monkeypatch: pytest.MonkeyPatch
):
    first, other = handed_in(here), handed_in_too(here)
    machine.runs = {first.id: MOST_RUNS, other.id: MOST_RUNS}
    cases, move = type(wiring.cases()), wiring.cases().move

    def moves(self: Any, before: Case, *given: Any) -> Case:
        if before.id == first.id:
            raise WrongState("review")
        return move(before, *given)

    monkeypatch.setattr(cases, "move", moves)

    assert sweep()["stuck"] == 1

    assert wiring.reviews().stuck() == (other.id,)


def test_a_run_ends_before_its_time_is_over(
    here: Town, machine: FakeMachine, monkeypatch: pytest.MonkeyPatch
):
    handed_in(here)
    began = wiring.now()
    moments = iter([began, began + timedelta(seconds=91)])
    monkeypatch.setattr(wiring, "now", lambda: next(moments))

    assert sweep()["begun"] == 0
    assert machine.begun == []


def test_an_alarm_rings_also_when_the_run_fails(
    here: Town,
    machine: FakeMachine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    stuck, _ = handed_in(here, State.STUCK), handed_in_too(here)
    wiring.reviews().stick(stuck.id, wiring.now())

    def down(case: str) -> Standing:
        raise ConnectionError

    monkeypatch.setattr(machine, "standing", down)

    with pytest.raises(ConnectionError):
        sweep()
    assert "cases stuck" in capsys.readouterr().out
