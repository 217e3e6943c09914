"""T16: over HTTP a session planted before the sign-in is worth nothing after it, and no other site's
page sends anything in somebody's name."""

import pytest

from infra.catalogue import ROUTES
from tests.security.insider import any_email, register

SESSION = "__Host-session"
SERVERS = ("/oauth/token", "/oauth/userinfo", "/oauth/revoke", "/oauth/introspect")
# An agency sends a person here from its own page; nothing is decided by it (test_t16_agency_csrf).
OPEN = (*SERVERS, "/oauth/authorize", "/oauth/logout")
CHANGING = [
    route
    for route in ROUTES
    if route.key.partition(" ")[0] in ("POST", "PUT", "DELETE")
    and route.key.partition(" ")[2] not in OPEN
]
FOREIGN = (
    {"origin": "https://evil.example"},
    {"origin": "null", "sec-fetch-site": "cross-site"},
    {"origin": "", "sec-fetch-site": "cross-site"},
    {"origin": "", "sec-fetch-site": "same-site"},
)


@pytest.fixture
def account(inside):
    return register(any_email(), active=True)


def test_what_was_planted_before_the_sign_in_is_dead_after_it(cloud, account):
    citizen, attacker = cloud.citizen(), cloud.citizen()
    citizen.cookies[SESSION] = "planted-by-somebody-else"
    assert citizen.sign_in(account.email, account.password).status_code == 201
    first = citizen.cookies[SESSION]
    assert citizen.sign_in(account.email, account.password).status_code == 201

    for known in ("planted-by-somebody-else", first):
        attacker.cookies[SESSION] = known
        assert attacker.call("GET", "/v1/me").status_code == 401
    assert citizen.call("GET", "/v1/me").status_code == 200


def test_a_session_that_was_left_is_dead(cloud, account):
    citizen, thief = cloud.citizen(), cloud.citizen()
    citizen.sign_in(account.email, account.password)
    thief.cookies[SESSION] = citizen.cookies[SESSION]

    assert citizen.call("DELETE", "/v1/session").status_code == 204

    assert thief.call("GET", "/v1/me").status_code == 401
    assert SESSION not in citizen.cookies


def test_cookies_are_for_this_host_and_for_no_script(cloud, account):
    citizen = cloud.citizen()
    body = {"identifier": account.email, "password": account.password, "device": "remember"}

    set_cookies = citizen.call("POST", "/v1/sessions", body).headers.get_list("set-cookie")

    assert len(set_cookies) == 2
    for cookie in set_cookies:
        name, *attributes = [part.strip().lower() for part in cookie.split(";")]
        assert name.startswith("__host-")
        assert {"path=/", "secure", "httponly", "samesite=lax"} <= set(attributes)
        assert not any(attribute.startswith("domain") for attribute in attributes)


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("route", CHANGING, ids=lambda route: route.key)
def test_nothing_that_another_site_sends_is_taken(insider, route, headers):
    method, _, path = route.key.partition(" ")
    citizen = insider.citizen()
    # A forged form may even know the token of a page that the attacker fetched for herself.
    citizen.cookies["__Host-csrf"] = "t" * 43
    sent = {name: value for name, value in headers.items() if value}

    if route.page:
        answer = _without_origin(citizen, method, path, sent, data={"csrf": "t" * 43})
    else:
        answer = _without_origin(citizen, method, path, sent, json={})

    assert answer.status_code == 403, answer.text[:300]
    assert SESSION not in citizen.cookies


def test_a_form_without_the_token_of_its_page_is_refused(insider):
    for route in CHANGING:
        if not route.page:
            continue
        path = route.key.partition(" ")[2]
        for token in ({}, {"csrf": ""}, {"csrf": "x" * 43}):
            citizen = insider.citizen()
            citizen.cookies["__Host-csrf"] = "t" * 43
            answer = citizen.call("POST", path, data={"email": "x", **token})
            assert answer.status_code == 403, route.key


def _without_origin(citizen, method, path, headers, **body):
    cookie = "; ".join(f"{name}={value}" for name, value in citizen.cookies.items())
    return citizen._http.request(method, path, headers={"cookie": cookie, **headers}, **body)
