"""Recovering an account over JSON, on moto, the messages delivered."""

from datetime import timedelta

import pytest

from llave.people.accounts import Channel, Residence
from llave.people.outbox import Kind
from tests.aws import Aws
from tests.citizens import CURP, EMAIL, PASSWORD, PHONE, Citizen
from tests.events import Answer, api, call
from tests.post import deliver, mails, texts
from tests.robots import solved

NEW = "lampara-rio-papel-sol"
SESSION, DEVICE = "__Host-session", "__Host-device"


def ask(**claim: str) -> Answer:
    return call(api("POST", "/v1/recoveries", {**claim, "captcha": solved()}))


def confirm(token: str, password: str = NEW, **code: str) -> Answer:
    body = {"token": token, "password": password, **code}
    return call(api("POST", "/v1/recoveries/confirm", body))


def sign_in(identifier: str, password: str, cookies=None, **more: str) -> Answer:
    body = {"identifier": identifier, "password": password, **more}
    return call(api("POST", "/v1/sessions", body, cookies=cookies))


def by_mail(aws: Aws) -> tuple[str, str]:
    """Ask with e-mail and phone; the link's token and the code."""
    assert ask(email=EMAIL, phone=PHONE).status == 202
    deliver(aws)
    return mails(EMAIL)[-1].token, texts(PHONE)[-1].code


def test_two_media_take_a_link_and_a_code(aws: Aws) -> None:
    Citizen().settle(aws)
    token, code = by_mail(aws)

    answer = confirm(token, code=code)

    assert (answer.status, answer.json) == (200, {"changed": True})
    assert sign_in(EMAIL, NEW).status == 201
    assert sign_in(EMAIL, PASSWORD).status == 401


def test_abroad_the_email_alone_recovers(aws: Aws) -> None:
    Citizen(phone=None, residence=Residence.ABROAD).settle(aws)

    ask(email=EMAIL)
    deliver(aws)

    assert confirm(mails(EMAIL)[-1].token).status == 200
    assert sign_in(EMAIL, NEW).status == 201


def test_without_email_curp_and_phone_recover(aws: Aws) -> None:
    Citizen(email=None).settle(aws)

    ask(curp=CURP, phone=PHONE)
    deliver(aws)

    assert confirm(texts(PHONE)[-1].token).status == 200
    assert sign_in(CURP, NEW, phone=PHONE).status == 201


@pytest.mark.parametrize(
    ("claim", "citizen"),
    [
        ({"email": "nadie@correo.mx"}, Citizen()),
        ({"email": EMAIL}, Citizen()),
        ({"email": EMAIL, "phone": "+525587654321"}, Citizen()),
        ({"curp": CURP, "phone": PHONE}, Citizen()),
        ({"curp": CURP, "phone": "+525587654321"}, Citizen(email=None)),
        ({"email": EMAIL}, Citizen(phone=None, unconfirmed=(Channel.EMAIL,))),
    ],
)
def test_whoever_says_something_else_gets_the_same_answer_and_nothing_is_sent(
    aws: Aws, claim: dict[str, str], citizen: Citizen
) -> None:
    citizen.settle(aws)
    Citizen("p2", "otra@correo.mx", None).settle(aws)
    right = ask(email="otra@correo.mx")

    answer = ask(**claim)

    assert (answer.status, answer.body) == (right.status, right.body)
    assert answer.headers == right.headers
    assert [message.person for message in aws.outbox(Kind.RECOVERY)] == ["p2"]


def test_an_unconfirmed_phone_is_neither_asked_for_nor_written_to(aws: Aws) -> None:
    Citizen(unconfirmed=(Channel.PHONE,)).settle(aws)

    ask(email=EMAIL)
    deliver(aws)

    assert confirm(mails(EMAIL)[-1].token).status == 200
    assert not texts(PHONE)


def test_everything_that_was_begun_before_ends(aws: Aws) -> None:
    Citizen().settle(aws)
    entered = sign_in(EMAIL, PASSWORD, device="remember")
    kept = {SESSION: entered.kept[SESSION], DEVICE: entered.kept[DEVICE]}
    deliver(aws)
    first = by_mail(aws)
    second = by_mail(aws)

    confirm(second[0], code=second[1])

    assert call(api("GET", "/v1/me", cookies={SESSION: kept[SESSION]})).status == 401
    assert confirm(first[0], code=first[1]).json["errors"][0]["code"] == "link_not_valid"
    sign_in(EMAIL, NEW, cookies={DEVICE: kept[DEVICE]})
    assert [e["refs"]["device"] for e in aws.audit("p1") if e["what"] == "signed-in"] == ["new"] * 2


def test_every_confirmed_address_is_told(aws: Aws) -> None:
    Citizen().settle(aws)
    token, code = by_mail(aws)
    before = len(mails(EMAIL)), len(texts(PHONE))

    confirm(token, code=code)
    deliver(aws)

    assert (len(mails(EMAIL)), len(texts(PHONE))) == (before[0] + 1, before[1] + 1)
    assert aws.outbox(Kind.END_ACCESS)


