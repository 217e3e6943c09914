"""The workflow from its definition, with its functions over moto."""

import json

import pytest

from functions.verify.steps import registries
from llave import wiring
from llave.documents.capture import Capture
from llave.documents.cases import State, moved
from llave.documents.kinds import BillKind, Slot
from llave.documents.reasons import Public, told
from llave.documents.registries import Credential
from llave.oidc.assurance import Ask
from llave.oidc.verified_claims import verified_claims
from llave.people.accounts import Level
from llave.people.audit import Event, What
from llave.people.lookups import by_curp
from llave.people.outbox import Kind
from tests.asl import StateFailed
from tests.functions.verify.conftest import recent_bill
from tests.security.hostile_files import HOSTILE
from tests.verifying import CURP


def run(office, case="c1"):
    machine = office.machine()
    machine.run({"case": case})
    return machine


def level(person="p1"):
    account = wiring.accounts().get(person)
    assert account is not None
    return account.level


def holder():
    return wiring.holders().of(by_curp(CURP, wiring.keyring()))


def test_good_documents_raise_the_level_and_say_so(office):
    office.submit()

    run(office)

    assert office.case().state is State.ACCEPTED
    assert level() is Level.VERIFICADA
    assert holder().person == "p1"
    assert len(office.aws.outbox(Kind.VERIFIED)) == 1


def test_nothing_but_ids_and_verdicts_passes_through_the_workflow(office):
    office.submit()

    machine = run(office)

    passed = json.dumps(machine.passed)
    assert not [one for one in ("ANA", "GARC", "GALA", "06000", "JU") if one in passed]


def test_a_case_of_doubt_waits_for_a_person_who_accepts_it(office):
    office.capture = Capture.MISSING
    office.answer = {"verdict": "accept", "reviewers": ["r1", "r2"], "reasons": []}
    office.submit()

    machine = run(office)

    assert "Review" in machine.entered
    assert office.case().state is State.ACCEPTED
    assert wiring.reviews().waiting() == ()
    found = wiring.holders().evidence("p1", "c1")
    assert found is not None
    assert found.reviewers == ("r1", "r2")


def test_a_case_that_waits_is_in_the_reviewers_queue_with_its_token(office):
    office.capture = Capture.MISSING
    office.answer = {"verdict": "settled", "reviewers": [], "reasons": []}
    office.submit()

    run(office)

    (waiting,) = wiring.reviews().waiting()
    assert (waiting.case, waiting.token) == ("c1", "token")
    assert office.case().state is State.REVIEW


@pytest.mark.parametrize(
    ("kind", "told"),
    [(BillKind.PROPERTY_TAX, "tax_statement"), (BillKind.WATER, "utility_statement")],
)
def test_agencies_are_told_of_the_bill_that_was_read_not_of_the_one_that_was_said(
    office, kind, told
):
    office.bill = recent_bill(kind=kind, recognised=kind)
    office.submit()

    run(office)

    assert office.case().bill is BillKind.ELECTRICITY
    assert bill_told() == (kind.value, told)


def test_of_a_bill_that_only_people_recognised_what_was_said_is_kept(office):
    office.bill = recent_bill(kind=None, recognised=None)
    office.answer = {"verdict": "accept", "reviewers": ["r1", "r2"], "reasons": []}
    office.submit()

    machine = run(office)

    assert "Review" in machine.entered
    assert bill_told() == ("electricity", "utility_statement")


def bill_told():
    """The kind of bill in her evidence, and as the verified claims name it."""
    found = wiring.holders().evidence("p1", "c1")
    assert found is not None
    ask = Ask(("curp",), ("evidence",))
    claims = verified_claims(ask, found, {"curp": CURP.value})
    assert claims is not None
    _, bill, *_ = claims["verification"]["evidence"]
    return found.bill, bill["document_details"]["type"]


def test_what_a_reviewer_rejects_is_told_in_her_words(office):
    office.capture = Capture.MISSING
    office.answer = {
        "verdict": "reject",
        "reviewers": ["r1"],
        "reasons": ["reviewer:front:retake"],
    }
    office.submit()

    run(office)

    assert told(office.case().reasons) == ((Public.RETAKE, Slot.FRONT),)
    assert len(office.aws.outbox(Kind.CASE_REJECTED)) == 1


