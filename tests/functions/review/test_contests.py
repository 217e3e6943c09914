"""Taking a CURP from its holder: one reviewer finds the newcomer credible, another decides days later."""

from datetime import UTC, datetime, timedelta

import pytest

from functions.verify.steps.conclude import handle as conclude
from llave import wiring
from llave.documents.capture import Capture
from llave.documents.cases import State, moved
from llave.documents.reasons import Reason, Why
from llave.documents.registries import Credential
from llave.documents.workflow import Verdict
from llave.people.accounts import Level
from llave.people.audit import Event, What
from llave.people.contesting import object_to
from llave.people.lookups import by_curp
from llave.people.outbox import Kind
from tests.functions.verify.test_cancelled import ends
from tests.verifying import CURP

DAYS = timedelta(hours=73)


def holder():
    found = wiring.holders().of(by_curp(CURP, wiring.keyring()))
    assert found is not None
    return found.person


@pytest.fixture
def contested(console):
    """A squatter holds the CURP; the case of its owner waits."""
    console.office.account("p0")
    console.office.capture = Capture.VALID
    console.office.submit("p0", "c0")
    console.office.machine().run({"case": "c0"})
    assert holder() == "p0"
    console.waiting_case()
    return console


@pytest.fixture
def later(monkeypatch):
    """Lets time pass for whoever asks for it from now on."""
    now = wiring.now

    def pass_by(span):
        monkeypatch.setattr(wiring, "now", lambda: now() + span)

    return pass_by


def doubted(console):
    """The first reviewer's finding."""
    rebeca = console.reviewer("rebeca")
    rebeca.take()
    assert rebeca.says("c1", "accept").status == 200
    return rebeca


def test_the_first_finding_tells_the_holder_and_changes_nothing(contested):
    doubted(contested)

    assert len(contested.office.aws.outbox(Kind.CONTEST_OPENED)) == 1
    assert holder() == "p0"
    assert contested.machine.told == []


def test_a_challenger_whose_account_ends_is_out_of_the_console_and_the_holder_is_told(contested):
    rebeca = doubted(contested)
    ends(contested.office)
    samuel = contested.reviewer("samuel")
    assert samuel.posts("/revision/tomar").status == 409

    for _ in range(2):
        assert conclude({"case": "c1", "verdict": "cancelled"}) == {"verdict": "cancelled"}

    assert wiring.contests().against("p0") is None
    assert len(contested.office.aws.outbox(Kind.CONTEST_DISMISSED)) == 1
    assert holder() == "p0"
    assert rebeca.open("c1").status == 404


def test_for_72_hours_nobody_is_given_the_case(contested, later):
    doubted(contested)
    samuel = contested.reviewer("samuel")

    assert samuel.posts("/revision/tomar").status == 409
    assert "Plazo de 72 horas" in samuel.browser.get("/revision").page.text


def test_another_reviewer_gives_the_curp_to_its_owner(contested, later):
    rebeca = doubted(contested)
    later(DAYS)
    samuel = contested.reviewer("samuel")
    samuel.take()

    samuel.says("c1", "accept")

    assert holder() == "p1"
    assert contested.office.case("c1").state is State.ACCEPTED
    evidence = wiring.holders().evidence("p1", "c1")
    assert evidence is not None
    assert evidence.reviewers == (rebeca.staff, samuel.staff)
    ((_, verdict, _, _),) = contested.machine.told
    assert verdict is Verdict.SETTLED
    assert wiring.reviews().waiting() == ()
    squatter = wiring.accounts().get("p0")
    assert squatter is not None
    assert squatter.level is Level.BASICA
    assert squatter.displaced_at is not None


def test_or_leaves_it_with_the_holder_and_rejects(contested, later):
    doubted(contested)
    later(DAYS)
    samuel = contested.reviewer("samuel")
    samuel.take()

    samuel.says("c1", "reject", reason="not_confirmed")

    assert holder() == "p0"
    assert len(contested.office.aws.outbox(Kind.CONTEST_DISMISSED)) == 1
    ((_, verdict, _, reasons),) = contested.machine.told
    assert (verdict, reasons) == (Verdict.REJECT, ("reviewer::not_confirmed",))


