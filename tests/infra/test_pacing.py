"""Cases enter no faster than the document reader bears them."""

from dataclasses import replace

import pytest

from infra.catalogue import FUNCTIONS
from infra.environments import LOCAL, PROD, Environment
from infra.pacing import LEAST_PLACES, Pace, pace_of, time_limit
from tests.infra.templates import Assembly

ADMIT = next(one for one in FUNCTIONS if one.name == "verify-admit")
MOST_SECONDS_OF_A_FUNCTION = 900


def bearing(cases_a_minute: int | None) -> Environment:
    return replace(PROD, documents=replace(PROD.documents, cases_a_minute=cases_a_minute))


def a_minute(pace: Pace) -> float:
    return pace.places * 60_000 / pace.hold_ms


@pytest.mark.parametrize("bears", [1, 2, 7, 12, 24, 25, 100, 216, 1_000])
def test_what_enters_is_what_the_reader_bears_and_never_more(bears: int) -> None:
    pace = pace_of(bearing(bears))

    assert 0.99 * bears < a_minute(pace) <= bears
    assert pace.places >= LEAST_PLACES
    assert time_limit(ADMIT, bearing(bears)) < MOST_SECONDS_OF_A_FUNCTION


def test_two_tasks_of_our_reader() -> None:
    assert pace_of(bearing(12)) == Pace(places=2, hold_ms=10_000)


def test_here_nobody_waits() -> None:
    assert pace_of(LOCAL).hold_ms == 0
    assert time_limit(ADMIT, LOCAL) == ADMIT.timeout_s


def test_others_keep_their_time() -> None:
    assert {time_limit(one, PROD) - one.timeout_s for one in FUNCTIONS if one is not ADMIT} == {0}


def test_the_templates_have_the_pace(assembly: Assembly) -> None:
    environment, pace = assembly.environment, pace_of(assembly.environment)
    functions = {one["FunctionName"]: one for one in assembly.properties("AWS::Lambda::Function")}
    admit = functions[environment.function("verify-admit")]
    (mapping,) = [
        one
        for one in assembly.properties("AWS::Lambda::EventSourceMapping")
        if "ScalingConfig" in one
    ]
    queues = {one["QueueName"]: one for one in assembly.properties("AWS::SQS::Queue")}
    visible_again = queues[f"{environment.prefix}-cases"]["VisibilityTimeout"]

    assert mapping["ScalingConfig"] == {"MaximumConcurrency": pace.places}
    assert mapping["BatchSize"] == 1
    assert admit["Environment"]["Variables"]["LLAVE_CASE_HOLD_MS"] == str(pace.hold_ms)
    assert admit["Timeout"] * 1_000 >= pace.hold_ms + ADMIT.timeout_s * 1_000
    assert visible_again * environment.slowness >= 6 * admit["Timeout"]
    # Else calls would be refused, and a message that is refused too often is a dead letter.
    assert admit.get("ReservedConcurrentExecutions", pace.places) >= pace.places
