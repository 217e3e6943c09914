"""Every field of every endpoint: absent, wrong type, too long, control characters, unknown."""

import base64
import json

import pytest

from tests.aws import ORIGIN
from tests.events import CSRF, CSRF_COOKIE, FORM, api, call, event
from tests.registrants import EMAIL, PASSWORD, Client

MEGABYTE = "x" * 1024 * 1024
TOKEN = "t" * 43
BODIES = {
    "POST /v1/registrations": {"curp": "BOXW310820HNERXN09", "captcha": "x"},
    "PUT /v1/registration/address": {
        "residence": "mx",
        "postal_code": "06000",
        "settlement_id": "06000-0001",
        "street": "Avenida Juárez",
        "exterior_number": "10",
        "interior_number": "2",
    },
    "PUT /v1/registration/address (abroad)": {
        "residence": "abroad",
        "country": "US",
        "address_lines": "12 Main Street",
        "postal_code": "60601",
    },
    "PUT /v1/registration/contacts": {"email": EMAIL, "phone": "5512345678"},
    "PUT /v1/registration/password": {"password": PASSWORD, "privacy_notice": "2026-11"},
    "POST /v1/confirmations": {"token": TOKEN, "password": PASSWORD},
    "POST /v1/confirmations (code)": {
        "registration_token": TOKEN,
        "channel": "email",
        "code": "123456",
    },
    "POST /v1/confirmations/decline": {"token": TOKEN},
    "POST /v1/confirmations/resend": {"registration_token": TOKEN, "channel": "email"},
}
OPTIONAL = {"interior_number", "email", "phone"}
BAD = {
    "number": 7,
    "null": None,
    "list": ["x"],
    "object": {"a": 1},
    "boolean": True,
    "control characters": "a\u0000b",
    "a line break": "a\nb",
    "too long": MEGABYTE,
    "empty": "",
    "blank": "   ",
}
PAGES = (
    "/registro",
    "/registro/domicilio",
    "/registro/colonias",
    "/registro/contacto",
    "/registro/contrasena",
    "/registro/confirmar",
    "/registro/listo",
    "/registro/reenviar",
    "/registro/no-fui-yo",
)
FORMS = (
    "",
    "curp=%00",
    "curp=%ff",
    "curp=" + MEGABYTE,
    "a=1&a=2",
    "&".join(f"f{n}=1" for n in range(200)),
    "token=%ED%A0%80",
    "residence=mx&postal_code=%0A&registration_token[]=1",
)
FAR_AWAY = '{"challenge": {"parameters": {"expiresAt": 1e99}, "signature": "x"}}'
DEEP = '{"challenge": ' + "[" * 900 + "]" * 900 + "}"
# Blanks are a password, only much too short: that is judged when the other steps are done.
SHORT = ("password", "blank")
CASES = [(route, field) for route, body in BODIES.items() for field in body]


@pytest.fixture
def began(client: Client) -> Client:
    client.begin()
    return client


def send(client, route, body):
    method, path = route.partition(" (")[0].split(" ")
    sent = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.send(method, path, sent)


def problem(answer):
    assert 400 <= answer.status < 500, answer.body
    assert answer.headers["content-type"].startswith("application/problem+json")
    body = answer.json
    assert {"type", "title", "code"} <= body.keys()
    assert body["status"] == answer.status
    return body


def test_every_field_refuses_what_it_can_not_hold(began, aws):
    before = sorted(map(repr, aws.items("people") + aws.items("sessions") + aws.items("ledger")))

    for route, field in CASES:
        for name, value in BAD.items():
            if (value is None and is_optional(route, field)) or (field, name) == SHORT:
                continue
            answer = send(began, route, {**BODIES[route], field: value})
            fields = [error["field"] for error in problem(answer).get("errors", [])]
            assert field in fields, (route, field, name, answer.body)

    after = sorted(map(repr, aws.items("people") + aws.items("sessions") + aws.items("ledger")))
    assert after == before


def is_optional(route, field):
    # Without a token a confirmation is one by code, which misses other fields.
    return (
        field in OPTIONAL
        or (field == "postal_code" and "abroad" in route)
        or (field, route) == ("token", "POST /v1/confirmations")
    )


