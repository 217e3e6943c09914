"""The tests' own browser and events hold what the handlers rely on."""

from llave.web.request import Request
from tests.events import ADDRESS, api, event, match, oauth, page_get, page_post
from tests.html import parse


def test_a_route_with_a_parameter_is_found() -> None:
    route, parameters = match("GET", "/v1/postal-codes/06000")

    assert route.key == "GET /v1/postal-codes/{cp}"
    assert parameters == {"cp": "06000"}


def test_what_no_route_takes_goes_to_the_default() -> None:
    assert match("GET", "/nada")[0].key == "$default"


def test_a_form_of_ours_carries_its_token_twice() -> None:
    request = Request.from_event(page_post("/entrar", {"identifier": "x"}))

    assert request.form["csrf"] == request.cookies["__Host-csrf"]
    assert request.form["identifier"] == "x"


def test_the_query_and_the_viewers_address_arrive() -> None:
    request = Request.from_event(page_get("/registro/confirmar?token=abc"))

    assert request.query == {"token": "abc"}
    assert request.client_address == ADDRESS


def test_a_json_call_carries_its_bearer_and_body() -> None:
    request = Request.from_event(api("POST", "/v1/registrations", {"curp": "x"}, bearer="t"))

    assert request.bearer == "t"
    assert request.json_body() == b'{"curp": "x"}'


def test_bytes_travel_in_base64() -> None:
    request = Request.from_event(event("POST", "/v1/registrations", body=b"\xff\x00"))

    assert request.body == b"\xff\x00"


def test_an_agency_authenticates_by_basic() -> None:
    request = Request.from_event(oauth("POST", "/oauth/token", {"code": "c"}, basic=("id", "s")))

    assert request.headers["authorization"] == "Basic aWQ6cw=="
    assert request.form == {"code": "c"}


def test_a_form_is_read_with_what_it_sends_untouched() -> None:
    page = parse(
        '<title> T </title><form method="post" action="/a"><input type=hidden name=csrf value=c>'
        "<input name=curp><input type=checkbox name=ok value=yes><select name=s><option value=''>"
        "<option value=1 selected>uno</select><button name=b value=1>Va</button></form>"
    )

    assert page.title == "T"
    assert page.forms[0].values == {"csrf": "c", "curp": "", "s": "1"}
    assert page.forms[0].names == {"csrf", "curp", "ok", "s", "b"}
