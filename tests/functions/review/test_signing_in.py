"""Staff sign in at the workforce issuer, and what it says is looked at strictly."""

import time
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from llave import wiring
from llave.people.codes import fingerprint
from llave.staff.members import Role
from llave.staff.sessions import COOKIE
from tests.events import Browser, call, page_get

CURP = {"curp": "LOOA531113HTCPBN07"}
NOT_RIGHT = {
    "another-issuer": {"iss": "https://otra.test"},
    "another-audience": {"aud": "otra-aplicacion"},
    "two-audiences": {"aud": ["llave-revision", "otra-aplicacion"]},
    "another-party": {"azp": "otra-aplicacion"},
    "another-nonce": {"nonce": "otro"},
    "no-nonce": {"nonce": None},
    "sms": {"amr": ["pwd", "sms", "mfa"]},
    "sms-beside-an-app": {"amr": ["pwd", "otp", "sms"]},
    "password-alone": {"amr": ["pwd"]},
    "no-amr": {"amr": None},
    "amr-of-text": {"amr": "otp"},
    "over": {"exp": int(time.time()) - 1},
    "from-tomorrow": {"iat": int(time.time()) + 86_400},
    "signed-in-yesterday": {"auth_time": int(time.time()) - 86_400},
    "no-auth-time": {"auth_time": None},
    "nobody": {"sub": None},
    "no-name": {"given_name": None},
    "no-curp": {"curp": None},
    "empty-curp": {"curp": ""},
    "curp-of-another-shape": {"curp": "GALA900514"},
    "curp-of-a-wrong-digit": {"curp": "GALA900514MDFRPN08"},
    "curp-of-no-text": {"curp": ["GALA900514MDFRPN09"]},
}


@pytest.fixture
def rebeca(console):
    return console.member("rebeca", Role.REVIEWER)


def test_the_browser_is_sent_away_with_pkce_and_for_a_fresh_sign_in(console):
    browser = Browser()
    browser.get("/revision/entrar")

    away = browser.submit(follow=False)

    assert away.status == 303
    assert away.location.startswith("https://personal.test/authorize?")
    query = away.query
    assert (query["response_type"], query["code_challenge_method"]) == ("code", "S256")
    assert (query["prompt"], query["max_age"]) == ("login", "300")
    assert (
        "form-action 'self' https://personal.test"
        in (browser.get("/revision/entrar").headers["content-security-policy"])
    )


def test_a_code_and_its_verifier_open_a_session_of_its_own_cookie(console, rebeca):
    browser = Browser()

    console.enter(browser, "rebeca")

    session = wiring.staff_sessions().get(fingerprint(browser.cookies[COOKIE]))
    assert session is not None
    assert (session.staff, session.amr) == (rebeca, ("pwd", "otp", "mfa"))
    ((code, verifier, returns_to),) = console.issuer.asked
    assert (code, returns_to) == ("c1", "https://llave.test/revision/regreso")
    assert len(verifier) >= 43


@pytest.mark.parametrize("name", NOT_RIGHT)
def test_a_token_that_says_anything_else_opens_nothing(console, rebeca, name):
    browser = Browser()

    answer = console.enter(browser, "rebeca", **NOT_RIGHT[name])

    assert answer.status == 403
    assert COOKIE not in browser.cookies


def test_a_token_of_another_key_opens_nothing(console, rebeca):
    console.issuer.signs_with = ec.generate_private_key(ec.SECP256R1())

    assert console.enter(Browser(), "rebeca").status == 403


@pytest.mark.parametrize("kid", ["k2", "../k1", ""])
def test_a_key_that_is_not_the_issuers_opens_nothing(console, rebeca, kid):
    console.issuer.header = {"kid": kid}

    assert console.enter(Browser(), "rebeca").status == 403


def test_no_algorithm_but_ours(console, rebeca):
    console.issuer.algorithm = "HS256"
    console.issuer.signs_with = "k" * 32

    assert console.enter(Browser(), "rebeca").status == 403


