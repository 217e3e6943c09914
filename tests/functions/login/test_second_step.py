"""The second step of a sign-in, on moto."""

import json

import pytest

from llave.people.accounts import Level
from llave.people.outbox import Kind
from tests import steps as ground
from tests.aws import Aws
from tests.citizens import PASSWORD, PHONE
from tests.events import Browser, api, call
from tests.post import deliver, texts
from tests.steps import MINE, SECOND, She, level_of, options_in, rewind, session_item, settled

VERIFIED = {"level": Level.VERIFICADA}


def sent_code() -> str:
    """The code of the newest text message that carries one for signing in."""
    return [one for one in texts(PHONE) if "para entrar" in one.body][-1].code


def test_an_app_raises_a_verified_person_to_verificada(aws: Aws) -> None:
    she = settled(aws, **VERIFIED)
    she.add_app()
    she.sign_out()

    page = she.sign_in(device="own")
    assert she.browser.path == SECOND
    assert "Código de tu aplicación" in page.page.text
    she.answer(code=she.app_code())

    assert she.browser.path == "/cuenta"
    assert level_of(she) == "verificada"
    assert session_item(aws, she)["amr"] == ["pwd", "otp", "mfa"]


def test_a_passkey_does_too_and_says_what_it_is(aws: Aws) -> None:
    she = settled(aws, **VERIFIED)
    she.add_passkey()
    she.sign_out()
    she.sign_in(device="own")

    she.use_passkey()

    assert level_of(she) == "verificada"
    assert session_item(aws, she)["amr"] == ["pwd", "hwk", "user", "mfa"]


def test_a_basica_account_stays_basica(aws: Aws) -> None:
    she = settled(aws)
    she.add_app()
    she.sign_out()
    she.sign_in(device="own")

    she.answer(code=she.app_code())

    assert level_of(she) == "basica"


def test_nobody_is_in_before_the_second_step(aws: Aws) -> None:
    she = settled(aws, **VERIFIED)
    she.add_app()
    she.sign_out()
    she.sign_in()

    assert level_of(she) == "none"
    assert Browser(cookies=dict(she.browser.cookies)).get("/cuenta").page.title
    assert not [item for item in aws.items("sessions") if item["sk"] == "SESSION"]


def test_the_code_of_a_step_serves_once(aws: Aws) -> None:
    she = settled(aws, **VERIFIED)
    she.add_app()
    she.sign_out()
    code = she.app_code()
    she.sign_in()
    she.answer(code=code)
    she.sign_out()
    she.sign_in()

    again = she.answer(code=code)

    assert again.status == 422
    assert "ya se usó" in again.page.text


def test_the_code_of_the_enrolment_serves_no_more(
    aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ground, "forget_step", lambda: None)
    she = settled(aws)
    she.add_app()
    enrolled_with = she.app_code()
    she.sign_out()
    she.sign_in()

    assert she.answer(code=enrolled_with).status == 422


@pytest.mark.parametrize(("steps", "status"), [(-3, 422), (-1, 200), (1, 200), (3, 422)])
def test_a_clock_may_be_one_step_away(aws: Aws, steps: int, status: int) -> None:
    she = settled(aws, **VERIFIED)
    she.add_app()
    she.sign_out()
    she.sign_in()

    # Half a step may pass between here and there.
    answer = she.answer(code=she.app_code(steps))

    assert answer.status == status


def test_a_text_message_is_sent_when_asked_for_and_its_code_leads_in(aws: Aws) -> None:
    she = settled(aws, **VERIFIED)
    she.add_sms()
    deliver(aws)
    she.sign_out()
    she.sign_in()
    assert not aws.outbox(Kind.SIGN_IN_CODE)

    she.answer(action="send")
    deliver(aws)
    she.answer(action="answer", code=sent_code())

    assert level_of(she) == "verificada"
    assert session_item(aws, she)["amr"] == ["pwd", "sms", "mfa"]


def test_a_recovery_code_serves_once_and_is_told(aws: Aws) -> None:
    she = settled(aws, **VERIFIED)
    she.add_app()
    she.prove()
    she.answer(code=she.app_code(1))
    she.make_codes()
    told = len(aws.outbox(Kind.FACTOR_CHANGED))
    she.sign_out()
    she.sign_in()
    she.choose("recovery_code")
    she.answer(code=she.codes[0].lower().replace("-", " "))
    assert level_of(she) == "verificada"
    assert len(aws.outbox(Kind.FACTOR_CHANGED)) == told + 1
    she.sign_out()
    she.sign_in()
    she.choose("recovery_code")

    assert she.answer(code=she.codes[0]).status == 422
    assert she.answer(code=she.codes[1]).status == 200


def test_over_json_the_same(aws: Aws) -> None:
    she = settled(aws, **VERIFIED)
    she.add_passkey()
    she.sign_out()

    asked = call(api("POST", "/v1/sessions", MINE))
    shown = asked.json["challenge"]
    assert (asked.status, shown["methods"]) == (200, ["passkey"])
    assertion = json.loads(she.phone.get(json.dumps(shown["passkey"])))
    body = {"challenge": shown["id"], "method": "passkey", "assertion": assertion}
    answer = call(api("POST", "/v1/sessions/challenge", body, cookies=asked.kept))

    assert answer.status == 201
    assert answer.json["session"]["level"] == "verificada"
    assert answer.kept["__Host-session"]


