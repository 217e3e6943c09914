"""Whatever stands in whichever field: a 4xx that names it, never a 5xx, and nothing is written."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

import pytest
from pydantic import BaseModel

from infra.catalogue import ROUTES
from tests.security.insider import (
    ONE_MEGABYTE,
    InsideCitizen,
    Insider,
    at_once,
    begin,
)
from tools.openapi import contracts_of_handlers
from tools.openapi_oauth import OAUTH

HUGE = "x" * ONE_MEGABYTE
BAD_VALUES: dict[str, Any] = {
    "a number": 7,
    "null": None,
    "a list": ["x"],
    "an object": {"a": 1},
    "true": True,
    "empty": "",
    "blanks": "   ",
    "NUL": "a\x00b",
    "a line break": "a\r\nSet-Cookie: x=1",
    "an escape": "\x1b[2J",
    "right to left": "a\u202eb",
    "half a pair": "\ud800",
    "one megabyte": HUGE,
    "digits of others": "١٢٣٤٥٦",
    "a template": "{{7777*7777}}${7777*7777}<script>",
}
# What is only searched for, kept or compared may be any text.
FREE = frozenset(
    {
        "captcha",
        "challenge",
        "exterior_number",
        "password",
        "privacy_notice",
        "registration_token",
        "settlement_id",
        "street",
        "token",
    }
)
TEXTS = frozenset({"digits of others", "a template", "right to left", "blanks"})
GOOD = {
    "curp": "GALA900514MDFRPN09",
    "captcha": "x",
    "residence": "mx",
    "postal_code": "06000",
    "settlement_id": "x",
    "street": "Avenida",
    "exterior_number": "1",
    "email": "ana@correo.example",
    "phone": "5512345678",
    "password": "lluvia-nopal-cometa-farol",
    "privacy_notice": "1",
    "token": "t" * 43,
    "registration_token": "t" * 43,
    "channel": "email",
    "code": "123456",
    "identifier": "ana@correo.example",
}
ONE_OF = {
    "POST /v1/confirmations": ({"token", "password"}, {"registration_token", "channel", "code"})
}
CONTRACTS = {
    key: request for key, (request, _, _) in contracts_of_handlers().items() if request is not None
}
PAGES = [r for r in ROUTES if r.page and r.key.startswith("POST ")]
QUERIES = [r for r in ROUTES if r.key.startswith("GET ")]


@cache
def _fields(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(model.model_fields)


def _goods(key: str, model: type[BaseModel]) -> Iterator[dict[str, Any]]:
    """Bodies that are right in shape."""
    for names in ONE_OF.get(key, ({n for n, f in model.model_fields.items() if f.is_required()},)):
        if key == "PUT /v1/registration/address":
            names = names | {"postal_code", "settlement_id", "street", "exterior_number"}
        if key == "PUT /v1/registration/contacts":
            names = {"email", "phone"}
        if key == "POST /v1/recoveries":
            names = names | {"email"}
        yield {name: GOOD.get(name, "x") for name in sorted(names)}


@pytest.fixture
def citizen(inside: Insider) -> InsideCitizen:
    """Somebody who has begun to register."""
    found = inside.citizen()
    found.registration_token = begin()
    return found


@pytest.mark.parametrize("key", CONTRACTS)
def test_a_field_that_is_wrong_is_named_and_nothing_is_written(
    inside: Insider, citizen: InsideCitizen, key: str
) -> None:
    model, first = CONTRACTS[key], _is_read_first(citizen, key)
    before = inside.written()
    tries = [
        (field, kind, {**good, field: value})
        for good in _goods(key, model)
        for field in good
        for kind, value in BAD_VALUES.items()
        if not (field in FREE and kind in TEXTS)
    ]

    answers = at_once(lambda one: _send(citizen, key, json.dumps(one[2])), tries)

    for (field, kind, _), answer in zip(tries, answers, strict=True):
        where = f"{key} {field}: {kind}"
        _expect_problem(answer, where)
        if first and kind != "half a pair":  # which is no JSON at all
            named = [error["field"] for error in answer.json().get("errors", [])]
            optional = kind == "null" and not model.model_fields[field].is_required()
            assert field in named or optional, f"{where}: {answer.text[:300]}"
    assert not inside.written() - before


@pytest.mark.parametrize("key", CONTRACTS)
def test_a_field_that_is_missing_or_unknown_is_named(
    inside: Insider, citizen: InsideCitizen, key: str
) -> None:
    if not _is_read_first(citizen, key):
        pytest.skip("who asks is looked at first; its own tests know who may")
    before = inside.written()

    for good in _goods(key, CONTRACTS[key]):
        for field in good:
            if CONTRACTS[key].model_fields[field].is_required():
                rest = {name: value for name, value in good.items() if name != field}
                answer = _send(citizen, key, json.dumps(rest))
                _expect_error(answer, field, "required")
        answer = _send(citizen, key, json.dumps({**good, "inventado": "x"}))
        _expect_error(answer, "inventado", "unknown_field")
    assert not inside.written() - before


@pytest.mark.parametrize("key", CONTRACTS)
def test_a_body_that_is_no_json_object_is_refused(
    inside: Insider, citizen: InsideCitizen, key: str
) -> None:
    before = inside.written()
    deep = "[" * 100_000
    twice = '{"curp": "a", "curp": "b"}'
    bodies = ["", "null", "[]", "7", '"x"', "{", deep, "NaN", '{"a":1e999999}', twice, "\ufeff{}"]
    raw = [*(body.encode() for body in bodies), b"\xff\xfe{\x00}\x00", b'{"curp": "\xe9\xf1"}']

    for body in raw:
        _expect_problem(_send(citizen, key, body), f"{key} {body[:20]!r}")
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        answer = _send(citizen, key, b"{}", kind)
        if not _is_read_first(citizen, key):
            _expect_problem(answer, kind)
            continue
        assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
    assert not inside.written() - before


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.key)
def test_a_page_takes_no_bad_form_either(
    inside: Insider, citizen: InsideCitizen, route: Any
) -> None:
    citizen.cookies |= {"__Host-csrf": "t" * 43, "__Host-registration": citizen.registration_token}
    names = {
        *GOOD,
        "captcha_form",
        "device",
        "solicitud",
        "action",
        "resend",
        "decision",
        "country",
    }
    forms = [
        urlencode({"csrf": "t" * 43, name: value})
        for name in sorted(names)
        for value in ("a\x00b", "\x1b[2J", "{{7777*7777}}")
    ]
    forms += [urlencode({"csrf": "t" * 43, name: HUGE}) for name in ("curp", "password", "token")]
    forms += [f"csrf={'t' * 43}&{name}=%FF%FE" for name in sorted(names)]
    forms += [f"csrf={'t' * 43}&curp=a&curp=b", "&" * 5_000, "%", "=", "csrf", "\u00ff", ""]
    before = inside.written()

    answers = at_once(lambda form: _post(citizen, route.key, form), forms)

    for form, answer in zip(forms, answers, strict=True):
        what = f"{route.key} {form[47:80]}: {answer.status_code}"
        # The way out shows its question again.
        asks = route.key == "POST /oauth/logout" and answer.status_code == 200
        assert asks or answer.status_code == 303 or 400 <= answer.status_code < 500, what
        assert "Traceback" not in answer.text, what
        assert "60481729" not in answer.text, what
    assert not inside.written() - before


@pytest.mark.parametrize("key", [key for key, (fields, *_) in OAUTH.items() if fields])
def test_an_oauth_endpoint_answers_bad_forms_as_its_rfc_says(
    inside: Insider, cloud: Any, key: str
) -> None:
    method, _, path = key.partition(" ")
    fields = OAUTH[key][0] or {}
    keys = ("demo-becas", cloud.server()._client["client_secret"])
    citizen = inside.citizen()
    before = inside.written()
    bad = ("", "a\x00b", "\x1b[2J", HUGE, "null", "{}", "ñ" * 50)
    forms = [urlencode({name: value}) for name in fields for value in bad]
    forms += [f"{name}=%FF" for name in fields] + [f"{name}=a&{name}=b" for name in fields]
    forms += ["", "&" * 5_000, "%"] if method == "POST" else []

    def send(form: str) -> Any:
        headers = {"content-type": "application/x-www-form-urlencoded"}
        return citizen.call(method, path, content=form, headers=headers, auth=keys)

    for form, answer in zip(forms, at_once(send, forms), strict=True):
        what = f"{key} {form[:60]}: {answer.status_code} {answer.text[:200]}"
        assert answer.status_code in (200, 400, 401), what
        if answer.status_code == 200:
            # RFC 7662, 2.2 and RFC 7009, 2.2: what is no token is not active, and has ended.
            assert answer.json() in ({"active": False}, {}), what
        else:
            assert set(answer.json()) == {"error", "error_description"}, what
    assert not inside.written() - before


@pytest.mark.parametrize("route", QUERIES, ids=lambda route: route.key)
def test_no_address_brings_a_page_down(inside: Insider, route: Any) -> None:
    path = route.key.partition(" ")[2]
    citizen = inside.citizen()
    values = [
        b"\xff",
        b"a\x00b",
        b"\r\nx: y",
        "ñ".encode(),
        b"x" * 6_000,
        b"",
        b"../..",
        b"{{7777*7777}}",
    ]
    names = ("token", "solicitud", "canal", "aviso", "nuevo", "client_id", "redirect_uri", "state")
    targets = [
        f"{path.replace('{cp}', '06000')}?{name}={quote_from_bytes(value)}"
        for name in names
        for value in values
    ]
    if "{cp}" in path:
        targets += [path.replace("{cp}", quote_from_bytes(value)) for value in values if value]

    for target, answer in zip(
        targets, at_once(lambda t: citizen.call("GET", t), targets), strict=True
    ):
        assert answer.status_code < 500, f"{target[:80]}: {answer.text[:200]}"


def _is_read_first(citizen: InsideCitizen, key: str) -> bool:
    """Whether the body is judged before who asks."""
    return bool(_send(citizen, key, "{}").status_code == 422)


def _send(
    citizen: InsideCitizen, key: str, body: str | bytes, kind: str = "application/json"
) -> Any:
    method, _, path = key.partition(" ")
    headers = {"content-type": kind} if kind else {}
    token = citizen.registration_token
    return citizen.call(method, path, content=body, headers=headers, bearer=token)


def _post(citizen: InsideCitizen, key: str, form: str) -> Any:
    kept = dict(citizen.cookies)
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = citizen.call("POST", key.partition(" ")[2], content=form.encode(), headers=headers)
    citizen.cookies = kept
    return answer


def _expect_problem(answer: Any, what: str) -> None:
    assert 400 <= answer.status_code < 500, f"{what}: {answer.status_code} {answer.text[:300]}"
    assert answer.headers["content-type"].startswith("application/problem+json"), what
    problem = answer.json()
    assert {"type", "title", "status", "code"} <= set(problem), what
    assert problem["status"] == answer.status_code
    assert "Traceback" not in answer.text


def _expect_error(answer: Any, field: str, code: str) -> None:
    assert answer.status_code == 422, answer.text
    found = {error["field"]: error["code"] for error in answer.json()["errors"]}
    assert found.get(field) == code, answer.text