def test_an_owner_whose_recovery_ended_her_factor_is_sent_back_to_add_one(contested, later):
    doubted(contested)
    later(DAYS)
    now = wiring.now()
    wiring.factors().end_since("p1", now - timedelta(days=365), now)
    samuel = contested.reviewer("samuel")
    samuel.take()

    assert samuel.says("c1", "accept").status == 200

    assert holder() == "p0"
    assert len(contested.office.aws.outbox(Kind.CONTEST_DISMISSED)) == 1
    ((_, verdict, _, reasons),) = contested.machine.told
    assert (verdict, reasons) == (Verdict.REJECT, (Reason(Why.NO_FACTOR).code,))


def test_who_finds_it_credible_sees_what_each_proves(contested):
    rebeca = contested.reviewer("rebeca")

    text = rebeca.take().page.text

    proved = "La otra cuenta: mucho. Este caso, con la revisión de dos personas: lo máximo."
    assert f"Qué prueba cada cuenta {proved}" in text
    assert "Objeción de la otra cuenta" not in text


@pytest.mark.parametrize("objects", [False, True])
def test_who_decides_sees_whether_the_holder_objected(contested, later, objects):
    doubted(contested)
    contest = wiring.contests().against("p0")
    assert contest is not None
    if objects:
        at = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
        object_to(contest, "passkey", wiring.contests(), wiring.new_id, at)
    later(DAYS)

    text = contested.reviewer("samuel").take().page.text

    assert ("Objetó el 20/11/2026 12:30. Este caso solo gana si prueba más." in text) is objects
    assert ("No ha objetado. Este caso gana si prueba lo mismo o más." in text) is not objects


def test_who_opened_it_does_not_decide_it(contested, later):
    rebeca = doubted(contested)
    later(DAYS)
    rebeca = contested.signed_in("rebeca", rebeca.staff)

    assert rebeca.posts("/revision/tomar").status == 409
    assert rebeca.decides("c1", "accept", "contest").status == 403
    assert holder() == "p0"


def test_a_page_of_before_the_holder_accepts_nothing(contested):
    rebeca = contested.reviewer("rebeca")
    rebeca.take()

    stale = rebeca.decides("c1", "accept", "plain")

    assert stale.status == 409
    assert "El caso cambió mientras lo veías" in stale.page.text
    assert contested.machine.told == []


def test_weaker_evidence_opens_no_contest(contested):
    contested.office.registries.credential_said = Credential.NOT_FOUND
    contested.office.account("p2")
    contested.waiting_case("p2", "c2")
    wiring.reviews().done("c1")
    rebeca = contested.reviewer("rebeca")
    rebeca.take()

    answer = rebeca.says("c2", "accept")

    assert answer.status == 403
    assert contested.office.aws.outbox(Kind.CONTEST_OPENED) == []
    assert rebeca.says("c2", "reject", reason="not_confirmed").status == 200


def test_one_contest_at_a_time_against_a_holder(contested):
    doubted(contested)
    contested.office.account("p2")
    contested.waiting_case("p2", "c2")
    samuel = contested.reviewer("samuel")
    samuel.take()

    assert samuel.says("c2", "accept").status == 409
    assert len(contested.office.aws.outbox(Kind.CONTEST_OPENED)) == 1


def test_a_contest_ends_with_its_case_when_the_workflow_rejects_it(contested):
    """Run again after it was stuck, INE says that the card has expired."""
    doubted(contested)
    office = contested.office
    for number, state in enumerate((State.STUCK, State.SUBMITTED)):
        line = Event(f"e-{number}", "p1", What.CASE_MOVED, wiring.now(), {"case": "c1"})
        case = office.case("c1")
        wiring.cases().move(case, moved(case, state, wiring.now()), line)
    office.registries.credential_said = Credential.EXPIRED

    office.machine().run({"case": "c1"})

    assert office.case("c1").state is State.REJECTED
    assert wiring.contests().against("p0") is None
    assert len(office.aws.outbox(Kind.CONTEST_DISMISSED)) == 1
    assert holder() == "p0"