def test_over_json_a_text_message_is_asked_for_without_a_code(aws: Aws) -> None:
    she = settled(aws)
    she.add_sms()
    deliver(aws)
    asked = call(api("POST", "/v1/sessions", MINE))
    body = {"challenge": asked.json["challenge"]["id"], "method": "sms"}

    sent = call(api("POST", "/v1/sessions/challenge", body, cookies=asked.kept))
    deliver(aws)
    answer = call(
        api(
            "POST",
            "/v1/sessions/challenge",
            {**body, "code": sent_code()},
            cookies=asked.kept,
        )
    )

    assert (sent.status, answer.status) == (202, 201)


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "challenge", "required"),
        ({"challenge": "x"}, "method", "required"),
        ({"challenge": "x", "method": "email"}, "method", "not_an_option"),
        ({"challenge": 1, "method": "totp"}, "challenge", "wrong_type"),
        ({"challenge": "x", "method": "totp", "code": 1}, "code", "wrong_type"),
        ({"challenge": "x", "method": "totp", "code": "1" * 61}, "code", "too_long"),
        ({"challenge": "x", "method": "passkey", "assertion": "x"}, "assertion", "wrong_type"),
        ({"challenge": "x", "method": "totp", "extra": "1"}, "extra", "unknown_field"),
    ],
)
def test_bad_input_is_refused_by_its_field(
    aws: Aws, body: dict[str, object], field: str, code: str
) -> None:
    answer = call(api("POST", "/v1/sessions/challenge", body))

    assert answer.status == 422
    assert {"field": field, "code": code} in [
        {"field": one["field"], "code": one["code"]} for one in answer.json["errors"]
    ]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "12345"}, "code"),
        ({"code": "١٢٣٤٥٦"}, "code"),
        ({"method": "recovery_code", "code": "corto"}, "method"),
        ({"method": "passkey", "assertion": ""}, "assertion"),
        ({"method": "passkey", "assertion": "{}"}, "method"),
        ({"method": "sms", "code": "123456"}, "method"),
    ],
)
def test_a_page_shows_what_is_wrong_and_nobody_is_in(
    aws: Aws, fields: dict[str, str], field: str
) -> None:
    she = settled(aws)
    she.add_app()
    she.sign_out()
    she.sign_in()

    answer = she.answer(**fields)

    assert answer.status == 422
    assert level_of(she) == "none"


@pytest.mark.parametrize(
    "assertion",
    [
        "{}",
        "[]",
        "null",
        '"x"',
        "[" * 5000,
        '{"rawId":1}',
        '{"rawId":"AA"}',
        "ñ",
        '{"rawId":"AA","id":"AA","response":{}}',
    ],
)
def test_an_assertion_that_proves_nothing_is_refused(aws: Aws, assertion: str) -> None:
    she = settled(aws)
    she.add_passkey()
    she.sign_out()
    she.sign_in()

    assert she.answer(assertion=assertion).status == 422
    assert level_of(she) == "none"


def test_a_passkey_of_another_page_or_unlocked_by_nobody_is_refused(aws: Aws) -> None:
    she = settled(aws)
    she.add_passkey()
    she.sign_out()
    page = she.sign_in()
    right = she.phone.origin

    she.phone.origin = "https://llave.example"
    assert she.use_passkey().status == 422
    she.phone.origin, she.phone.unlocked = right, False
    assert she.answer(assertion=she.phone.get(options_in(page))).status == 422
    she.phone.unlocked = True
    assert she.answer(assertion=she.phone.get(options_in(page))).status == 200


def test_a_copy_of_a_passkey_is_found_by_its_count(aws: Aws) -> None:
    she = settled(aws)
    she.add_passkey()
    she.sign_out()
    she.sign_in()
    she.phone.count = 7
    she.use_passkey()
    she.sign_out()
    she.sign_in()

    she.phone.count = 3

    assert she.use_passkey().status == 422


def test_who_is_in_takes_the_second_step_alone(aws: Aws) -> None:
    she = settled(aws, **VERIFIED)
    she.add_app()
    rewind(aws, "people", "ACCOUNT", asks_second=False)
    she.sign_out()
    she.sign_in(device="own")
    before = she.session
    assert level_of(she) == "basica"

    she.browser.get(SECOND)
    she.answer(code=she.app_code(1))

    assert level_of(she) == "verificada"
    assert she.session != before
    old = She(Browser(cookies={"__Host-session": before}))
    assert level_of(old) == "none"


def test_a_password_of_yesterday_is_asked_again(aws: Aws) -> None:
    she = settled(aws, **VERIFIED)
    she.add_app()
    item = session_item(aws, she)
    aws.put("sessions", {**item, "auth_time": item["auth_time"] - 25 * 3600 * 1000})

    answer = she.browser.get(f"{SECOND}?volver=verificar", follow=False)

    # The page of signing in would send on who is in, and nothing would be said.
    assert answer.location == "/entrar/confirmar-identidad?volver=verificar"


def test_who_has_no_factor_is_led_back(aws: Aws) -> None:
    she = settled(aws)

    she.browser.get(SECOND)
    assert she.browser.path == "/cuenta"
    assert PASSWORD not in she.browser.last.body