def test_a_link_is_spent_once(aws: Aws) -> None:
    Citizen(phone=None).settle(aws)
    ask(email=EMAIL)
    deliver(aws)
    token = mails(EMAIL)[-1].token

    assert confirm(token).status == 200
    again = confirm(token, "otra-frase-distinta-y-larga")

    assert (again.status, again.json["errors"][0]["field"]) == (422, "token")
    assert sign_in(EMAIL, NEW).status == 201


def test_the_code_is_needed_counted_and_bound(aws: Aws) -> None:
    Citizen().settle(aws)
    token, code = by_mail(aws)
    wrong = "000000" if code != "000000" else "111111"

    missing = confirm(token)
    tries = [confirm(token, code=wrong) for _ in range(5)]
    late = confirm(token, code=code)

    assert missing.json["errors"][0]["code"] == "required"
    assert {t.json["errors"][0]["code"] for t in tries} == {"code_wrong"}
    assert late.json["errors"][0]["code"] == "code_wrong"
    assert sign_in(EMAIL, PASSWORD).status == 201


def test_a_code_that_is_too_old_is_sent_again_and_the_count_stays(aws: Aws) -> None:
    Citizen().settle(aws)
    token, code = by_mail(aws)
    age(aws, code_at=timedelta(minutes=11))

    assert confirm(token, code=code).json["errors"][0]["code"] == "code_wrong"
    assert confirm(token).json["errors"][0]["code"] == "required"
    deliver(aws)
    fresh = texts(PHONE)[-1].code

    assert len(texts(PHONE)) == 2
    assert confirm(token, code=fresh).status == 200


def test_a_link_by_text_message_lives_ten_minutes_and_by_mail_a_day(aws: Aws) -> None:
    Citizen(email=None).settle(aws)
    Citizen("p2", "otra@correo.mx", None).settle(aws)
    ask(curp=CURP, phone=PHONE)
    ask(email="otra@correo.mx")
    deliver(aws)
    age(aws, created_at=timedelta(minutes=11))

    assert confirm(texts(PHONE)[-1].token).status == 422
    assert confirm(mails("otra@correo.mx")[-1].token).status == 200


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("corta", "password_too_short"),
        ("a" * 1_000_000, "password_too_long"),
        (CURP, "password_is_curp"),
        (EMAIL, "password_is_email"),
        ("ana lopez obrador", "password_is_name"),
        ("123456789012345", "password_sequence"),
    ],
)
def test_a_password_is_held_to_the_rules_of_registration(
    aws: Aws, password: str, code: str
) -> None:
    Citizen(phone=None).settle(aws)
    ask(email=EMAIL)
    deliver(aws)
    token = mails(EMAIL)[-1].token

    refused = confirm(token, password)

    assert (refused.status, refused.json["errors"][0]["code"]) == (422, code)
    assert confirm(token).status == 200


def test_a_robot_check_opens_one_request(aws: Aws) -> None:
    captcha = solved()
    body = {"email": EMAIL, "captcha": captcha}

    answers = [call(api("POST", "/v1/recoveries", body)) for _ in range(2)]

    assert [answer.status for answer in answers] == [202, 422]
    assert answers[1].json["errors"][0]["field"] == "captcha"


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "captcha", "required"),
        ({"captcha": "x"}, "email", "recovery_email_or_curp"),
        ({"captcha": "x", "phone": PHONE}, "email", "recovery_email_or_curp"),
        ({"captcha": "x", "curp": CURP}, "phone", "required"),
        ({"captcha": "x", "email": 7}, "email", "wrong_type"),
        ({"captcha": "x", "email": "a" * 1_000_000}, "email", "too_long"),
        ({"captcha": "x", "curp": "\x00"}, "curp", "control_characters"),
        ({"captcha": "x", "email": EMAIL}, "captcha", "captcha_wrong"),
        ({"captcha": "x", "email": EMAIL, "otro": 1}, "otro", "unknown_field"),
    ],
)
def test_bad_input_is_named_by_field(aws: Aws, body: object, field: str, code: str) -> None:
    answer = call(api("POST", "/v1/recoveries", body))

    assert answer.status == 422
    assert (field, code) in [(e["field"], e["code"]) for e in answer.json["errors"]]
    assert not aws.items("ledger")


@pytest.mark.parametrize("token", ["", "x", "a" * 1_000_000, "\x00", 7, None, "ñ", "#"])
def test_a_token_that_is_none_opens_nothing(aws: Aws, token: object) -> None:
    answer = call(api("POST", "/v1/recoveries/confirm", {"token": token, "password": NEW}))

    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == "token"


def age(aws: Aws, **attributes: timedelta) -> None:
    """Make what waits older."""
    for item in aws.items("sessions"):
        if item["sk"] == "RECOVERY":
            older = {n: item[n] - int(by.total_seconds() * 1000) for n, by in attributes.items()}
            aws.put("sessions", {**item, **older})


def test_the_decoys_look_like_nothing(aws: Aws) -> None:
    ask(email="nadie@correo.mx")

    kinds = {item["sk"] for item in aws.items("sessions") if item["pk"].startswith("RECOVERY#")}
    assert kinds == {"DECOY"}
    assert not aws.outbox()
