"""What the definition tries again, how often and for how long; and that a history has room for it."""

from collections.abc import Iterator
from typing import Any

import pytest

from functions.verify.steps.registries import MOST_PAUSES
from functions.verify.steps.step import Slowed, StepBroken, Transient
from infra.verification_machine import definition
from llave.documents.cases import State
from llave.documents.kinds import SIDES
from tests.asl import StateFailed

DEFINITION = definition(lambda name: name)
# Scheduled, started, failed.
EVENTS_A_TRY = 3
MOST_EVENTS = 25_000


def tasks(machine: Any = DEFINITION) -> Iterator[tuple[str, Any]]:
    """Every task, those within others too."""
    for name, state in machine["States"].items():
        if state["Type"] == "Task":
            yield name, state
        for inner in (*state.get("Branches", ()), *filter(None, [state.get("ItemProcessor")])):
            yield from tasks(inner)


TASKS = dict(tasks())


def rule(state: Any, error: str) -> Any:
    """The one that Step Functions takes: the first that names the error."""
    return next(one for one in state["Retry"] if error in one["ErrorEquals"])


def seconds(retry: Any) -> float:
    """The longest that it may last; full jitter makes it half of that."""
    first, rate, most = (retry[n] for n in ("IntervalSeconds", "BackoffRate", "MaxDelaySeconds"))
    waits = [min(most, first * rate**number) for number in range(retry["MaxAttempts"])]
    return float(sum(waits))


@pytest.mark.parametrize("name", TASKS)
def test_every_task_waits_minutes_for_what_passes_and_hours_for_who_slows_us(name: str) -> None:
    state = TASKS[name]
    for error in ("Slowed", "Lambda.TooManyRequestsException"):
        slowed = rule(state, error)
        assert slowed["JitterStrategy"] == "FULL"
        assert 6 * 3600 < seconds(slowed) / 2 < 12 * 3600
    assert 60 < seconds(rule(state, "Transient")) < 300
    assert rule(state, "Transient")["JitterStrategy"] == "FULL"
    assert not [one for one in state["Retry"] if "StepBroken" in one["ErrorEquals"]]


def test_a_history_has_room_for_it() -> None:
    files = max(len(sides) for sides in SIDES.values()) + 5
    tried = sum(one["MaxAttempts"] for state in TASKS.values() for one in state["Retry"])
    tried += files * sum(one["MaxAttempts"] for one in TASKS["CleanFile"]["Retry"])
    registries = 2 * 9 * MOST_PAUSES

    assert tried * EVENTS_A_TRY + registries < 0.8 * MOST_EVENTS


def failing(office: Any, error: type[Exception], times: int) -> None:
    """The reading of the document fails so often."""
    left = {"verify-match": times}

    def around(name: str, work: Any) -> Any:
        if left.get(name, 0) > 0:
            left[name] -= 1
            raise error
        return work()

    office.around = around


def test_a_case_whose_reader_is_full_for_hours_is_accepted_then(office: Any) -> None:
    office.submit()
    failing(office, Slowed, 100)

    office.machine().run({"case": "c1"})

    assert office.case().state is State.ACCEPTED


@pytest.mark.parametrize(("error", "times"), [(Slowed, 101), (Transient, 9), (StepBroken, 1)])
def test_in_the_end_an_operator_looks(office: Any, error: type[Exception], times: int) -> None:
    office.submit()
    failing(office, error, times)

    with pytest.raises(StateFailed, match="CaseStuck"):
        office.machine().run({"case": "c1"})

    assert office.case().state is State.STUCK
