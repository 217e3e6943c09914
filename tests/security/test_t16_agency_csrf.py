"""T16, the agency's side: a consent is the person's own, in her own browser, and answers one request."""

from urllib.parse import urlencode

import pytest

from functions.authorize import flow
from functions.authorize.desk import BROWSER_COOKIE
from tests import oidc
from tests.events import Browser, call, event, page_post
from tests.oidc import asked


@pytest.fixture
def ground(aws):
    return oidc.made_ready()


def pending_of(browser: Browser) -> str:
    return browser.form("/oauth/consent").values["solicitud"]


def test_another_site_can_not_consent_for_her(ground):
    browser = ground.browser()
    oidc.authorize(browser)
    fields = {"solicitud": pending_of(browser), "decision": "accept"}
    foreign = {"origin": "https://otro.test", "sec-fetch-site": "cross-site"}

    by_form = call(page_post("/oauth/consent", fields, browser.cookies, foreign))
    without_token = call(page_post("/oauth/consent", fields, browser.cookies, csrf=False))
    wrong_token = call(
        page_post("/oauth/consent", {**fields, "csrf": "otro"}, browser.cookies, csrf=False)
    )

    assert {by_form.status, without_token.status, wrong_token.status} == {403}
    assert browser.submit({"decision": "accept"}, action="/oauth/consent").status == 303


def test_a_request_of_the_attackers_browser_is_no_request_of_hers(ground):
    attacker = Browser()
    link = oidc.authorize_step(attacker).location.replace("/entrar", "/oauth/consent")
    victim = ground.browser()

    opened = victim.get(link)

    assert opened.status == 404
    assert "location" not in opened.headers


def test_a_request_is_answered_once(ground):
    browser = ground.browser()
    oidc.authorize(browser)
    fields = {"solicitud": pending_of(browser), "decision": "accept"}

    first = call(page_post("/oauth/consent", fields, browser.cookies))
    second = call(page_post("/oauth/consent", fields, browser.cookies))
    back_button = browser.get(f"/oauth/consent?solicitud={fields['solicitud']}")

    assert "code" in first.query
    assert second.status == 404
    assert back_button.status == 404


def test_a_request_that_an_agency_posts_is_stored_and_belongs_to_the_first_browser(ground):
    form = urlencode(asked())
    headers = {"content-type": "application/x-www-form-urlencoded", "origin": "https://becas.test"}
    posted = call(event("POST", "/oauth/authorize", body=form, headers=headers))
    assert posted.status == 303
    assert posted.location.startswith("/oauth/authorize?solicitud=")
    assert "challenge" not in posted.location

    browser = ground.browser()
    assert browser.get(posted.location).status == 200
    assert ground.browser().get(posted.location).status == 404
    back = browser.submit({"decision": "accept"}, action="/oauth/consent")
    assert oidc.redeemed(back.query["code"]).status == 200


def test_a_person_who_has_signed_out_meanwhile_signs_in_first(ground):
    browser = ground.browser()
    oidc.authorize(browser)
    pending = pending_of(browser)
    del browser.cookies["__Host-session"]

    fields = {"solicitud": pending, "decision": "accept"}
    answer = call(page_post("/oauth/consent", fields, browser.cookies))

    assert answer.location == f"/entrar?solicitud={pending}"


def test_signing_out_needs_her_own_click(ground):
    browser = ground.browser()
    foreign = {"origin": "https://otro.test", "content-type": "application/x-www-form-urlencoded"}

    asked_by_post = call(
        event("POST", "/oauth/logout", body="", cookies=browser.cookies, headers=foreign)
    )
    forged = call(
        event("POST", "/oauth/logout", body="csrf=otro", cookies=browser.cookies, headers=foreign)
    )

    assert asked_by_post.location.startswith("/oauth/logout")
    assert forged.status == 403
    assert oidc.authorize(browser).status == 200


def test_codes_of_what_was_ended_are_worth_nothing(ground):
    browser = ground.browser()
    code = oidc.code_for(browser)

    oidc.end_everything(ground.person)

    assert oidc.redeemed(code).json["error"] == "invalid_grant"
    assert oidc.authorize_step(browser).location.startswith("/entrar?")


def test_a_request_that_belongs_to_no_browser_is_caught(ground, monkeypatch):
    """The mutant: whoever knows the id of a request goes on with it."""
    monkeypatch.setattr(flow, "fingerprint", lambda browser: "any")
    link = oidc.authorize_step(Browser()).location.replace("/entrar", "/oauth/consent")
    victim = ground.browser()
    victim.cookies[BROWSER_COOKIE] = "hers"

    assert victim.get(link).status == 200
