"""Calls of AWS that fail: each of what a piece of work calls, one a try."""

import sys
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)

from functions.verify.steps.step import Transient
from llave.adapters import dynamodb

Real = Callable[[], Any]
Fault = Callable[[BaseClient, Real], Any]
WHERE: dict[str, Any] = {"endpoint_url": "https://aws.test"}
# A read that is made many times from one place is one call: it changes nothing.
READS = ("Get", "Query", "Describe", "List", "Decrypt")
TRANSACTION = "TransactWriteItems"


def throttled(client: BaseClient, real: Real) -> Any:
    error = {"Error": {"Code": "ThrottlingException", "Message": "Rate exceeded"}}
    raise ClientError(error, "Any")  # type: ignore[arg-type]  # as much of it as is looked at


def timed_out(client: BaseClient, real: Real) -> Any:
    raise ReadTimeoutError(**WHERE)


def connecting_timed_out(client: BaseClient, real: Real) -> Any:
    raise ConnectTimeoutError(**WHERE)


def refused(client: BaseClient, real: Real) -> Any:
    raise EndpointConnectionError(**WHERE)


def answer_lost(client: BaseClient, real: Real) -> Any:
    real()
    raise ReadTimeoutError(**WHERE)


def cancelled(client: Any, real: Real) -> Any:
    """DynamoDB slows one write of a transaction, which cancels all of it."""
    reasons = [{"Code": "None"}, {"Code": "ThrottlingError"}]
    answer = {
        "Error": {"Code": "TransactionCanceledException", "Message": "cancelled"},
        "CancellationReasons": reasons,
    }
    raise client.exceptions.TransactionCanceledException(answer, TRANSACTION)


FAULTS: dict[str, Fault] = {
    one.__name__: one
    for one in (throttled, timed_out, connecting_timed_out, refused, answer_lost, cancelled)
}

# What differs to who tries again: slowed, unheard, done without an answer, undone. The others are unheard
# as well: one whole way is gone with each of them, the others with these.
KINDS = ("throttled", "timed_out", "answer_lost", "cancelled")


@dataclass
class EachCallOnce:
    """Of a work's calls another one fails in each try, and every further one of that kind in the same
    try, until all have failed: who has it tried again decides what comes of a failure.

    `only` are the names of works in which calls fail; none means all. `hits` are the operations that
    failed.
    """

    fault: Fault
    only: tuple[str, ...] = ()
    hits: list[str] = field(default_factory=list)
    failed: set[Any] = field(default_factory=set)
    _seen: Counter[Any] = field(default_factory=Counter)
    _down: str | None = None
    _is_on: bool = False

    def around(self, name: str, work: Callable[[], Any]) -> Any:
        """One try of a step; what succeeds in spite of a failed call is heard by nobody, so that it is
        tried again."""
        if self.only and name not in self.only:
            return work()
        try:
            answer = self.tried(work)
        finally:
            if not self.is_down:
                self.failed.clear()
        if self.is_down:
            raise Transient
        return answer

    @property
    def is_down(self) -> bool:
        """Whether a call failed in the last try."""
        return self._down is not None

    def tried(self, work: Callable[[], Any]) -> Any:
        """One try."""
        self._seen.clear()
        self._down, self._is_on = None, True
        try:
            return work()
        finally:
            self._is_on = False

    def call(self, client: BaseClient, operation: str, real: Real) -> Any:
        """What every call passes by."""
        if not self._is_on or (self.fault is cancelled and operation != TRANSACTION):
            return real()
        if self._down is None and self._is_new(operation):
            self._down = operation
            self.hits.append(operation)
        return self.fault(client, real) if operation == self._down else real()

    def _is_new(self, operation: str) -> bool:
        where = (operation, _place())
        self._seen[where] += 1
        call = where if operation.startswith(READS) else (*where, self._seen[where])
        if call in self.failed:
            return False
        self.failed.add(call)
        return True


def _place() -> tuple[tuple[str, int], ...]:
    """The lines of ours by which a call is reached."""
    frames = traceback.walk_stack(sys._getframe(2))
    lines = ((frame.f_code.co_filename, number) for frame, number in frames)
    return tuple(one for one in lines if "/llave/" in one[0] or "/steps/" in one[0])


def inject(monkeypatch: pytest.MonkeyPatch, fault: Fault, *only: str) -> EachCallOnce:
    """Have every call of every client pass by; nobody waits between the tries of a transaction."""
    stock = BaseClient._make_api_call  # type: ignore[attr-defined]  # where every call passes
    made = EachCallOnce(fault, only)

    def call(self: BaseClient, operation: str, parameters: Any) -> Any:
        return made.call(self, operation, lambda: stock(self, operation, parameters))

    monkeypatch.setattr(BaseClient, "_make_api_call", call)
    monkeypatch.setattr(dynamodb, "_pause", lambda _: None)
    return made
