"""Step Functions: the name of an execution is its case, so that one case is worked off once."""

import json
from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from llave.documents.sweeping import Standing
from llave.documents.workflow import NobodyWaits, Verdict

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient


GOING_ON = frozenset({"RUNNING", "PENDING_REDRIVE"})


@cache
def client() -> "SFNClient":
    """One client a process."""
    # The sweep asks for one execution after another, at the pace that AWS allows for it.
    config = Config(
        connect_timeout=1, read_timeout=5, retries={"mode": "standard", "max_attempts": 6}
    )
    return boto3.client("stepfunctions", config=config)


class CasesMachine:
    """The state machine of verifications; `arn` is its address."""

    def __init__(self, arn: str) -> None:
        self._arn = arn

    def begin(self, case: str, run: int = 0) -> None:
        """StartExecution; one that was begun stays as it is, also when its first answer was lost."""
        name, given = _name(case, run), json.dumps({"case": case})
        try:
            client().start_execution(stateMachineArn=self._arn, name=name, input=given)
        except client().exceptions.ExecutionAlreadyExists:
            return

    def standing(self, case: str) -> Standing:
        """DescribeExecution, of each run until one was never begun."""
        runs, is_running = 0, False
        while (status := self._status(case, runs)) is not None:
            runs, is_running = runs + 1, status in GOING_ON
        return Standing(runs, is_running)

    def _status(self, case: str, run: int) -> str | None:
        found = self._arn.replace(":stateMachine:", ":execution:")
        try:
            answer = client().describe_execution(executionArn=f"{found}:{_name(case, run)}")
        except client().exceptions.ExecutionDoesNotExist:
            return None
        return answer["status"]

    def answer(
        self,
        token: str,
        verdict: Verdict,
        reviewers: tuple[str, ...],
        reasons: tuple[str, ...] = (),
    ) -> None:
        """SendTaskSuccess, with ids, codes and the verdict alone; raises NobodyWaits."""
        told = {
            "verdict": verdict.value,
            "reviewers": list(reviewers),
            "reasons": list(reasons),
        }
        found = client().exceptions
        try:
            client().send_task_success(taskToken=token, output=json.dumps(told))
        except (found.TaskDoesNotExist, found.TaskTimedOut, found.InvalidToken):
            raise NobodyWaits("task token") from None


def _name(case: str, run: int) -> str:
    return f"{case}.{run}" if run else case
