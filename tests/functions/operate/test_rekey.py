"""A look-up's secret is replaced while people register and sign in: nobody is lost, nothing held twice."""

import json
from datetime import timedelta

import pytest

from functions.operate.done import JobRefused
from functions.operate.rekey import rekey
from llave import wiring
from llave.adapters import dynamodb
from llave.adapters.keyring import FRESH_FOR
from llave.documents.kinds import DocumentKind
from llave.documents.remarking import marks_in
from llave.people.contacts import EmailAddress, PhoneNumber
from llave.people.holders import become_holder
from llave.people.keyring import GUARDED, Purpose
from llave.people.lookups import by_curp, by_curp_and_phone, by_email, by_phone
from llave.people.rekeying import SPREAD, Rotation, State
from llave.settings import settings
from tests.aws import Aws
from tests.registrants import ADULT, EMAIL, PASSWORD, PHONE, Client, account_in, person_in
from tests.rotating import begin, fill, retire, state_of, walter
from tests.verifying import app_of, evidence, identity, town

__all__ = ["walter"]


def sign_in(identifier: str, **more: str) -> int:
    body = {"identifier": identifier, "password": PASSWORD, **more}
    return Client().send("POST", "/v1/sessions", body).status


def test_a_new_version_waits_until_every_process_knows_it():
    longest_call = timedelta(minutes=10)

    assert timedelta(seconds=FRESH_FOR) + longest_call <= SPREAD


def test_the_whole_rotation_leaves_nothing_under_the_old_secret(aws: Aws, walter: Client):
    people = tuple(p for p in GUARDED if p.value.startswith("lookup-"))
    begin(*people)
    now = fill(*people)
    retire(*people)
    rekey({}, now + SPREAD)

    keys = [item["pk"] for item in aws.items("people")]
    assert not [key for key in keys if "#1#" in key]
    assert [key for key in keys if "#2#" in key]
    assert {state_of(purpose) for purpose in people} == {State.DONE}
    assert sign_in(EMAIL) == 201
    assert sign_in(ADULT.value, phone=PHONE) == 201
    account = account_in(aws)
    keyring, phone = wiring.keyring(), PhoneNumber(PHONE)
    assert account["email_index"] == email_key()
    assert account["phone_number_index"] == by_phone(phone, keyring).newest.key
    assert account["phone_index"] == by_curp_and_phone(ADULT, phone, keyring).newest.key


def email_key() -> str:
    return by_email(EmailAddress(EMAIL), wiring.keyring()).newest.key


def test_what_the_first_pass_missed_keeps_the_rotation_filling(aws: Aws, walter: Client):
    """A guard that appears under the old secret alone, behind the back of a pass that wrote."""
    begin(Purpose.LOOKUP_EMAIL)
    now, table = wiring.now() + SPREAD, settings().table_people
    rekey({}, wiring.now())
    ring = wiring.rotations().of(Purpose.LOOKUP_EMAIL)[0]
    wiring.rotations().keep(ring, ring.after_page(1, None, now))

    rekey({}, now)

    assert wiring.rotations().of(Purpose.LOOKUP_EMAIL)[0].passes == 3
    assert state_of(Purpose.LOOKUP_EMAIL) is State.FILLED
    assert dynamodb.get(table, email_key(), "GUARD") is not None


def test_the_old_secret_does_not_retire_before_a_whole_pass_found_nothing_to_write(
    aws: Aws, walter: Client
):
    begin(Purpose.LOOKUP_EMAIL)
    with pytest.raises(JobRefused, match="no rotation"):
        retire(Purpose.LOOKUP_EMAIL)

    # Young: some process may not know of it yet.
    rekey({}, wiring.now() + SPREAD - timedelta(minutes=1))
    with pytest.raises(JobRefused, match="filling"):
        retire(Purpose.LOOKUP_EMAIL)

    assert len(wiring.keyring().live(Purpose.LOOKUP_EMAIL)) == 2


