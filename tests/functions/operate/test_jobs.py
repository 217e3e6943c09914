"""The jobs of operators and of the clock, in moto."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.operate.doing import UnknownJob
from functions.operate.done import JobRefused
from functions.operate.handler import handle
from functions.operate.keys import KeysMissing
from functions.operate.outbox import PATIENCE, sweep
from llave import wiring
from llave.adapters import outbox
from llave.oidc.keys import State
from llave.people.keyring import Purpose
from llave.people.outbox import Kind, Message, Outcome
from llave.places.postal import PostalCode
from tests.aws import Aws

PLACE = {
    "cp": "06000",
    "state": "09",
    "municipality": "015",
    "settlements": [{"name": "Nueva Esperanza", "type": "Colonia"}],
}
CLIENT = {
    "client_id": "demo",
    "client_name": "Becas",
    "purpose": "Pedir una beca",
    "redirect_uris": ["https://becas.example/vuelta"],
    "client_secret_sha256": "a" * 64,
    "scope": "openid profile",
}


def run(job: str, **given: Any) -> dict[str, Any]:
    return handle({"job": job, **given})


def test_an_unknown_job_is_named_with_those_that_there_are(aws: Aws):
    with pytest.raises(UnknownJob, match="unknown job 'fly'; there are: add-postal-code, "):
        run("fly")


def test_a_call_without_a_job_is_refused(aws: Aws):
    with pytest.raises(UnknownJob):
        handle({})


def test_the_first_keys_are_made_once(aws: Aws):
    first = run("ensure-keys")
    second = run("ensure-keys")

    assert (first["changed"], second["changed"]) == (True, False)
    assert wiring.signing_ring().read().current is not None
    assert len(aws.audit("operations")) == 1


def test_a_purpose_that_was_added_to_the_list_gets_its_secret_and_the_others_keep_theirs(aws: Aws):
    before = {p: wiring.keyring().live(p)[0].value for p in Purpose}
    table = "llave-unit-agencies"
    from llave.adapters import dynamodb

    dynamodb.client().delete_item(TableName=table, Key=dynamodb.key("KEYRING", "codes#1"))
    made = run("ensure-keys")
    from tests.conftest import forget

    forget()
    after = {p: wiring.keyring().live(p)[0].value for p in Purpose}

    assert made["created"].split(", ")[0] == "codes"
    assert [p for p in Purpose if before[p] != after[p]] == [Purpose.CODES]


def test_the_check_rings_when_no_key_signs(aws: Aws):
    with pytest.raises(KeysMissing, match="signing"):
        run("check-keyring")
    run("ensure-keys")

    assert run("check-keyring")["changed"] is False


def test_a_rotation_waits_until_the_next_key_was_published_long_enough(aws: Aws):
    run("ensure-keys")

    assert run("rotate-signing-keys")["outcome"] == "not-due"
    assert run("rotate-signing-keys", now=True)["outcome"] == "next-too-young"


def test_a_revoked_signing_key_leaves_the_ring(aws: Aws):
    run("ensure-keys")
    current = wiring.signing_ring().read().current
    assert current is not None

    run("revoke-signing-key", kid=current.kid)

    ring = wiring.signing_ring().read()
    assert ring.find(current.kid) is None
    assert [len(ring.in_state(state)) for state in (State.CURRENT, State.NEXT)] == [1, 1]


def test_a_new_version_of_a_secret_is_used_and_the_old_one_still_found(aws: Aws):
    old = wiring.keyring().live(Purpose.CODES)[0]

    assert run("rotate-keyring", purpose="codes")["version"] == 2

    assert wiring.keyring().version(Purpose.CODES, 2) != old
    assert wiring.keyring().version(Purpose.CODES, 1) == old
    assert [secret.version for secret in wiring.keyring().live(Purpose.CODES)] == [2, 1]


@pytest.mark.parametrize("purpose", ["pairwise", "nothing", None])
def test_what_agencies_know_people_by_is_not_replaced(aws: Aws, purpose: str | None):
    with pytest.raises(JobRefused, match="purpose"):
        run("rotate-keyring", purpose=purpose)


def test_what_stayed_pending_is_queued_again(aws: Aws):
    now = wiring.now()
    old = now - PATIENCE - timedelta(seconds=1)
    lost = [Message(f"m{n}", Kind.NEW_DEVICE, "ana", old, c) for n, c in enumerate(("email", None))]
    settled = Message("done", Kind.NEW_DEVICE, "ana", old, "email")
    wiring.outbox().put(*lost, settled, Message("young", Kind.NEW_DEVICE, "ana", now, "email"))
    wiring.outbox().settle("done", Outcome.SENT, now)

    done = sweep({}, now)

    assert done.summary == {"found": 2}
    assert aws.queued("mail") == ['{"id": "m0"}']
    assert aws.queued("followup") == ['{"id": "m1"}']
    assert aws.audit("operations") == []


def waiting(kind: Kind, channel: str, number: int) -> list[Message]:
    """As many messages, pending for an hour and more; the first is the oldest."""
    old = wiring.now() - timedelta(hours=2)
    return [
        Message(f"{kind.value}-{n}", kind, "ana", old + timedelta(seconds=n), channel)
        for n in range(number)
    ]


def swept(caplog: pytest.LogCaptureFixture) -> list[int]:
    return [one.__dict__["count"] for one in caplog.records if one.message == "swept"]


def test_cases_that_wait_for_their_turn_are_queued_again_and_ring_nobody(
    aws: Aws, caplog: pytest.LogCaptureFixture
):
    wiring.outbox().put(*waiting(Kind.CASE_SUBMITTED, "cases", 3))

    done = sweep({}, wiring.now())

    assert done.summary == {"found": 3}
    assert len(aws.queued("cases")) == 3
    assert swept(caplog) == []


def test_many_cases_hide_no_letter_that_was_lost_after_them(
    aws: Aws, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(outbox, "SWEPT_AT_ONCE", 2)
    wiring.outbox().put(*waiting(Kind.CASE_SUBMITTED, "cases", 20))
    letters = waiting(Kind.NEW_DEVICE, "email", 1)
    wiring.outbox().put(replace(letters[0], created_at=wiring.now() - timedelta(minutes=30)))

    done = sweep({}, wiring.now())

    assert done.summary == {"found": 3}
    assert len(aws.queued("mail")) == 1
    assert swept(caplog) == [1]


def test_an_agency_is_registered_and_registered_anew(aws: Aws):
    run("register-client", client=CLIENT)
    run("register-client", client=CLIENT | {"client_name": "Becas y apoyos"})

    found = wiring.clients().get("demo")
    assert found is not None
    assert found.name == "Becas y apoyos"
    assert [line["refs"]["client_id"] for line in aws.audit("operations")] == ["demo", "demo"]


def test_every_mistake_of_a_registration_is_said(aws: Aws):
    with pytest.raises(JobRefused, match=r"redirect_uris.*client_secret_sha256|client_secret"):
        run("register-client", client=CLIENT | {"redirect_uris": [], "client_secret_sha256": "x"})


def test_a_settlement_is_added_to_a_code_and_found_at_once(aws: Aws):
    done = run("add-postal-code", **PLACE)

    place = wiring.places().find(PostalCode("06000"))
    assert place is not None
    assert done == {"job": "add-postal-code", "changed": True, "cp": "06000", "added": 1}
    assert place.settlement("06000-L001") is not None


def test_a_settlement_that_is_there_is_not_added_twice(aws: Aws):
    run("add-postal-code", **PLACE)

    assert run("add-postal-code", **PLACE)["changed"] is False


def test_a_code_that_nobody_knew_is_added(aws: Aws):
    run("add-postal-code", **PLACE | {"cp": "06999"})

    place = wiring.places().find(PostalCode("06999"))
    assert place is not None
    assert place.municipality.name == "Cuauhtémoc"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"cp": "6000"}, "cp"),
        ({"cp": "44100"}, "cp"),
        ({"state": "99"}, "state"),
        ({"municipality": "999"}, "municipality"),
        ({"settlements": []}, "settlements"),
        ({"settlements": [{"name": "A\u0007", "type": "Colonia"}]}, "settlements.0.name"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_postal_code_with_a_mistake_is_refused_and_named(
    aws: Aws, change: dict[str, Any], named: str
):
    with pytest.raises(JobRefused, match=named):
        run("add-postal-code", **PLACE | change)

    assert aws.audit("operations") == []
