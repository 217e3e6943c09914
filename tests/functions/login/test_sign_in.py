"""Signing in over JSON, on moto."""

import pytest

from llave.people.accounts import Channel
from llave.people.outbox import Kind
from tests.aws import Aws
from tests.citizens import CURP, EMAIL, PASSWORD, PHONE, Citizen
from tests.events import Answer, api, call

SESSION, DEVICE = "__Host-session", "__Host-device"


def sign_in(identifier=EMAIL, password=PASSWORD, cookies=None, **more) -> Answer:
    body = {"identifier": identifier, "password": password, **more}
    return call(api("POST", "/v1/sessions", body, cookies=cookies))


def test_the_right_password_opens_a_session(aws: Aws) -> None:
    Citizen().settle(aws)

    answer = sign_in()

    assert answer.status == 201
    assert answer.json["session"]["level"] == "basica"
    me = call(api("GET", "/v1/me", cookies={SESSION: answer.kept[SESSION]}))
    assert (me.status, me.json["contacts"]["email"]["value"]) == (200, EMAIL)


@pytest.mark.parametrize("spoken", [EMAIL.upper(), f" {EMAIL} "])
def test_an_email_is_found_however_it_is_typed(aws: Aws, spoken: str) -> None:
    Citizen().settle(aws)

    assert sign_in(spoken).status == 201


def test_curp_and_phone_lead_in_together(aws: Aws) -> None:
    Citizen(email=None).settle(aws)

    assert sign_in(CURP.lower(), phone="55 1234 5678").status == 201
    assert sign_in(CURP, phone=PHONE).status == 201


def test_a_curp_alone_leads_nowhere_unless_it_is_held(aws: Aws) -> None:
    Citizen().settle(aws)

    before = sign_in(CURP)
    from llave import wiring
    from llave.people.curp import Curp
    from llave.people.lookups import by_curp

    held = by_curp(Curp(CURP), wiring.keyring()).newest.key
    aws.put("people", {"pk": held, "sk": "GUARD", "person": "p1"})

    assert before.status == 401
    assert sign_in(CURP).status == 201


def test_two_on_one_phone_enter_each_by_her_own_curp(aws: Aws) -> None:
    Citizen(email=None).settle(aws)
    other = Citizen("p2", None, PHONE, "otra-frase-muy-larga", "HEGG560427MVZRRL04").settle(aws)

    assert sign_in(CURP, phone=PHONE).status == 201
    assert sign_in(other.curp, other.password, phone=PHONE).status == 201
    assert sign_in(other.curp, PASSWORD, phone=PHONE).status == 401


def test_wrong_unknown_and_locked_read_alike(aws: Aws) -> None:
    Citizen().settle(aws)
    locked = Citizen("p2", "otra@correo.mx", None).settle(aws)
    lock(aws, locked.person)

    answers = [
        sign_in(password="no-es-la-mia-ni-de-nadie"),
        sign_in("nadie@correo.mx"),
        sign_in("otra@correo.mx"),
        sign_in(CURP, phone="+525587654321"),
    ]

    assert {answer.status for answer in answers} == {401}
    assert len({answer.body for answer in answers}) == 1
    assert len({str(answer.headers) for answer in answers}) == 1
    assert all(not answer.cookies for answer in answers)
    assert answers[0].json["code"] == "wrong_credentials"


def test_an_unconfirmed_account_is_told_so_after_the_right_password_only(aws: Aws) -> None:
    Citizen(unconfirmed=(Channel.EMAIL, Channel.PHONE)).settle(aws)

    wrong, right = sign_in(password="no-es-la-mia-ni-de-nadie"), sign_in()

    assert wrong.json["code"] == "wrong_credentials"
    assert right.status == 200
    assert right.json["challenge"]["methods"] == ["confirm"]
    assert right.json["challenge"]["confirm"] == ["email", "phone"]
    assert SESSION not in right.kept


def test_a_challenge_serves_to_have_the_code_sent_and_to_confirm(aws: Aws) -> None:
    from tests.post import deliver, mails

    Citizen(phone=None, unconfirmed=(Channel.EMAIL,)).settle(aws)
    token = sign_in().json["challenge"]["id"]

    wish = {"registration_token": token, "channel": "email"}
    sent = call(api("POST", "/v1/confirmations/resend", wish))
    deliver(aws)
    code = mails(EMAIL)[-1].code
    done = call(api("POST", "/v1/confirmations", {**wish, "code": code}))

    assert (sent.status, done.status) == (202, 200)
    assert sign_in().status == 201


def test_a_session_ends_when_she_signs_out(aws: Aws) -> None:
    Citizen().settle(aws)
    cookies = {SESSION: sign_in().kept[SESSION]}

    out = call(api("DELETE", "/v1/session", cookies=cookies))

    assert (out.status, out.kept[SESSION]) == (204, "")
    assert call(api("GET", "/v1/me", cookies=cookies)).json["code"] == "not_signed_in"
    assert call(api("DELETE", "/v1/session", cookies=cookies)).status == 204


