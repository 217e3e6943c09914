"""The log: JSON lines of allow-listed keys, so that no person, code or token can reach it.

A key that is not on the list is a programming error and raises in the tests' strict mode and in
every environment: better a failed request than a leaked one.
"""

import traceback
from functools import cache

from aws_lambda_powertools import Logger

ALLOWED = frozenset(
    {
        "attempt",
        "aws_code",
        "calls",
        "channel",
        "client_id",
        "code",
        "count",
        "duration_ms",
        "error_type",
        "grant_id",
        "job",
        "kid",
        "kind",
        "message_id",
        "outcome",
        "purpose",
        "reason",
        "request_id",
        "route",
        "status",
        "trace",
        "version",
    }
)


class KeyNotAllowed(Exception):
    """Somebody tried to log a key that is not on the list."""


@cache
def _logger() -> Logger:
    return Logger(service="llave", log_uncaught_exceptions=False)


def info(event: str, **fields: object) -> None:
    """One line about what happened; `event` is a fixed phrase, never built from input."""
    _logger().info(event, extra=_allowed(fields))


def warning(event: str, **fields: object) -> None:
    """One line about a refusal or a dependency that fails."""
    _logger().warning(event, extra=_allowed(fields))


def failure(event: str, error: BaseException, **fields: object) -> None:
    """One line about a defect: the error's type, AWS's code and where it came from; not its message,
    which may quote what a person typed."""
    frames = [
        f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)
    ]
    found: dict[str, object] = {"error_type": _type(error), "trace": frames}
    # botocore's ClientError has the service's answer; its code (AccessDenied, …) names no person.
    answer = getattr(error, "response", None)
    if isinstance(answer, dict):
        found["aws_code"] = answer.get("Error", {}).get("Code")
    _logger().error(event, extra=_allowed(fields | found))


def _type(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _allowed(fields: dict[str, object]) -> dict[str, object]:
    if stray := fields.keys() - ALLOWED:
        raise KeyNotAllowed(", ".join(sorted(stray)))
    return fields