def test_an_expired_credential_is_rejected_and_the_level_stays(office):
    office.registries.credential_said = Credential.EXPIRED
    office.submit()

    run(office)

    assert office.case().state is State.REJECTED
    assert level() is Level.BASICA
    assert holder() is None


def test_a_hostile_file_is_rejected_before_anything_is_read(office):
    office.files[Slot.BILL] = HOSTILE["a-hundred-pages"][0]
    office.submit()

    machine = run(office)

    assert "ReadAndAsk" not in machine.entered
    assert told(office.case().reasons) == ((Public.FILE_PAGES, Slot.BILL),)


def test_a_registry_that_is_down_is_asked_again_and_the_person_told_once(office):
    office.registries.down = 6
    office.submit()

    machine = run(office)

    assert office.case().state is State.ACCEPTED
    assert machine.waited == [5, 10, 20, 40, 80, 160]
    assert len(office.aws.outbox(Kind.CASE_WAITING)) == 1


def test_nobody_is_told_of_a_dip_of_seconds(office):
    office.registries.down = 2
    office.submit()

    run(office)

    assert office.case().state is State.ACCEPTED
    assert office.aws.outbox(Kind.CASE_WAITING) == []


def test_a_registry_that_never_answers_leaves_the_case_to_an_operator(office, monkeypatch):
    # Each of two registries may take 9 events a pause; an execution ends at 25,000.
    assert registries.MOST_PAUSES * 2 * 9 < 20_000
    monkeypatch.setattr(registries, "MOST_PAUSES", 12)
    office.registries.down = 10_000
    office.submit()
    machine = office.machine()

    with pytest.raises(StateFailed, match="CaseStuck"):
        machine.run({"case": "c1"})

    assert office.case().state is State.STUCK
    assert wiring.reviews().stuck() == ("c1",)
    assert max(machine.waited) == 3600


def test_somebody_else_s_holder_is_left_alone_and_people_look(office):
    office.account("p0")
    office.submit("p0", "c0")
    run(office, "c0")
    office.answer = {"verdict": "settled", "reviewers": [], "reasons": []}
    office.submit()

    run(office)

    assert holder().person == "p0"
    assert office.case().state is State.REVIEW
    assert level() is Level.BASICA


def test_a_cancelled_case_ends_in_silence(office):
    case = office.submit()
    line = Event("e1", "p1", What.CASE_MOVED, wiring.now())
    wiring.cases().move(case, moved(case, State.CANCELLED, wiring.now()), line)

    machine = run(office)

    assert machine.entered == ["Begin", "Cancel", "Cancelled"]
    assert office.aws.outbox(Kind.CASE_REJECTED, Kind.VERIFIED) == []


def test_a_defect_leaves_the_case_stuck_and_visible(office, monkeypatch):
    office.submit()
    monkeypatch.setattr(office.reader, "compare", lambda *_: 1 / 0, raising=False)

    with pytest.raises(StateFailed, match="CaseStuck"):
        run(office)

    assert wiring.reviews().stuck() == ("c1",)
    assert level() is Level.BASICA


def test_nobody_in_time_brings_the_case_to_the_front(office):
    office.capture = Capture.MISSING
    office.submit()
    machine = office.machine()
    answers = iter(
        [StateFailed("States.Timeout"), {"verdict": "accept", "reviewers": ["r1"], "reasons": []}]
    )
    seen = []

    def person(_):
        answer = next(answers)
        seen.append([one.urgent for one in wiring.reviews().waiting()])
        if isinstance(answer, Exception):
            raise answer
        return answer

    machine.person = person
    machine.run({"case": "c1"})

    assert seen == [[False], [True]]
    assert office.case().state is State.ACCEPTED


def test_an_answer_that_was_lost_is_found_when_its_time_is_over(office):
    office.capture = Capture.MISSING
    office.submit()
    machine = office.machine()

    def decides_and_is_not_heard(_):
        case = office.case()
        wiring.cases().move(
            case,
            moved(case, State.REJECTED, wiring.now(), case.reasons),
            Event("e1", "p1", What.CASE_MOVED, wiring.now()),
        )
        raise StateFailed("States.Timeout")

    machine.person = decides_and_is_not_heard
    machine.run({"case": "c1"})

    assert machine.entered[-1] == "Done"
    assert wiring.reviews().waiting() == ()
