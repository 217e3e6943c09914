"""Jobs on accounts and documents: pictures and registrations whose time is over."""

from datetime import timedelta

import pytest

from functions.operate import evidence, unconfirmed
from functions.operate.doing import UnknownJob
from functions.operate.people import handle
from llave import wiring
from llave.documents.cases import State, moved
from llave.people.accounts import Status
from llave.people.audit import What
from llave.people.outbox import Kind
from tests.aws import Aws
from tests.photographing import Photographing, make_bucket
from tests.registrants import EMAIL, PHONE, Client, account_in, person_in
from tests.verifying import town

DAYS = timedelta(days=30)
COLLECTING, CANCELLED = timedelta(days=20), timedelta(days=7)
A_DAY = timedelta(days=1)


def rejected(aws: Aws, person: str, at):
    """A case of hers, decided then, with a picture of two versions."""
    here = town(aws)
    here.last = len(person) * 1000
    here.declares(person)
    case = here.submits(person, at)
    wiring.pictures().write(f"cases/{case.id}/front/original", b"one", "image/jpeg")
    wiring.pictures().write(f"cases/{case.id}/front/original", b"two", "image/jpeg")
    after = moved(case, State.REJECTED, at)
    return wiring.cases().move(case, after, here.event(person, at))


def pictures(case: str) -> int:
    return len(list(wiring.uploads().newest(f"cases/{case}/")))


def test_pictures_go_when_their_days_have_passed_and_the_case_stays(aws: Aws):
    make_bucket()
    now = wiring.now()
    old = rejected(aws, "ana", now - DAYS - timedelta(days=1))
    young = rejected(aws, "berta", now - DAYS + timedelta(days=1))

    done = evidence.delete({}, now)

    assert done.summary == {"lapsed": 0, "cases": 1, "versions": 2}
    assert (pictures(old.id), pictures(young.id)) == (0, 1)
    kept = wiring.cases().get(old.id)
    assert kept is not None
    assert (kept.state, kept.pictures_deleted_at is not None) == (State.REJECTED, True)
    assert evidence.delete({}, now).changed is False


def test_a_run_deletes_so_many_and_the_next_one_goes_on(aws: Aws, monkeypatch: pytest.MonkeyPatch):
    make_bucket()
    now = wiring.now()
    for name in ("ana", "berta"):
        rejected(aws, name, now - DAYS - timedelta(days=1))
    monkeypatch.setattr(evidence, "MOST_CASES", 1)

    runs = [evidence.delete({}, now).summary["cases"] for _ in range(3)]

    assert runs == [1, 1, 0]


def begun(aws: Aws, at) -> Photographing:
    """Somebody who took one picture then, and went."""
    she = Photographing(aws)
    case = she.start()
    she.upload(case, "front")
    she.current()
    now = int(at.timestamp() * 1000)
    she.set_case(case, changed_at=now)
    today = wiring.now().date()
    wiring.collecting().touched(case, today, at.date())
    return she


def case_of(she: Photographing):
    (case,) = wiring.cases().of(she.citizen.person)
    return case


def test_a_case_that_was_left_alone_is_cancelled_and_its_pictures_go_some_days_later(aws: Aws):
    now = wiring.now()
    she = begun(aws, now - COLLECTING)

    assert evidence.delete({}, now).summary == {"lapsed": 1, "cases": 0, "versions": 0}
    assert case_of(she).state is State.CANCELLED
    assert "Las borramos el" in she.browser.get("/cuenta").page.text
    gone = evidence.delete({}, now + CANCELLED)

    assert gone.summary == {"lapsed": 0, "cases": 1, "versions": 1}
    assert pictures(case_of(she).id) == 0
    assert "Fotos de una solicitud cancelada" not in she.browser.get("/cuenta").page.text
    assert she.start()
    assert aws.outbox(Kind.CASE_REJECTED) == []


def test_pictures_of_a_case_that_was_given_up_go_after_days_and_not_years(aws: Aws):
    now = wiring.now()
    she = begun(aws, now)
    she.browser.get("/verificar")
    she.browser.submit(action="/verificar/cambiar")
    assert case_of(she).state is State.CANCELLED

    later = now + CANCELLED + A_DAY
    assert evidence.delete({}, later).summary == {"lapsed": 0, "cases": 1, "versions": 1}


def test_a_job_of_the_other_function_is_none_of_this(aws: Aws):
    with pytest.raises(UnknownJob, match="delete-evidence, purge-unconfirmed, rekey"):
        handle({"job": "ensure-keys"})


def of_person(aws: Aws, person: str):
    return [
        item
        for item in aws.items("people")
        if person in item["pk"] or person in item["sk"] or item.get("person") == person
    ]


def test_who_never_confirmed_leaves_nothing_but_a_note(aws: Aws, client: Client):
    client.register(email=EMAIL, phone=PHONE)
    person, due = person_in(aws), wiring.now() + DAYS + timedelta(days=1)
    assert of_person(aws, person)

    assert unconfirmed.purge({}, due).summary == {"purged": 1}

    assert of_person(aws, person) == []
    assert [line["what"] for line in aws.audit(person)] == [What.REGISTERED, What.PURGED]
    assert Client().register(email=EMAIL).status == 201


def test_a_registration_that_is_not_due_stays(aws: Aws, registered: Client):
    assert unconfirmed.purge({}, wiring.now() + DAYS - timedelta(days=1)).changed is False
    assert account_in(aws)["status"] == Status.REGISTERED


def test_who_confirmed_stays(aws: Aws, registered: Client, code):
    body = {"registration_token": registered.token, "channel": "email", "code": code()}
    assert registered.send("POST", "/v1/confirmations", body).status == 200

    assert unconfirmed.purge({}, wiring.now() + DAYS + timedelta(days=1)).changed is False

    assert account_in(aws)["status"] == Status.ACTIVE
    # It is not looked at again.
    assert not [i for i in aws.items("people") if i["pk"].startswith("REGISTERED#")]


def test_what_leads_to_a_newer_account_stays(aws: Aws, registered: Client):
    first = person_in(aws)
    Client().register(email=EMAIL)
    second = person_in(aws)
    due = wiring.now() + DAYS
    items = [i for i in aws.items("people") if i["pk"].startswith("REGISTERED#")]
    newer = next(i for i in items if i["sk"] == f"PERSON#{second}")
    wiring.unconfirmed().settled(second, wiring.now().date())

    unconfirmed.purge({}, due + timedelta(days=1))

    assert newer
    assert of_person(aws, first) == []
    pointers = [i for i in aws.items("people") if i["sk"] == "POINTER"]
    assert [i["person"] for i in pointers] == [second]


def test_a_contact_confirmed_at_that_moment_saves_the_account(
    aws: Aws, registered: Client, code, monkeypatch: pytest.MonkeyPatch
):
    """The job read the account before; the write looks again."""
    person = person_in(aws)
    before = wiring.accounts().get(person)
    body = {"registration_token": registered.token, "channel": "email", "code": code()}
    assert registered.send("POST", "/v1/confirmations", body).status == 200
    monkeypatch.setattr(type(wiring.accounts()), "get", lambda *_: before)

    assert unconfirmed.purge({}, wiring.now() + DAYS + timedelta(days=1)).changed is False

    assert account_in(aws, person)["status"] == Status.ACTIVE