def test_an_unsigned_token_opens_nothing(console, rebeca, monkeypatch):
    unsigned = jwt.encode({"sub": "rebeca"}, "", algorithm="none", headers={"kid": "k1"})
    monkeypatch.setattr(console.issuer, "id_token", lambda *_: unsigned)

    assert console.enter(Browser(), "rebeca").status == 403


def test_a_return_to_another_browser_opens_nothing(console, rebeca):
    victim, attacker = Browser(), Browser()
    state = console.begin(attacker)
    console.issuer.says = {"sub": "rebeca", "given_name": "R", "family_name": "L", **CURP}

    answer = victim.get(f"/revision/regreso?code=c1&state={state}")

    assert answer.status == 403
    assert console.issuer.asked == []


def test_a_state_serves_once(console, rebeca):
    browser = Browser()
    state = console.begin(browser)
    kept = dict(browser.cookies)
    console.issuer.says = {"sub": "rebeca", "given_name": "REBECA", "family_name": "LUNA", **CURP}
    assert browser.get(f"/revision/regreso?code=c1&state={state}").status == 200

    browser.cookies = kept

    assert browser.get(f"/revision/regreso?code=c1&state={state}").status == 403


def test_an_answer_in_the_name_of_another_issuer_is_not_redeemed(console, rebeca):
    browser = Browser()
    state = console.begin(browser)

    mixed = browser.get(f"/revision/regreso?code=c1&state={state}&iss=https://otra.test")

    assert mixed.status == 403
    assert console.issuer.asked == []


def test_who_has_no_role_is_turned_away_with_a_line(console):
    answer = console.enter(Browser(), "nuevo")

    assert answer.status == 403
    assert "nadie te ha dado permiso" in answer.page.text
    assert [entry.line.what.value for entry in wiring.chain().entries()] == ["turned-away"]


def test_fifteen_minutes_idle_end_it(console, monkeypatch):
    rebeca = console.reviewer("rebeca")
    now = wiring.now()
    monkeypatch.setattr(wiring, "now", lambda: now + timedelta(minutes=14))
    assert rebeca.browser.get("/revision").status == 200
    monkeypatch.setattr(wiring, "now", lambda: now + timedelta(minutes=28))
    assert rebeca.browser.get("/revision", follow=False).status == 200
    monkeypatch.setattr(wiring, "now", lambda: now + timedelta(minutes=44))

    assert rebeca.browser.get("/revision", follow=False).location == "/revision/entrar"


def test_eight_hours_end_it_whatever_is_done(console, monkeypatch):
    rebeca = console.reviewer("rebeca")
    now = wiring.now()
    for minutes in range(10, 8 * 60, 10):
        later = now + timedelta(minutes=minutes)
        monkeypatch.setattr(wiring, "now", lambda later=later: later)
        assert rebeca.browser.get("/revision", follow=False).status == 200
    monkeypatch.setattr(wiring, "now", lambda: now + timedelta(hours=8, seconds=1))

    assert rebeca.browser.get("/revision", follow=False).status == 303


def test_leaving_ends_the_session_itself(console):
    rebeca = console.reviewer("rebeca")
    kept = dict(rebeca.browser.cookies)
    rebeca.browser.get("/revision")
    rebeca.browser.submit(action="/revision/salir")

    after = call(page_get("/revision", kept))

    assert after.location == "/revision/entrar"


def test_a_citizens_cookie_is_no_colleagues(console):
    answer = call(page_get("/revision", {"__Host-session": "x" * 43}))

    assert answer.location == "/revision/entrar"


def test_a_form_from_elsewhere_does_nothing(console):
    console.waiting_case()
    rebeca = console.reviewer("rebeca")
    rebeca.browser.cookies["__Host-csrf"] = "another"

    answer = rebeca.posts("/revision/tomar", csrf="guessed")

    assert answer.status == 403
