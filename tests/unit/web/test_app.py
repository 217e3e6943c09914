"""What holds for every answer: the edge's secret, who may post, refusals, headers."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from llave.errors import Conflict, NotFound, NotSignedIn, TooManyAttempts
from llave.web.app import App, Shown
from llave.web.forms import Form, from_json, text_of
from llave.web.request import CSRF_COOKIE, Request
from llave.web.response import Page, Response, as_json
from tests.aws import ORIGIN, ORIGIN_SECRET


class NameForm(Form):
    name: text_of(20)  # type: ignore[valid-type]  # the annotation is made by a function
    password: text_of(20) = "unset"  # type: ignore[valid-type]  # as above


def show(request: Request, shown: Shown) -> Page:
    return Page("problem.html", {"status": 404, "errors": shown.errors, "values": shown.values})


@pytest.fixture
def app(environment: dict[str, str]) -> App:
    made = App()

    @made.api("POST /v1/things")
    def create(request: Request) -> Response:
        form = from_json(NameForm, request)
        if form.name == "taken":
            raise Conflict("private reason")
        if form.name == "defect":
            raise ValueError("holds what María typed")
        if form.name == "often":
            raise TooManyAttempts(retry_after=30)
        return as_json({"name": form.name}, 201)

    made.page("GET /page")(show)

    @made.form("POST /page", NameForm, again=show)
    def post(request: Request, form: NameForm) -> Response:
        if form.name == "gone":
            raise NotFound
        if form.name == "out":
            raise NotSignedIn
        if form.name == "taken":
            raise Conflict
        return as_json({})

    @made.open("POST /open")
    def open_to_all(request: Request) -> Response:
        return as_json(request.form)

    return made


def send(app: App, route: str, body: str = "", **headers: str) -> dict[str, Any]:
    method, _, path = route.partition(" ")
    cookies = headers.pop("cookies", None)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return app.handle(
        {
            "routeKey": route,
            "rawPath": path,
            "headers": {"x-llave-origin-secret": ORIGIN_SECRET, **given},
            "cookies": [cookies] if cookies else [],
            "requestContext": {"http": {"method": method}, "requestId": "r"},
            "body": body,
        }
    )


def send_json(app: App, body: object, **headers: str) -> dict[str, Any]:
    text = body if isinstance(body, str) else json.dumps(body)
    return send(app, "POST /v1/things", text, content_type="application/json", **headers)


def send_form(app: App, body: str, **headers: str) -> dict[str, Any]:
    kept = {"cookies": f"{CSRF_COOKIE}=abc", "content_type": Request.FORM, **headers}
    return send(app, "POST /page", body, **kept)


def problem_of(answer: Mapping[str, Any]) -> dict[str, Any]:
    assert answer["headers"]["content-type"].startswith("application/problem+json")
    found: dict[str, Any] = json.loads(answer["body"])
    return found


def test_a_request_that_did_not_pass_the_edge_is_refused_before_its_route(app: App) -> None:
    for secret in ("", "wrong"):
        answer = send_json(app, {"name": "x"}, **{"x-llave-origin-secret": secret})
        assert answer["statusCode"] == 403
        assert answer["body"] == "forbidden"


def test_either_of_two_secrets_of_the_edge_is_accepted(
    app: App, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from llave.settings import settings

    known = environment["LLAVE_ORIGIN_SECRET_SHA256"]
    monkeypatch.setenv("LLAVE_ORIGIN_SECRET_SHA256", f"{'0' * 64},{known}")
    settings.cache_clear()

    assert send_json(app, {"name": "x"})["statusCode"] == 201


def test_a_good_body_reaches_the_handler(app: App) -> None:
    answer = send_json(app, {"name": "  Ana "})

    assert answer["statusCode"] == 201
    assert json.loads(answer["body"]) == {"name": "Ana"}


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "name", "required"),
        ({"name": ""}, "name", "required"),
        ({"name": "   "}, "name", "required"),
        ({"name": None}, "name", "wrong_type"),
        ({"name": 7}, "name", "wrong_type"),
        ({"name": ["a"]}, "name", "wrong_type"),
        ({"name": "a" * 1_000_000}, "name", "too_long"),
        ({"name": "a\x00b"}, "name", "control_characters"),
        ({"name": "a\u202eb\x1b"}, "name", "control_characters"),
        ({"name": "a", "admin": True}, "admin", "unknown_field"),
    ],
)
def test_a_bad_field_is_named_with_a_stable_code(
    app: App, body: object, field: str, code: str
) -> None:
    answer = send_json(app, body)

    assert answer["statusCode"] == 422
    assert [(e["field"], e["code"]) for e in problem_of(answer)["errors"]] == [(field, code)]
    assert all(error["detail"] for error in problem_of(answer)["errors"])


@pytest.mark.parametrize(
    "body", ["", "{", "[1]", '"text"', "null", '{"name": "\\ud800"}', "\ufeff{}", '{"name": NaN}']
)
def test_a_body_that_is_no_object_is_refused_plainly(app: App, body: str) -> None:
    answer = send_json(app, body)

    assert 400 <= answer["statusCode"] < 500
    assert problem_of(answer)["code"] in {"unreadable_body", "invalid_input"}


def test_a_body_over_two_megabytes_is_refused_unread(app: App) -> None:
    assert send_json(app, {"name": "a" * 3_000_000})["statusCode"] == 413


def test_another_content_type_is_refused(app: App) -> None:
    answer = send(app, "POST /v1/things", "{}", content_type="text/plain")

    assert answer["statusCode"] == 415


def test_a_refusal_shows_its_public_code_and_keeps_its_reason(app: App) -> None:
    answer = send_json(app, {"name": "taken"})

    assert answer["statusCode"] == 409
    assert problem_of(answer)["code"] == "conflict"
    assert "private reason" not in answer["body"]


def test_a_wait_is_told_in_seconds(app: App) -> None:
    answer = send_json(app, {"name": "often"})

    assert (answer["statusCode"], answer["headers"]["retry-after"]) == (429, "30")


def test_a_defect_is_a_plain_500_and_its_message_reaches_neither_answer_nor_log(
    app: App, caplog: pytest.LogCaptureFixture
) -> None:
    answer = send_json(app, {"name": "defect"})

    assert answer["statusCode"] == 500
    assert problem_of(answer)["code"] == "internal_error"
    logged = str([vars(record) for record in caplog.records])
    assert "builtins.ValueError" in logged
    assert "María" not in answer["body"] + logged


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_browser_on_another_site_can_not_post(app: App, headers: dict[str, str]) -> None:
    answer = send_json(app, {"name": "x"}, **headers)

    assert (answer["statusCode"], problem_of(answer)["code"]) == (403, "foreign_origin")


def test_our_own_pages_and_apps_without_origin_can_post(app: App) -> None:
    assert send_json(app, {"name": "x"}, origin=ORIGIN)["statusCode"] == 201
    assert send_json(app, {"name": "x"})["statusCode"] == 201


@pytest.mark.parametrize("site", ["same-origin", "cross-site", "same-site"])
def test_a_form_whose_origin_our_referrer_policy_hides_is_judged_by_where_it_came_from(
    app: App, site: str
) -> None:
    headers = {"origin": "null", "sec-fetch-site": site}

    answer = send_form(app, "name=x&password=hush&csrf=abc", **headers)

    assert (answer["statusCode"] == 403) is (site != "same-origin")


def test_an_open_route_takes_requests_from_anywhere(app: App) -> None:
    headers = {"origin": "https://agency.example", "content_type": Request.FORM}

    assert send(app, "POST /open", "a=1", **headers)["statusCode"] == 200


@pytest.mark.parametrize("body", ["name=x", "name=x&csrf=", "name=x&csrf=other"])
def test_a_form_without_the_browsers_token_is_refused(app: App, body: str) -> None:
    assert send_form(app, body)["statusCode"] == 403


def test_a_form_without_the_cookie_is_refused_even_with_an_empty_token(app: App) -> None:
    assert send_form(app, "name=x&csrf=", cookies="other=1")["statusCode"] == 403


def test_bad_input_shows_the_page_again_with_what_was_typed_but_for_secrets(app: App) -> None:
    answer = send_form(app, f"name={'a' * 30}&password=hush&csrf=abc")

    assert answer["statusCode"] == 422
    assert answer["headers"]["content-type"].startswith("text/html")
    assert "hush" not in answer["body"]


def test_a_refused_form_keeps_its_status_and_a_lost_session_is_a_page_of_its_own(app: App) -> None:
    assert send_form(app, "name=taken&csrf=abc")["statusCode"] == 409
    assert send_form(app, "name=gone&csrf=abc")["statusCode"] == 404
    assert send_form(app, "name=out&csrf=abc")["statusCode"] == 401


@pytest.mark.parametrize("body", ["name=a&name=b&csrf=abc", "name=%ff&csrf=abc", "name=\u00f1"])
def test_a_form_that_is_not_one_is_refused_plainly(app: App, body: str) -> None:
    assert send_form(app, body)["statusCode"] == 400


def test_every_answer_is_private_and_framed_by_nobody(app: App) -> None:
    for answer in (send(app, "GET /page"), send_json(app, {"name": "x"}), send_json(app, {})):
        headers = answer["headers"]
        assert headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["strict-transport-security"].startswith("max-age=31536000")


def test_a_page_gives_the_browser_a_token_once(app: App) -> None:
    first = send(app, "GET /page")
    again = send(app, "GET /page", cookies=f"{CSRF_COOKIE}=abc")

    assert [c.split("=")[0] for c in first["cookies"]] == [CSRF_COOKIE]
    assert all(flag in first["cookies"][0] for flag in ("Secure", "HttpOnly", "SameSite=Lax"))
    assert again["cookies"] == []


def test_a_warming_call_is_answered_without_a_route(app: App) -> None:
    assert app.handle({"warm": True}) == {}


def test_head_is_answered_as_get_without_a_body(app: App) -> None:
    got, headers = send(app, "GET /page"), send(app, "HEAD /page")

    assert headers["statusCode"] == got["statusCode"] == 200
    assert headers["headers"] == got["headers"]
    assert got["body"]
    assert headers["body"] == ""
