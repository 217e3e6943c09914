"""Step Functions by moto: what is begun once, and what is seen of it."""

import json

import boto3
import pytest

from llave.adapters import workflow
from llave.adapters.workflow import CasesMachine
from llave.documents.sweeping import Standing
from tests.aws import REGION, Aws

WAITS = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 600, "End": True}}}


@pytest.fixture
def machine(aws: Aws) -> CasesMachine:
    workflow.client.cache_clear()
    made = boto3.client("stepfunctions", region_name=REGION).create_state_machine(
        name="cases",
        definition=json.dumps(WAITS),
        roleArn="arn:aws:iam::123456789012:role/cases",
    )
    return CasesMachine(made["stateMachineArn"])


def test_a_case_that_was_never_begun_has_no_runs(machine: CasesMachine):
    assert machine.standing("c1") == Standing(0, is_running=False)


def test_a_case_is_begun_once(machine: CasesMachine):
    machine.begin("c1")
    machine.begin("c1")

    assert machine.standing("c1") == Standing(1, is_running=True)


def test_a_run_that_was_stopped_is_followed_by_another(machine: CasesMachine):
    machine.begin("c1")
    (one,) = workflow.client().list_executions(stateMachineArn=machine._arn)["executions"]
    workflow.client().stop_execution(executionArn=one["executionArn"])

    stopped = machine.standing("c1")
    machine.begin("c1", stopped.runs)

    assert stopped == Standing(1, is_running=False)
    assert machine.standing("c1") == Standing(2, is_running=True)
