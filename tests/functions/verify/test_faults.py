"""Each call of AWS fails once: throttled, timed out, or answered with the answer lost; and each event
comes twice. One outcome is left."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError, ReadTimeoutError

from functions.verify.steps import admit
from functions.verify.steps.step import StepBroken
from llave import wiring
from llave.documents.capture import Capture
from llave.documents.cases import State
from llave.people.accounts import Level
from llave.people.audit import What
from llave.people.lookups import by_curp
from llave.people.outbox import Kind
from tests.functions.verify.test_cancelled import ends, marks
from tests.verifying import CURP

Real = Callable[..., Any]


def throttled(real: Real) -> Any:
    error = {"Error": {"Code": "ThrottlingException", "Message": "Rate exceeded"}}
    raise ClientError(error, "Any")  # type: ignore[arg-type]  # as much of it as is looked at


def timed_out(real: Real) -> Any:
    raise ReadTimeoutError(endpoint_url="https://aws.test")


def answer_lost(real: Real) -> Any:
    real()
    raise ReadTimeoutError(endpoint_url="https://aws.test")


FAULTS = {one.__name__: one for one in (throttled, timed_out, answer_lost)}


class EachCallOnce:
    """Of a step's calls the first fails in its first try, the second in the second, and so on: each
    failure is followed by a try that gets one call further."""

    def __init__(self, fault: Callable[[Real], Any]) -> None:
        self.fault = fault
        self.hits: list[str] = []
        self._calls = self._allowed = 0
        self._on = False

    def around(self, name: str, work: Callable[[], Any]) -> Any:
        """A step, tried until it got through all of its calls."""
        self._allowed = 0
        while True:
            self._calls, self._on, before = 0, True, len(self.hits)
            try:
                return work()
            except Exception:
                if len(self.hits) == before:
                    raise
            finally:
                self._on = False
            self._allowed += 1

    def call(self, client: BaseClient, operation: str, real: Real) -> Any:
        if not self._on:
            return real()
        self._calls += 1
        if self._calls == self._allowed + 1:
            self.hits.append(operation)
            self._on = False
            return self.fault(real)
        return real()


@pytest.fixture
def faults(
    office, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[Real], Any]], EachCallOnce]:
    stock = BaseClient._make_api_call  # type: ignore[attr-defined]  # where every call passes

    def inject(fault: Callable[[Real], Any]) -> EachCallOnce:
        made = EachCallOnce(fault)

        def call(self, operation, parameters):
            return made.call(self, operation, lambda: stock(self, operation, parameters))

        monkeypatch.setattr(BaseClient, "_make_api_call", call)
        office.around = made.around
        return made

    return inject


def one_acceptance(office) -> None:
    assert office.case().state is State.ACCEPTED
    account = wiring.accounts().get("p1")
    assert account is not None
    assert account.level is Level.VERIFICADA
    holder = wiring.holders().of(by_curp(CURP, wiring.keyring()))
    assert holder is not None
    assert (holder.person, holder.evidence) == ("p1", "c1")
    assert len(office.aws.outbox(Kind.VERIFIED)) == 1
    verified = [one for one in office.aws.audit("p1") if one["what"] == What.VERIFIED.value]
    assert len(verified) == 1
    kept = [one for one in office.aws.items("people") if one["sk"].startswith("EVIDENCE#")]
    assert len(kept) == 1


@pytest.mark.parametrize("fault", FAULTS)
def test_every_call_of_an_acceptance_fails_once_and_one_outcome_is_left(office, faults, fault):
    office.submit()
    injected = faults(FAULTS[fault])

    office.machine().run({"case": "c1"})

    one_acceptance(office)
    assert {"GetItem", "GetObject", "PutObject", "Decrypt", "TransactWriteItems"} <= set(
        injected.hits
    )


@pytest.mark.parametrize("fault", FAULTS)
def test_every_call_of_a_reviewed_rejection_fails_once_and_she_is_told_once(office, faults, fault):
    office.capture = Capture.MISSING
    office.answer = {
        "verdict": "reject",
        "reviewers": ["r1"],
        "reasons": ["reviewer::not_confirmed"],
    }
    office.submit()
    faults(FAULTS[fault])

    office.machine().run({"case": "c1"})

    assert office.case().state is State.REJECTED
    assert len(office.aws.outbox(Kind.CASE_REJECTED)) == 1
    assert wiring.reviews().waiting() == ()
    assert wiring.holders().of(by_curp(CURP, wiring.keyring())) is None


@pytest.mark.parametrize("fault", FAULTS)
def test_every_call_of_a_cancelled_case_fails_once_and_nothing_of_it_stays(office, faults, fault):
    office.capture = Capture.MISSING
    office.submit()
    machine = office.machine()
    machine.person = lambda _: ends(office) or {"verdict": "accept", "reviewers": [], "reasons": []}
    faults(FAULTS[fault])

    machine.run({"case": "c1"})

    assert office.case().state is State.CANCELLED
    assert wiring.reviews().waiting() == ()
    assert marks(office) == []


def test_every_event_comes_twice_and_one_outcome_is_left(office):
    office.submit()

    def twice(name: str, work: Callable[[], Any]) -> Any:
        first = work()
        # A step whose case was decided by its first run refuses its second, which nobody waits for.
        with suppress(StepBroken):
            return work()
        return first

    office.around = twice
    office.machine().run({"case": "c1"})

    one_acceptance(office)


def test_a_case_that_is_queued_twice_is_begun_once(office, monkeypatch):
    begun = []

    class Workflow:
        def begin(self, case: str, run: int = 0) -> None:
            begun.append(case)

    monkeypatch.setattr(wiring, "workflow", Workflow)
    office.submit()

    for _ in range(3):
        admit.admit("m-c1")

    assert begun == ["c1"]


def test_a_case_that_could_not_be_begun_is_begun_when_the_queue_brings_it_again(
    office, monkeypatch
):
    tries = []

    class Workflow:
        def begin(self, case: str, run: int = 0) -> None:
            tries.append(case)
            if len(tries) == 1:
                raise ReadTimeoutError(endpoint_url="https://aws.test")

    monkeypatch.setattr(wiring, "workflow", Workflow)
    office.submit()

    with pytest.raises(ReadTimeoutError):
        admit.admit("m-c1")
    admit.admit("m-c1")

    assert tries == ["c1", "c1"]