def test_every_field_that_is_needed_is_missed(began):
    for route, field in CASES:
        if is_optional(route, field):
            continue
        rest = {name: value for name, value in BODIES[route].items() if name != field}
        codes = [error["code"] for error in problem(send(began, route, rest))["errors"]]
        assert "required" in codes, (route, field)


def test_an_unknown_field_is_named(began):
    for route, body in BODIES.items():
        errors = problem(send(began, route, {**body, "admin": True}))["errors"]
        assert {"field": "admin", "code": "unknown_field"}.items() <= errors[0].items(), route


def test_what_is_no_object_of_json_is_refused(began):
    bodies = ["", "{", "[]", '"text"', "7", "null", b"\xff\xfe", '{"curp": "\\ud800"}', "[" * 9000]
    for route in BODIES:
        for body in bodies:
            problem(send(began, route, body))


def test_another_content_type_is_refused(began):
    for route, body in BODIES.items():
        method, path = route.partition(" (")[0].split(" ")
        made = api(method, path, body, bearer=began.token)
        made["headers"]["content-type"] = "text/plain"
        assert call(made).status == 415, route


@pytest.mark.parametrize("residence", ["mx", "abroad"])
def test_fields_of_the_other_residence_are_unknown(began, residence):
    other = BODIES[
        "PUT /v1/registration/address (abroad)"
        if residence == "mx"
        else "PUT /v1/registration/address"
    ]
    body = {**other, "residence": residence}

    codes = {
        (error["field"], error["code"])
        for error in problem(send(began, "PUT /v1/registration/address", body))["errors"]
    }

    expected = "address_lines" if residence == "mx" else "street"
    assert (expected, "unknown_field") in codes


def test_at_least_one_contact_is_needed(began):
    began.give_address()
    errors = problem(send(began, "PUT /v1/registration/contacts", {}))["errors"]

    assert errors[0]["code"] == "contact_required"


def test_mexico_is_not_abroad(began):
    body = {"residence": "abroad", "country": "MX", "address_lines": "Juárez 10"}
    errors = problem(send(began, "PUT /v1/registration/address", body))["errors"]

    assert errors[0] == {**errors[0], "field": "country", "code": "country_unknown"}


def test_a_malformed_postal_code_is_a_mistake_of_the_field(aws):
    for code in ("6000", "060000", "abcde", "٠٦٠٠٠", "0600 0"):
        made = event("GET", "/v1/postal-codes/06000")
        made["pathParameters"] = {"cp": code}
        answer = call(made)
        assert answer.status == 422
        assert answer.json["errors"][0]["code"] == "postal_code_shape"


def test_a_malformed_bearer_is_no_registration(client):
    for header in ("", "Bearer", "Bearer ", "Basic abc", "Bearer " + "x" * 9000):
        made = api("PUT", "/v1/registration/contacts", {"email": EMAIL})
        made["headers"]["authorization"] = header
        assert call(made).status == 401


def test_a_malformed_robot_check_is_a_mistake_of_the_field(client):
    texts = ["{}", "[]", "null", '{"challenge": {}}', FAR_AWAY, DEEP]
    for captcha in ["%%%", *(base64.b64encode(text.encode()).decode() for text in texts)]:
        body = {"curp": "BOXW310820HNERXN09", "captcha": captcha}
        answer = client.send("POST", "/v1/registrations", body)
        assert answer.status == 422, captcha
        assert answer.json["errors"][0]["field"] == "captcha"


def test_a_page_answers_any_form_with_a_page(client):
    client.begin()
    cookies = {CSRF_COOKIE: CSRF, "__Host-registration": client.token}
    headers = {"content-type": FORM, "origin": ORIGIN}
    for path in PAGES:
        for body in FORMS:
            sent = f"{body}&csrf={CSRF}".encode()
            answer = call(event("POST", path, body=sent, cookies=cookies, headers=headers))
            assert answer.status in (303, 400, 401, 403, 404, 409, 413, 422), (path, body[:40])