def test_a_second_rotation_waits_for_the_first(aws: Aws):
    begin(Purpose.LOOKUP_CURP)

    with pytest.raises(JobRefused, match="under way"):
        begin(Purpose.LOOKUP_CURP)


def test_nothing_is_dropped_while_the_old_secret_lives(aws: Aws, walter: Client):
    """The state was kept, and the secret could not be destroyed: the operator calls again."""
    begin(Purpose.LOOKUP_EMAIL)
    now = fill(Purpose.LOOKUP_EMAIL)
    ring = wiring.rotations().of(Purpose.LOOKUP_EMAIL)[0]
    wiring.rotations().keep(ring, Rotation(ring.purpose, ring.old, ring.new, State.RETIRED, now))
    before = sorted(item["pk"] for item in aws.items("people"))

    rekey({}, now + SPREAD)
    assert sorted(item["pk"] for item in aws.items("people")) == before

    retire(Purpose.LOOKUP_EMAIL)
    assert [one.version for one in wiring.new_secrets().made(Purpose.LOOKUP_EMAIL)] == [2]


def test_a_second_run_at_the_same_moment_stops(aws: Aws, walter: Client):
    begin(Purpose.LOOKUP_EMAIL)
    rekey({}, wiring.now())
    ring = wiring.rotations().of(Purpose.LOOKUP_EMAIL)[0]
    after = ring.after_page(1, None, wiring.now())

    assert wiring.rotations().keep(ring, after) is True
    assert wiring.rotations().keep(ring, after) is False


def test_a_holder_is_one_through_the_whole_rotation(aws: Aws, walter: Client):
    here, person = town(aws, wiring.keyring()), person_in(aws)
    aws.put("people", app_of(person))
    case = here.submits(person, wiring.now())
    curp = by_curp(ADULT, wiring.keyring())
    become_holder(evidence(person, case.id, at=wiring.now()), curp, (), wiring.holding())
    begin(Purpose.LOOKUP_CURP)
    now = fill(Purpose.LOOKUP_CURP)
    retire(Purpose.LOOKUP_CURP)
    rekey({}, now + SPREAD)

    curp = by_curp(ADULT, wiring.keyring())
    guards = [i for i in aws.items("people") if i["sk"] == "GUARD" and i["pk"][:5] == "CURP#"]
    assert [(g["pk"], g["person"], g["keys"]) for g in guards] == [
        (curp.newest.key, person, [curp.newest.key])
    ]
    assert wiring.holders().declared((curp.newest.key,)) == (person,)


def test_a_document_stays_its_owner_s_and_a_portrait_is_found_again(aws: Aws, walter: Client):
    purposes = (Purpose.LOOKUP_DOCUMENT, Purpose.LOOKUP_IMAGE)
    person, here = person_in(aws), town(aws, wiring.keyring())
    aws.put("people", app_of(person))
    case = here.submits(person, wiring.now())
    account = wiring.accounts().get(person)
    assert account is not None
    key = wiring.person_keys().open(person, account.wrapped_key)
    said = {
        "identity": identity().to_json(),
        "face": {"images": ["a" * 64], "portrait": f"{0x1234567890ABCDEF:016x}"},
    }
    for name, reading in said.items():
        sealed = key.seal(f"reading:{name}", json.dumps(reading))
        wiring.cases().keep_reading(case.id, name, sealed)
    marks = marks_in(DocumentKind.INE, said, wiring.keyring())
    assert wiring.reuse().claim(marks, person, case.id, wiring.now()) == ()
    begin(*purposes)
    now = fill(*purposes)
    retire(*purposes)
    rekey({}, now + SPREAD)

    again = marks_in(DocumentKind.INE, said, wiring.keyring())
    found = wiring.reuse().claim(again, "somebody-else", "other", wiring.now())

    assert sorted({one.trace.value for one in found}) == ["image", "number", "portrait"]
    assert {one.person for one in found} == {person}
    marked = ("DOCUMENT#1#", "IMAGE#1#", "PORTRAIT#1#")
    assert not [i for i in aws.items("people") if i["pk"].startswith(marked)]