def test_signing_in_again_ends_the_session_that_the_browser_had(aws: Aws) -> None:
    Citizen().settle(aws)
    first = {SESSION: sign_in().kept[SESSION]}

    second = sign_in(cookies=first)

    assert second.kept[SESSION] != first[SESSION]
    assert call(api("GET", "/v1/me", cookies=first)).status == 401


def test_a_new_device_is_told_of_and_a_remembered_one_is_not(aws: Aws) -> None:
    Citizen().settle(aws)

    first = sign_in(device="remember")
    second = sign_in(cookies={DEVICE: first.kept[DEVICE]})

    assert len(aws.outbox(Kind.NEW_DEVICE)) == 1
    assert DEVICE not in second.kept
    assert [e["refs"]["device"] for e in aws.audit("p1")] == ["new", "known"]


@pytest.mark.parametrize("device", ["own", "shared", None])
def test_a_device_is_remembered_by_choice_only(aws: Aws, device: str | None) -> None:
    Citizen().settle(aws)

    answer = sign_in(**({"device": device} if device else {}))

    assert DEVICE not in answer.kept


def test_the_session_of_a_shared_device_ends_with_the_browser(aws: Aws) -> None:
    Citizen().settle(aws)

    def lasting(**more: str) -> bool:
        cookie = next(c for c in sign_in(**more).cookies if c.startswith(SESSION))
        return "Max-Age" in cookie

    assert lasting(device="own")
    assert not lasting(device="shared")
    assert not lasting()


def test_a_device_that_is_called_shared_is_forgotten(aws: Aws) -> None:
    Citizen().settle(aws)
    known = {DEVICE: sign_in(device="remember").kept[DEVICE]}

    again = sign_in(cookies=known, device="shared")
    sign_in(cookies=known)

    assert again.kept[DEVICE] == ""
    assert [e["refs"]["device"] for e in aws.audit("p1")] == ["new", "known", "new"]


def test_failures_slow_one_identifier_at_one_network(aws: Aws) -> None:
    Citizen().settle(aws)
    wrong = "no-es-la-mia-ni-de-nadie"

    for who in (EMAIL, "nadie@correo.mx"):
        statuses = [sign_in(who, wrong) for _ in range(4)]
        assert [answer.status for answer in statuses] == [401, 401, 401, 429]
        assert int(statuses[-1].headers["retry-after"]) in (1, 2)
    elsewhere = api("POST", "/v1/sessions", {"identifier": EMAIL, "password": PASSWORD})
    elsewhere["headers"]["x-llave-viewer-address"] = "198.51.100.77"
    assert call(elsewhere).status == 201


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"password": PASSWORD}, "identifier", "required"),
        ({"identifier": EMAIL}, "password", "required"),
        ({"identifier": 7, "password": PASSWORD}, "identifier", "wrong_type"),
        ({"identifier": EMAIL, "password": None}, "password", "wrong_type"),
        ({"identifier": "ana", "password": PASSWORD}, "identifier", "identifier_shape"),
        ({"identifier": "a" * 1_000_000, "password": PASSWORD}, "identifier", "too_long"),
        ({"identifier": EMAIL, "password": "a" * 1_000_000}, "password", "password_too_long"),
        ({"identifier": "a\x00@b.mx", "password": PASSWORD}, "identifier", "control_characters"),
        ({"identifier": EMAIL, "password": "a\x00" * 10}, "password", "password_characters"),
        ({"identifier": EMAIL, "password": PASSWORD, "phone": "1"}, "phone", "phone_length"),
        ({"identifier": EMAIL, "password": PASSWORD, "device": "x"}, "device", "not_an_option"),
        ({"identifier": EMAIL, "password": PASSWORD, "rol": "x"}, "rol", "unknown_field"),
    ],
)
def test_bad_input_is_named_by_field(aws: Aws, body: object, field: str, code: str) -> None:
    answer = call(api("POST", "/v1/sessions", body))

    assert answer.status == 422
    assert [(e["field"], e["code"]) for e in answer.json["errors"]] == [(field, code)]
    assert not [item for item in aws.items("sessions") if item["pk"].startswith("SESSION#")]


@pytest.mark.parametrize("body", [b"\xff\xfe{}", "no json", "[]", "7", '"x"'])
def test_a_body_that_is_no_object_is_refused(aws: Aws, body: str | bytes) -> None:
    assert call(api("POST", "/v1/sessions", body)).status in (400, 422)


def lock(aws: Aws, person: str) -> None:
    items = aws.items("people")
    found = next(i for i in items if i["pk"] == f"PERSON#{person}" and "hash" in i)
    aws.put("people", {**found, "failures": 100})


@pytest.mark.parametrize("blanks", [" ", " " * 20, "\u00a0\t "])
def test_nothing_but_blanks_is_no_password(aws: Aws, blanks: str) -> None:
    Citizen().settle(aws)

    answer = sign_in(password=blanks)

    assert answer.status == 422
    assert [(one["field"], one["code"]) for one in answer.json["errors"]] == [
        ("password", "required")
    ]
