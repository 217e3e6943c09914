"""A case whose account ends meanwhile ends with it, wherever it stands, and leaves nothing behind that
waits or counts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.operate.cases import handle as operate
from functions.verify.steps.conclude import handle as conclude
from functions.verify.steps.step import StepBroken
from llave import wiring
from llave.adapters import dynamodb
from llave.adapters.accounts import ACCOUNT, account_item, person_key
from llave.documents.capture import Capture
from llave.documents.cases import State, moved
from llave.documents.registries import Credential
from llave.people.accounts import Status
from llave.people.audit import Event, What
from llave.people.outbox import Kind
from llave.settings import settings
from tests.asl import StateFailed
from tests.functions.verify.conftest import Office

TOLD = (Kind.CASE_REJECTED, Kind.CASE_WAITING, Kind.VERIFIED)
ACCEPTS = {"verdict": "accept", "reviewers": ["r1"], "reasons": []}


def ends(office: Office, person: str = "p1") -> None:
    """Her account is no longer active."""
    account = wiring.accounts().get(person)
    assert account is not None
    office.aws.put("people", account_item(replace(account, status=Status.REGISTERED)))


def is_erased(office: Office, person: str = "p1") -> None:
    """Nothing is left of it, her key with it."""
    dynamodb.client().delete_item(
        TableName=settings().table_people, Key=dynamodb.key(person_key(person), ACCOUNT)
    )


def marks(office: Office) -> list[str]:
    """What documents left behind."""
    kinds = ("DOCUMENT#", "IMAGE#", "PORTRAIT#")
    return [one["pk"] for one in office.aws.items("people") if one["pk"].startswith(kinds)]


def run(office, before=""):
    """The workflow; her account ends before that step."""
    machine = office.machine()

    def around(name, work):
        if name == before and office.case().state is not State.CANCELLED:
            ends(office)
        return work()

    office.around = around
    machine.run({"case": "c1"})
    return machine


def ended_quietly(office) -> None:
    case = office.case()
    assert case.state is State.CANCELLED
    assert wiring.cancelled().ended_on(case.decided_at.date()) == ("c1",), "its pictures go"
    assert wiring.reviews().waiting() == ()
    assert wiring.reviews().stuck() == ()
    assert marks(office) == []
    assert office.aws.outbox(*TOLD) == []
    (cases,) = [one for one in office.aws.items("people") if one["sk"] == "CASES"]
    assert "open" not in cases
    assert office.aws.audit("p1")[-1]["what"] == What.CASE_MOVED.value


@pytest.mark.parametrize("end", [ends, is_erased])
def test_an_account_that_ended_before_the_case_was_begun(office, end):
    office.submit()
    end(office)

    machine = run(office)

    assert machine.entered == ["Begin", "Cancel", "Cancelled"]
    ended_quietly(office)


@pytest.mark.parametrize(
    "step", ["verify-read", "verify-match", "verify-registries", "verify-decide", "verify-conclude"]
)
def test_an_account_that_ends_while_documents_are_read_and_judged(office, step):
    office.submit()

    run(office, before=step)

    ended_quietly(office)


@pytest.mark.parametrize("answer", [ACCEPTS, StateFailed("States.Timeout")])
def test_an_account_that_ends_while_a_reviewer_has_the_case(office, answer):
    office.capture = Capture.MISSING
    office.submit()
    machine = office.machine()

    def person(_):
        assert marks(office)
        ends(office)
        if isinstance(answer, Exception):
            raise answer
        return answer

    machine.person = person
    machine.run({"case": "c1"})

    assert machine.entered[-2:] == ["Cancel", "Cancelled"]
    ended_quietly(office)


def test_a_stuck_case_that_is_run_again_for_nobody_ends(office):
    case = office.submit()
    line = Event("e1", "p1", What.CASE_MOVED, wiring.now())
    wiring.cases().move(case, moved(case, State.STUCK, wiring.now()), line)
    wiring.reviews().stick("c1", wiring.now())
    ends(office)

    run(office)

    ended_quietly(office)


def test_the_sweeper_leaves_it(office, monkeypatch):
    office.submit()
    ends(office)
    run(office)
    monkeypatch.setattr(wiring, "workflow", lambda: None)
    later = wiring.now() + timedelta(days=2)
    monkeypatch.setattr(wiring, "now", lambda: later)

    assert operate({"job": "sweep-cases"})["begun"] == 0
    assert [one for one in office.aws.items("people") if one["pk"].startswith("SUBMITTED#")] == []


def test_what_an_earlier_case_of_hers_came_to_own_stays_owned(office):
    office.registries.credential_said = Credential.EXPIRED
    office.submit()
    office.machine().run({"case": "c1"})
    before = sorted(one for one in marks(office) if not one.startswith("PORTRAIT#"))
    assert before
    office.submit(case_id="c2")
    office.around = lambda name, work: (ends(office) if name == "verify-conclude" else 0, work())[1]
    office.machine().run({"case": "c2"})

    assert office.case("c2").state is State.CANCELLED
    assert [one for one in before if one not in marks(office)] == []


def test_a_case_of_a_living_account_is_not_cancelled(office):
    office.submit()

    with pytest.raises(StepBroken):
        conclude({"case": "c1", "verdict": "cancelled"})

    assert office.case().state is State.SUBMITTED


def test_what_was_decided_stays_decided(office):
    office.submit()
    office.machine().run({"case": "c1"})
    ends(office)

    assert conclude({"case": "c1", "verdict": "cancelled"}) == {"verdict": "accepted"}
    assert office.case().state is State.ACCEPTED
    assert marks(office)
