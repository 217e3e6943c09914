"""T17: no token tells a higher level than the session reached, however the browser is bent."""

import jwt
import pytest

from functions.authorize import flow
from llave import wiring
from llave.oidc import planner
from llave.oidc.planner import Plan
from llave.people.accounts import Level
from llave.people.sessions import COOKIE
from tests import oidc
from tests.events import Answer, Browser, call, page_post
from tests.oidc import SECRET, STRONG, STRONGEST, Ground

BASICA, VERIFICADA = (level.acr for level in Level)
CATASTRO = ("catastro", SECRET)


@pytest.fixture
def ground(aws) -> Ground:
    """A verified person with an authenticator app, signed in by her password alone; every part of
    the site is there; becas takes anybody, catastro only who is Verificada."""
    made = oidc.made_ready()
    wiring.clients().put(oidc.client("catastro", minimum_level="verificada", verified_claims=True))
    wiring.clients().put(oidc.client("boveda", minimum_factor="phishing-resistant"))
    made.person = oidc.a_person(level=Level.VERIFICADA)
    oidc.an_evidence(made.person)
    oidc.a_factor(made.person)
    made.cookie = oidc.a_session(made.person)
    return made


def stepped_up(ground: Ground, browser: Browser, amr: tuple[str, ...] = STRONG) -> None:
    """What the second factor's page leaves in the browser."""
    browser.cookies[COOKIE] = oidc.a_session(ground.person, level=Level.VERIFICADA, amr=amr)


def claims_in(token: str) -> dict[str, object]:
    return dict(jwt.decode(token, options={"verify_signature": False}))


def pressed(browser: Browser, pending: str, decision: str = "accept") -> Answer:
    """The consent's button, whatever page is shown."""
    return call(
        page_post(
            "/oauth/consent", {"solicitud": pending, "decision": decision}, cookies=browser.cookies
        )
    )


def no_code(answer: Answer) -> bool:
    return "code=" not in answer.headers.get("location", "")


def test_a_password_alone_is_led_to_the_second_factor_and_comes_back_verificada(ground):
    browser = ground.browser()
    start = oidc.authorize_step(browser, client_id="catastro")
    assert start.location.startswith("/entrar/segundo-factor?solicitud=")
    pending = start.query["solicitud"]

    stepped_up(ground, browser)
    page = browser.get(f"/oauth/consent?solicitud={pending}")
    assert page.status == 200
    back = browser.submit({"decision": "accept"}, action="/oauth/consent")

    tokens = oidc.redeemed(back.query["code"], basic=CATASTRO).json
    for token in (tokens["id_token"], tokens["access_token"]):
        told = claims_in(token)
        assert (told["acr"], told["amr"]) == (VERIFICADA, list(STRONG))


def test_pressing_the_button_without_the_step_gives_no_code(ground):
    browser = ground.browser()
    pending = oidc.authorize_step(browser, client_id="catastro").query["solicitud"]

    answers = [pressed(browser, pending, decision) for decision in ("accept", "later", "accept")]

    assert all(no_code(answer) for answer in answers)
    assert all("/entrar/segundo-factor" in answer.location for answer in answers)


def test_a_parallel_tab_answers_each_request_by_itself(ground):
    browser = ground.browser()
    low = oidc.authorize_step(browser, client_id="becas").query["solicitud"]
    high = oidc.authorize_step(browser, client_id="catastro").query["solicitud"]
    browser.get(f"/oauth/consent?solicitud={low}")

    swapped = pressed(browser, high)
    own = pressed(browser, low)

    assert no_code(swapped)
    tokens = oidc.redeemed(own.query["code"]).json
    assert claims_in(tokens["access_token"])["acr"] == BASICA
    assert oidc.redeemed(own.query["code"], basic=CATASTRO).status == 400


def test_the_back_button_after_stepping_down_gives_no_code(ground):
    """The page was shown to a strong session; she signs in anew by her password, and goes back."""
    browser = ground.browser()
    stepped_up(ground, browser)
    shown = oidc.authorize(browser, client_id="catastro")
    assert shown.status == 200
    browser.cookies[COOKIE] = oidc.a_session(ground.person)

    back = browser.submit({"decision": "accept"}, action="/oauth/consent", follow=False)

    assert no_code(back)


@pytest.mark.parametrize(
    "changes",
    [
        {"acr_values": BASICA},
        {"acr_values": f"{BASICA} {VERIFICADA}"},
        {"claims": '{"id_token": {"acr": {"value": "urn:llave:nivel:basica"}}}'},
        {"claims": '{"id_token": {"amr": {"essential": true, "values": ["pwd"]}}}'},
        {"level": "basica", "minimum_level": "basica", "nivel": BASICA},
        {"prompt": "consent"},
    ],
)
def test_a_request_that_asks_for_less_than_its_client_may_is_no_less_strict(ground, changes):
    answer = oidc.authorize_step(ground.browser(), client_id="catastro", **changes)

    assert answer.location.startswith("/entrar/segundo-factor?")


def test_parameters_added_on_the_way_change_nothing(ground):
    browser = ground.browser()
    pending = oidc.authorize_step(browser, client_id="catastro").query["solicitud"]

    for more in (f"acr_values={BASICA}", "client_id=becas", "level=basica", "prompt=none"):
        answer = browser.get(f"/oauth/consent?solicitud={pending}&{more}", follow=False)
        assert answer.location.startswith("/entrar/segundo-factor?")
    resumed = browser.get(f"/oauth/authorize?solicitud={pending}&acr_values={BASICA}", follow=False)
    assert resumed.location.startswith("/entrar/segundo-factor?")


