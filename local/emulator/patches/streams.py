"""DynamoDB stream mappings that neither loop nor fall silent."""

import logging
from typing import Any

from ministack.services import lambda_svc

logger = logging.getLogger("llave.emulator")


def give_up_a_poisoned_batch() -> None:
    """MaximumRetryAttempts of a mapping is stored and ignored: a batch whose handler raises comes
    back every second for ever, and all that follows waits behind it."""
    stock = lambda_svc._execute_function
    failures: dict[str, int] = {}

    def execute(func: dict[str, Any], event: Any) -> Any:
        result = stock(func, event)
        if not _is_stream_batch(event) or not result.get("error"):
            return result
        batch = f"{_arn(func)} {event['Records'][0]['eventID']}"
        failures[batch] = failures.get(batch, 0) + 1
        if failures[batch] <= _retries(func):
            return result
        logger.error("%s: batch given up after %d attempts", _arn(func), failures.pop(batch))
        return {"body": None, "log": result.get("log", "")}

    lambda_svc._execute_function = execute


def begin_streams_anew_after_a_restart() -> None:
    """A mapping's position is restored, but the stream starts again at zero: nothing would arrive
    until it had caught up with the old position."""
    stock = lambda_svc._restore_esm_positions

    def restore(store: Any, positions: Any) -> None:
        stock(store, positions)
        if store is lambda_svc._dynamodb_stream_positions:
            for key in store._data:
                store._data[key] = 0

    lambda_svc._restore_esm_positions = restore


def _is_stream_batch(event: Any) -> bool:
    records = event.get("Records") if isinstance(event, dict) else None
    return bool(records and records[0].get("eventSource") == "aws:dynamodb")


def _arn(func: dict[str, Any]) -> str:
    return str((func.get("config") or func)["FunctionArn"])


def _retries(func: dict[str, Any]) -> float:
    """-1, and its absence, mean "until the record expires" in AWS."""
    attempts = [
        esm.get("MaximumRetryAttempts", -1)
        for _, _, esm in lambda_svc._iter_all_esms()
        if esm.get("FunctionArn") == _arn(func)
    ]
    return min((a for a in attempts if a >= 0), default=float("inf"))
