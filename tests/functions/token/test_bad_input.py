"""Whatever is sent to an OAuth endpoint is answered as its RFC says, and never with a 5xx."""

import json
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import oidc
from tests.events import Answer, call, event, oauth, page_get
from tests.oidc import REDIRECT, SECRET, VERIFIER

FORM = "application/x-www-form-urlencoded"
CLIENT = ("becas", SECRET)
ERRORS = {
    "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client",
    "unsupported_grant_type", "invalid_scope", "invalid_token", "insufficient_scope",
}  # fmt: skip
BAD = [
    "",
    " ",
    "x",
    "x" * 1_000_000,
    "\x00",
    "a\x00b",
    "\r\nx: y",
    "\ud7ff",
    "ñ" * 5000,
    "%",
    "🪪",
    "'\"<>",
]
FORMS: dict[str, dict[str, str]] = {
    "/oauth/token": {
        "grant_type": "authorization_code",
        "code": "x",
        "redirect_uri": REDIRECT,
        "code_verifier": VERIFIER,
        "refresh_token": "x",
        "scope": "openid",
    },
    "/oauth/introspect": {"token": "x", "token_type_hint": "access_token"},
    "/oauth/revoke": {"token": "x", "token_type_hint": "refresh_token"},
}
RAW = [
    b"\xff\xfe", b"a=%ff", b"a=%zz", b"{}", b"[]", b"&&&", b"=", b"a" * 3_000_000, b"code=1&code=2",
    "a=ñ".encode("latin-1"), b"a=1&" * 500, b"",
]  # fmt: skip


@pytest.fixture
def ground(aws):
    return oidc.made_ready()


def answered_well(answer: Answer) -> None:
    assert answer.status < 500, answer.body
    if answer.status >= 400:
        told = answer.json
        assert told["error"] in ERRORS
        assert told["error_description"].isascii()
    assert answer.headers["cache-control"] == "no-store"


def variants(path: str) -> Iterator[dict[str, str]]:
    good = FORMS[path]
    for name in good:
        yield {other: value for other, value in good.items() if other != name}
        for bad in BAD:
            yield {**good, name: bad}
    yield {**good, "desconocido": "x"}
    for grant in ("refresh_token", "password", "client_credentials", "implicit"):
        yield {**good, "grant_type": grant}


@pytest.mark.parametrize("path", FORMS)
def test_every_field_may_be_absent_or_anything(ground, path: str):
    for form in variants(path):
        answered_well(call(oauth("POST", path, form, basic=CLIENT)))
        with_client = {**form, "client_id": "becas", "client_secret": SECRET}
        answered_well(call(oauth("POST", path, with_client)))


@pytest.mark.parametrize("path", FORMS)
def test_a_body_may_be_anything(ground, path: str):
    for raw in RAW:
        for content_type in (
            FORM,
            f"{FORM}; charset=latin-1",
            "application/json",
            "text/plain",
            "",
        ):
            headers = {"content-type": content_type}
            answer = call(event("POST", path, body=raw, headers=headers))
            answered_well(answer)
            assert answer.status in (400, 401)


@pytest.mark.parametrize("path", FORMS)
def test_a_field_that_comes_twice_is_refused(ground, path: str):
    for name, value in FORMS[path].items():
        body = urlencode([*FORMS[path].items(), (name, value)])
        answer = call(oauth("POST", path, body, basic=CLIENT))
        assert (answer.status, answer.json["error"]) == (400, "invalid_request")


AUTHORIZATIONS = [
    "", "Basic", "Basic ", "Basic !", "Basic eA==", "Basic OjpB", "Basic " + "A" * 100_000,
    "Basic /////w==", "Basic JWZmOiVmZg==", "Bearer", "Bearer ", "Bearer x y", "Digest x", "\x00", "DPoP x", "basic",
]  # fmt: skip


def test_an_authorization_header_may_be_anything(ground):
    for value in AUTHORIZATIONS:
        for path, form in FORMS.items():
            answer = call(oauth("POST", path, form, headers={"authorization": value}))
            answered_well(answer)
            assert answer.status == 401, value
        for method in ("GET", "POST"):
            answer = call(oauth(method, "/oauth/userinfo", headers={"authorization": value}))
            answered_well(answer)
            assert answer.status == 401
            assert answer.headers["www-authenticate"].startswith("Bearer ")


def test_without_a_token_userinfo_names_no_error_in_its_challenge(ground):
    answer = call(oauth("GET", "/oauth/userinfo"))

    assert answer.status == 401
    assert "error=" not in answer.headers["www-authenticate"]


def led_well(answer: Answer) -> None:
    assert answer.status in (200, 303, 400, 403, 404), answer.body
    if answer.status == 303:
        assert answer.location.startswith((f"{REDIRECT}?", "/entrar?", "/oauth/"))
        assert answer.location.isprintable()
        assert answer.location.isascii()
    else:
        assert answer.headers["content-type"].startswith("text/html")


def queries() -> Iterator[str]:
    good = oidc.asked()
    for name in (
        *good,
        "prompt",
        "max_age",
        "acr_values",
        "claims",
        "id_token_hint",
        "response_mode",
        "solicitud",
    ):
        yield urlencode({other: value for other, value in good.items() if other != name})
        for bad in BAD:
            yield urlencode({**good, name: bad})
        yield f"{urlencode(good)}&{name}=1&{name}=2"
        yield f"{urlencode(good)}&{name}=%ff%fe"
    yield "&" * 5000
    yield "%" * 100
    yield "\x00"


def test_an_authorization_request_may_hold_anything(ground):
    cookies = ground.browser().cookies
    for query in queries():
        led_well(call(page_get(f"/oauth/authorize?{quote(query, safe='=&%+')}", cookies)))
        posted = event("POST", "/oauth/authorize", body=query, headers={"content-type": FORM})
        led_well(call(posted))


def test_the_pages_on_the_way_may_be_called_with_anything(ground):
    cookies = ground.browser().cookies
    for bad in BAD:
        value = quote(bad)
        for path in (
            "/oauth/consent?solicitud=",
            "/tramites/seguir?boleto=",
            "/oauth/logout?id_token_hint=",
            "/oauth/logout?state=",
        ):
            led_well(call(page_get(path + value, cookies)))
        for path, name in (("/oauth/consent", "solicitud"), ("/oauth/consent", "decision")):
            body = f"{name}={value}&csrf=x"
            headers = {"content-type": FORM, "origin": oidc.ISSUER}
            posted = event(
                "POST", path, body=body, cookies={**cookies, "__Host-csrf": "x"}, headers=headers
            )
            answer = call(posted)
            assert answer.status < 500
    for raw in RAW:
        posted = event("POST", "/oauth/authorize", body=raw, headers={"content-type": FORM})
        assert call(posted).status in (400, 413)
        assert call(event("POST", "/oauth/logout", body=raw)).status < 500


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(sorted(FORMS["/oauth/token"])), st.text(max_size=60)))
def test_any_form_is_answered(ground, form: dict[str, str]):
    clean = json.loads(json.dumps(form, ensure_ascii=True))

    answered_well(
        call(oauth("POST", "/oauth/token", urlencode(clean, errors="replace"), basic=CLIENT))
    )
