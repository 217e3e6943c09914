"""T16, fixation, CSRF and login CSRF: a session is new at each sign-in, and no other site can ask for
one, end one or recover in somebody's browser."""

import pytest

from infra.catalogue import ROUTES
from llave.web import app as web
from tests.aws import ORIGIN, Aws
from tests.citizens import EMAIL, PASSWORD, Citizen
from tests.events import CSRF_COOKIE, Event, api, call, page_post

SESSION = "__Host-session"
MINE = {"identifier": EMAIL, "password": PASSWORD}
FORMS: dict[str, dict[str, str]] = {
    "/entrar": MINE,
    "/entrar/confirmar": {"action": "resend", "channel": "email"},
    "/entrar/segundo-factor": {"challenge": "c", "method": "totp", "action": "answer"},
    "/entrar/confirmar-identidad": {"password": PASSWORD},
    "/salir": {},
    "/recuperar": {"email": EMAIL},
    "/recuperar/nueva": {"token": "t", "password": PASSWORD},
}
FOREIGN = [
    {"origin": "https://evil.example"},
    {"origin": "null", "sec-fetch-site": "cross-site"},
    {"origin": ORIGIN.replace("https", "http")},
    {"origin": f"{ORIGIN}.evil.example"},
    {"origin": f"{ORIGIN}:444"},
]


def without_origin(made: Event, site: str) -> Event:
    headers = {name: value for name, value in made["headers"].items() if name != "origin"}
    return {**made, "headers": {**headers, "sec-fetch-site": site}}


def test_a_session_that_was_planted_before_is_worth_nothing_after(aws: Aws) -> None:
    Citizen().settle(aws)
    planted = {SESSION: "session-of-the-attacker"}

    mine = call(api("POST", "/v1/sessions", MINE, cookies=planted)).kept[SESSION]

    assert mine != planted[SESSION]
    assert call(api("GET", "/v1/me", cookies=planted)).status == 401
    assert call(api("GET", "/v1/me", cookies={SESSION: mine})).status == 200


def test_the_session_before_the_sign_in_dies_with_it(aws: Aws) -> None:
    Citizen().settle(aws)
    Citizen("attacker", "eva@correo.mx", None).settle(aws)
    body = {"identifier": "eva@correo.mx", "password": PASSWORD}
    attackers = {SESSION: call(api("POST", "/v1/sessions", body)).kept[SESSION]}

    call(api("POST", "/v1/sessions", MINE, cookies=attackers))

    assert call(api("GET", "/v1/me", cookies=attackers)).status == 401


def test_every_page_that_takes_a_form_here_is_tried() -> None:
    ours = {
        route.key.partition(" ")[2]
        for route in ROUTES
        if route.key.startswith("POST ") and route.page and route.function in ("login", "recover")
    }

    assert ours == set(FORMS)


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("headers", FOREIGN, ids=lambda headers: headers["origin"])
def test_another_site_s_form_is_refused(aws: Aws, path: str, headers: dict[str, str]) -> None:
    Citizen().settle(aws)

    answer = call(page_post(path, FORMS[path], headers=headers))

    assert answer.status == 403
    assert SESSION not in answer.kept
    assert not aws.items("ledger")


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_that_a_browser_calls_foreign_is_refused(aws: Aws, path: str, site: str) -> None:
    answer = call(without_origin(page_post(path, FORMS[path]), site))

    assert answer.status == 403


@pytest.mark.parametrize("path", FORMS)
def test_a_form_without_our_token_is_refused(aws: Aws, path: str) -> None:
    Citizen().settle(aws)
    forms = [
        page_post(path, FORMS[path], csrf=False),
        page_post(path, FORMS[path], csrf=False, cookies={CSRF_COOKIE: "a"}),
        page_post(path, {**FORMS[path], "csrf": "b"}, csrf=False, cookies={CSRF_COOKIE: "a"}),
        page_post(path, {**FORMS[path], "csrf": ""}, csrf=False, cookies={CSRF_COOKIE: ""}),
        page_post(path, {**FORMS[path], "csrf": "b"}, csrf=False),
    ]

    assert {call(form).status for form in forms} == {403}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/v1/sessions", MINE),
        ("DELETE", "/v1/session", None),
        ("POST", "/v1/recoveries", {"email": EMAIL, "captcha": "x"}),
        ("POST", "/v1/recoveries/confirm", {"token": "t", "password": PASSWORD}),
    ],
)
def test_the_json_contract_is_ours_alone(
    aws: Aws, method: str, path: str, body: dict[str, str] | None
) -> None:
    for headers in FOREIGN:
        assert call(api(method, path, body, headers=headers)).status == 403
    assert call(without_origin(api(method, path, body), "cross-site")).status == 403


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_json_in_another_type_s_clothes_is_refused(aws: Aws, kind: str) -> None:
    made = api("POST", "/v1/sessions", MINE, headers={"content-type": kind})

    assert call(made).status == 415


def test_cookies_can_not_be_planted_or_read(aws: Aws) -> None:
    Citizen().settle(aws)
    body = {**MINE, "device": "remember"}

    cookies = call(api("POST", "/v1/sessions", body)).cookies

    assert len(cookies) == 2
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert "; Path=/; Secure; HttpOnly; SameSite=Lax" in cookie
        assert "Domain" not in cookie


def test_an_app_that_does_not_look_at_the_origin_is_caught(
    aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mutant: the check is gone."""
    Citizen().settle(aws)
    monkeypatch.setattr(web, "_expect_our_origin", lambda request, kind: None)

    answer = call(api("POST", "/v1/sessions", MINE, headers=FOREIGN[0]))

    assert answer.status == 201
