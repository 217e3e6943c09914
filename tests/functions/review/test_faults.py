"""Each call of AWS fails once while a reviewer's verdict is put down and the workflow told of it: she
sends her form again, or the next one takes a case. One outcome is left."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from botocore.client import BaseClient

from functions.verify.steps.escalate import escalate
from llave import wiring
from llave.adapters import workflow
from llave.adapters.workflow import CasesMachine
from llave.documents.capture import Capture
from llave.documents.cases import State
from llave.people.lookups import by_curp
from llave.people.outbox import Kind
from llave.settings import settings
from tests.console import Console
from tests.faults import FAULTS, EachCallOnce, inject
from tests.verifying import CURP

# Nobody is heard, or the answer is not; which of the others it is makes no difference to a page.
KINDS = ("throttled", "answer_lost", "cancelled")
# As often as a form has to be sent, and not without end.
MOST_TRIES = 60
SEND = "SendTaskSuccess"


@dataclass
class Tokens:
    """Step Functions' side of it: a token is taken once."""

    told: list[Any] = field(default_factory=list)

    def take(self, client: Any, parameters: Any) -> Any:
        if self.told:
            refusal = {"Error": {"Code": "TaskTimedOut", "Message": "gone"}}
            raise client.exceptions.TaskTimedOut(refusal, SEND)
        self.told.append(json.loads(parameters["output"]))
        return {}


@pytest.fixture
def tokens(console: Console, monkeypatch: pytest.MonkeyPatch) -> Tokens:
    """The workflow through its adapter."""
    workflow.client.cache_clear()
    monkeypatch.setattr(wiring, "workflow", lambda: CasesMachine(settings().machine_cases))
    stock = BaseClient._make_api_call  # type: ignore[attr-defined]  # where every call passes
    made = Tokens()

    def call(self: BaseClient, operation: str, parameters: Any) -> Any:
        if operation == SEND:
            return made.take(self, parameters)
        return stock(self, operation, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", call)
    return made


def sent(injected: EachCallOnce, send: Callable[[], object]) -> None:
    """A form, again and again until nothing of it fails."""
    for _ in range(MOST_TRIES):
        injected.tried(send)
        if not injected.is_down:
            return
    pytest.fail("it never ends")


@pytest.mark.parametrize("fault", KINDS)
def test_every_call_of_a_rejection_fails_once_and_the_workflow_hears_it_once(
    console, tokens, monkeypatch, fault
):
    console.waiting_case()
    rebeca, samuel = console.reviewer("rebeca"), console.reviewer("samuel")
    rebeca.take()
    injected = inject(monkeypatch, FAULTS[fault])

    sent(injected, lambda: rebeca.decides("c1", "reject", reason="not_confirmed"))
    sent(injected, lambda: samuel.posts("/revision/tomar"))

    (told,) = tokens.told
    assert (told["verdict"], told["reviewers"]) == ("reject", [rebeca.staff])
    assert fault == "cancelled" or SEND in injected.hits
    assert wiring.review_records().get("c1").reviewers == (rebeca.staff,)


def squatter(console: Console) -> None:
    """Somebody else holds the CURP of the case that waits."""
    console.office.account("p0")
    console.office.capture = Capture.VALID
    console.office.submit("p0", "c0")
    console.office.machine().run({"case": "c0"})
    console.waiting_case()


def holder() -> str:
    found = wiring.holders().of(by_curp(CURP, wiring.keyring()))
    assert found is not None
    return found.person


@pytest.mark.parametrize("fault", KINDS)
def test_every_call_of_opening_a_contest_fails_once_and_one_is_open(
    console, tokens, monkeypatch, fault
):
    squatter(console)
    rebeca = console.reviewer("rebeca")
    rebeca.take()
    injected = inject(monkeypatch, FAULTS[fault])

    sent(injected, lambda: rebeca.decides("c1", "accept", "holder"))

    assert len(console.office.aws.outbox(Kind.CONTEST_OPENED)) == 1
    contest = wiring.contests().against("p0")
    assert contest is not None
    assert (holder(), tokens.told) == ("p0", [])
    # Who opened it has looked, and nobody is given the case while the notice runs.
    record = wiring.review_records().get("c1")
    assert record.reviewers == (rebeca.staff,)
    assert record.contest_until == contest.decidable_at


@pytest.mark.parametrize("fault", KINDS)
def test_every_call_of_deciding_a_contest_fails_once_and_the_curp_has_one_holder(
    console, tokens, monkeypatch, fault
):
    squatter(console)
    rebeca = console.reviewer("rebeca")
    rebeca.take()
    rebeca.decides("c1", "accept", "holder")
    now = wiring.now
    monkeypatch.setattr(wiring, "now", lambda: now() + timedelta(hours=73))
    samuel = console.reviewer("samuel")
    samuel.take()
    injected = inject(monkeypatch, FAULTS[fault])

    sent(injected, lambda: samuel.decides("c1", "accept", "contest"))

    assert holder() == "p1"
    assert console.office.case("c1").state is State.ACCEPTED
    evidence = wiring.holders().evidence("p1", "c1")
    assert evidence is not None
    assert evidence.reviewers == (rebeca.staff, samuel.staff)
    displaced = console.office.aws.outbox(Kind.CLAIM_DISPLACED)
    assert [one.person for one in displaced if "contest" in one.refs].count("p0") == 1
    # Where the workflow was not told it finds so by itself.
    if not tokens.told:
        assert escalate({"case": "c1", "why": "late"}) == {"verdict": "settled"}
    assert wiring.reviews().waiting() == ()
