"""Each call of AWS fails once on the way from the queue into the workflow: the queue brings the case
again, and one execution is begun."""

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest

from functions.verify.steps import admit
from infra.queues import TRIES
from llave import wiring
from llave.adapters import workflow
from llave.settings import settings
from tests.aws import REGION
from tests.faults import FAULTS, inject

WAITS = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 600, "End": True}}}
# Until the queue brings a message again: six times what the function may take.
HIDDEN = timedelta(seconds=60)
EVENT: dict[str, Any] = {
    "Records": [{"messageId": "1", "eventSource": "aws:sqs", "body": '{"id": "m-c1"}'}]
}


@pytest.fixture
def machine(office) -> str:
    """The state machine itself, in moto."""
    workflow.client.cache_clear()
    made = boto3.client("stepfunctions", region_name=REGION).create_state_machine(
        name=settings().machine_cases.rpartition(":")[2],
        definition=json.dumps(WAITS),
        roleArn="arn:aws:iam::123456789012:role/cases",
    )
    assert made["stateMachineArn"] == settings().machine_cases
    office.submit()
    return made["stateMachineArn"]


def executions(machine: str) -> list[str]:
    found = workflow.client().list_executions(stateMachineArn=machine)["executions"]
    return [one["name"] for one in found]


def is_settled() -> bool:
    later = wiring.now() + timedelta(hours=1)
    return not list(wiring.outbox().pending_since(later))


@pytest.mark.parametrize("fault", sorted(FAULTS.keys() - {"cancelled"}))
def test_every_call_of_admitting_fails_once_and_one_execution_is_begun(machine, monkeypatch, fault):
    start, deliveries = wiring.now(), 0
    monkeypatch.setattr(wiring, "now", lambda: start + deliveries * HIDDEN)
    injected = inject(monkeypatch, FAULTS[fault])

    answer = {"batchItemFailures": [{"itemIdentifier": "1"}]}
    while answer["batchItemFailures"]:
        answer = injected.tried(lambda: admit.handle(EVENT))
        deliveries += 1

    assert executions(machine) == ["c1"]
    assert is_settled()
    assert "StartExecution" in injected.hits
    assert deliveries <= TRIES


@pytest.fixture
def held(environment, monkeypatch):
    """How long a place was kept each time, when a case is begun every ten seconds there."""
    found: list[float] = []
    monkeypatch.setenv("LLAVE_CASE_HOLD_MS", "10000")
    settings.cache_clear()
    monkeypatch.setattr(admit, "sleep", found.append)
    yield found
    settings.cache_clear()


def test_a_case_that_is_queued_twice_is_begun_once_and_keeps_its_place_once(held, machine):
    for _ in range(3):
        assert admit.handle(EVENT) == {"batchItemFailures": []}

    assert executions(machine) == ["c1"]
    assert held == [10]


def test_a_place_is_kept_after_the_case_was_begun_and_settled(held, machine, monkeypatch):
    seen = []
    monkeypatch.setattr(admit, "sleep", lambda _: seen.append((executions(machine), is_settled())))

    admit.handle(EVENT)

    assert seen == [(["c1"], True)]


def test_who_could_not_begin_a_case_keeps_nobody_waiting(held, machine, monkeypatch):
    injected = inject(monkeypatch, FAULTS["refused"])
    for _ in range(2):
        injected.tried(lambda: admit.handle(EVENT))

    assert "StartExecution" in injected.hits
    assert held == []