def test_a_client_that_may_not_ask_hears_that_it_must(ground):
    answer = oidc.authorize_step(ground.browser(), client_id="catastro", prompt="none")

    assert answer.query["error"] == "login_required"
    assert no_code(answer)


def test_an_essential_level_is_given_exactly_or_not_at_all(ground):
    browser = ground.browser()
    stepped_up(ground, browser)
    only = '{"id_token": {"acr": {"essential": true, "values": ["%s"]}}}'

    low = oidc.redeemed(oidc.code_for(browser, claims=only % BASICA)).json
    high = oidc.redeemed(oidc.code_for(browser, claims=only % VERIFICADA)).json

    assert claims_in(low["id_token"])["acr"] == BASICA
    assert claims_in(high["id_token"])["acr"] == VERIFICADA
    refused = oidc.authorize_step(browser, client_id="catastro", claims=only % BASICA)
    assert refused.query["error"] == "unmet_authentication_requirements"


def test_an_account_that_was_lowered_takes_its_sessions_with_it(ground):
    browser = ground.browser()
    stepped_up(ground, browser)
    oidc.lowered(ground.person)

    tokens = oidc.tokens_for(browser, scope="openid curp")

    assert claims_in(tokens["access_token"])["acr"] == BASICA
    assert "curp" not in oidc.userinfo(tokens["access_token"]).json
    high = oidc.authorize_step(browser, client_id="catastro")
    assert high.location.startswith("/verificar?")


def test_an_account_that_was_lowered_redeems_and_renews_nothing_higher(ground):
    browser = ground.browser()
    stepped_up(ground, browser)
    asked = {"client_id": "catastro", "scope": "openid curp offline_access"}
    tokens = oidc.redeemed(oidc.code_for(browser, **asked), basic=CATASTRO).json
    assert "curp" in oidc.userinfo(tokens["access_token"]).json
    code = oidc.code_for(browser, **asked)

    oidc.lowered(ground.person)

    assert oidc.redeemed(code, basic=CATASTRO).json["error"] == "invalid_grant"
    renewed = oidc.refreshed(tokens["refresh_token"], basic=CATASTRO)
    assert renewed.json["error"] == "invalid_grant"
    told = oidc.userinfo(tokens["access_token"]).json
    assert "curp" not in told
    assert "verified_claims" not in told


def test_a_refresh_raises_nothing(ground):
    browser = ground.browser()
    low = oidc.tokens_for(browser, scope="openid curp offline_access")
    before = claims_in(low["access_token"])

    stepped_up(ground, browser)
    oidc.tokens_for(browser)
    after = claims_in(oidc.refreshed(low["refresh_token"]).json["access_token"])

    assert after["acr"] == BASICA
    assert (after["amr"], after["auth_time"]) == (before["amr"], before["auth_time"])


def test_a_phishable_factor_is_none_where_a_passkey_is_asked_for(ground):
    browser = ground.browser()
    stepped_up(ground, browser)
    start = oidc.authorize_step(browser, client_id="boveda")
    # She has an app and no passkey yet.
    assert start.location.startswith("/cuenta/seguridad?solicitud=")
    assert no_code(pressed(browser, start.query["solicitud"]))

    stepped_up(ground, browser, STRONGEST)
    back = oidc.consented(browser, client_id="boveda")

    tokens = oidc.redeemed(back.query["code"], basic=("boveda", SECRET)).json
    assert claims_in(tokens["access_token"])["amr"] == list(STRONGEST)


def test_a_sign_in_that_has_to_be_fresh_takes_the_second_factor_again(ground):
    browser = ground.browser()
    stepped_up(ground, browser)

    start = oidc.authorize_step(browser, client_id="catastro", prompt="login")

    assert start.location.startswith("/entrar?")
    pending = start.query["solicitud"]
    browser.cookies[COOKIE] = oidc.a_session(ground.person, age=-oidc.MINUTE / 60)
    assert "/entrar/segundo-factor" in pressed(browser, pending).location


def test_a_client_whose_minimum_was_raised_meanwhile_gets_no_code(ground):
    browser = ground.browser()
    oidc.authorize(browser, client_id="becas")
    wiring.clients().put(oidc.client("becas", minimum_level="verificada"))
    wiring.clients()._known.clear()

    back = browser.submit({"decision": "accept"}, action="/oauth/consent", follow=False)

    assert no_code(back)


def test_a_plan_that_forgets_everything_still_lifts_nobody(ground, monkeypatch):
    """What is written is looked at by itself."""
    monkeypatch.setattr(flow, "plan", lambda *_: Plan())

    answer = oidc.authorize_step(ground.browser(), client_id="catastro")

    assert answer.query["error"] == "unmet_authentication_requirements"


def test_a_session_that_is_believed_whatever_became_of_its_account_is_caught(ground, monkeypatch):
    """The mutant: the level of the sign-in alone."""
    browser = ground.browser()
    stepped_up(ground, browser)
    oidc.lowered(ground.person)
    monkeypatch.setattr(planner, "reached", lambda account, session: session.level)

    assert "code" in oidc.consented(browser, client_id="catastro").query


def test_a_request_that_is_believed_is_caught(ground, monkeypatch):
    """The mutant: a token tells what was asked for."""
    monkeypatch.setattr(flow, "plan", lambda *_: Plan())
    monkeypatch.setattr(flow, "earned", lambda needed, *_: needed.level)

    assert "code" in oidc.consented(ground.browser(), client_id="catastro").query
