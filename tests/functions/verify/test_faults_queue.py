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


def test_a_case_that_is_queued_twice_is_begun_once(machine):
    for _ in range(3):
        assert admit.handle(EVENT) == {"batchItemFailures": []}

    assert executions(machine) == ["c1"]
