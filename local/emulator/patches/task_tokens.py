"""Executions of Step Functions that wait for somebody to send back a token."""

import json
import threading
from typing import Any

from ministack.core import iam_actions
from ministack.services import stepfunctions

# What a thread is at: an execution runs in one of its own, and so does each of its branches.
_here = threading.local()
_machines: dict[str, str] = {}


def name_the_machine_of_a_token() -> None:
    """SendTaskSuccess and SendTaskFailure are authorised on "*": who may answer one machine may answer
    none, or, allowed "*", every machine. AWS asks about the machine whose execution waits."""
    _remember_machines()
    stock = iam_actions.extract_resource_arn

    def resource(
        service: str, method: str, path: str, headers: Any, body: bytes, *rest: Any, **named: Any
    ) -> str:
        found = stock(service, method, path, headers, body, *rest, **named)
        if service != "states" or found != "*":
            return str(found)
        return _machines.get(_token_in(body), "*")

    iam_actions.extract_resource_arn = resource


def fail_the_task_whose_function_fails() -> None:
    """A function that was to pass the token on and raised is passed over, and the execution waits for a
    token that nobody has, until its time is over. In AWS the task fails, and is tried again."""
    stock_invoke, stock_call = stepfunctions._invoke_with_callback, stepfunctions._call_lambda

    def invoke(resource: str, given: Any, token: str, state: Any) -> Any:
        before, _here.token = getattr(_here, "token", None), token
        try:
            return stock_invoke(resource, given, token, state)
        finally:
            _here.token = before

    def call(function: str, event: Any) -> Any:
        try:
            return stock_call(function, event)
        except stepfunctions._ExecutionError as failure:
            waiting = stepfunctions._task_tokens.get(getattr(_here, "token", None))
            if waiting:
                waiting["error"] = {"Error": failure.error, "Cause": failure.cause}
                waiting["event"].set()
            raise

    stepfunctions._invoke_with_callback = invoke
    stepfunctions._call_lambda = call


def _remember_machines() -> None:
    stock_task, stock_invoke = stepfunctions._execute_task, stepfunctions._invoke_with_callback

    def task(state: Any, given: Any, execution: Any, context: Any) -> Any:
        before = getattr(_here, "machine", None)
        _here.machine = (execution or {}).get("stateMachineArn")
        try:
            return stock_task(state, given, execution, context)
        finally:
            _here.machine = before

    def invoke(resource: str, given: Any, token: str, state: Any) -> Any:
        _machines[token] = getattr(_here, "machine", None) or "*"
        try:
            return stock_invoke(resource, given, token, state)
        finally:
            _machines.pop(token, None)

    stepfunctions._execute_task = task
    stepfunctions._invoke_with_callback = invoke


def _token_in(body: bytes) -> str:
    try:
        return str(json.loads(body).get("taskToken", ""))
    except (ValueError, AttributeError):
        return ""
