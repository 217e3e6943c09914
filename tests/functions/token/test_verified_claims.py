"""Verified claims on their way: asked for, allowed by the person, told in userinfo and the ID token."""

import json
from typing import Any

import jsonschema_rs
import jwt
import pytest

from llave import wiring
from llave.oidc import supported
from llave.people.accounts import Level
from tests import oidc
from tests.events import call, oauth
from tests.oidc import PERSON, SECRET, STRONG, Ground

CLAIMS = {"given_name": None, "birthdate": None, "curp": None}
VERIFICATION = {"trust_framework": None, "time": None, "evidence": [{"type": None}]}
WANTED = {"verified_claims": {"verification": VERIFICATION, "claims": CLAIMS}}
SCOPE = "openid profile curp"


@pytest.fixture
def ground(aws, monkeypatch) -> Ground:
    """A verified person, in a session that reached it; an agency that may ask for verified claims."""
    monkeypatch.setattr(supported, "WAYS", frozenset(supported.Way))
    made = oidc.made_ready()
    wiring.clients().put(oidc.client("catastro", verified_claims=True))
    oidc.an_evidence(made.person)
    oidc.a_factor(made.person)
    made.cookie = oidc.a_session(made.person, level=Level.VERIFICADA, amr=STRONG)
    return made


def asked(**places: object) -> str:
    return json.dumps(places)


def tokens(ground: Ground, claims: str, scope: str = SCOPE) -> dict[str, str]:
    code = oidc.code_for(ground.browser(), client_id="catastro", scope=scope, claims=claims)
    return dict(oidc.redeemed(code, basic=("catastro", SECRET)).json)


def told_in_userinfo(given: dict[str, str]) -> dict[str, Any]:
    return dict(oidc.userinfo(given["access_token"]).json)


def told_in_id_token(given: dict[str, str]) -> dict[str, Any]:
    return dict(jwt.decode(given["id_token"], options={"verify_signature": False}))


def test_they_are_told_where_they_were_asked_for_and_fit_the_schema(ground, aws):
    schema = call(oauth("GET", "/oauth/schemas/verified_claims.json")).json
    in_userinfo = tokens(ground, asked(userinfo=WANTED))
    in_id_token = tokens(ground, asked(id_token=WANTED))

    one, other = told_in_userinfo(in_userinfo), told_in_id_token(in_id_token)

    for told in (one["verified_claims"], other["verified_claims"]):
        jsonschema_rs.validator_for(schema).validate(told)
    assert one["verified_claims"]["claims"]["curp"] == PERSON["curp"]
    assert "verified_claims" not in told_in_id_token(in_userinfo)
    assert "verified_claims" not in told_in_userinfo(in_id_token)
    what = [
        event["refs"]["scopes"]
        for event in aws.audit(ground.person)
        if event["what"] == "data-given"
    ]
    assert what[:2] == [f"{SCOPE} verified_claims"] * 2


def test_the_person_is_told_what_it_is_and_asked_once(ground):
    browser = ground.browser()
    page = oidc.authorize(browser, client_id="catastro", scope=SCOPE)
    assert "Con qué documentos" not in page.page.text
    browser.submit({"decision": "accept"}, action="/oauth/consent")

    more = oidc.authorize(browser, client_id="catastro", scope=SCOPE, claims=asked(userinfo=WANTED))

    assert "Con qué documentos comprobaste quién eres" in more.page.text
    browser.submit({"decision": "accept"}, action="/oauth/consent")
    again = oidc.authorize(
        browser, client_id="catastro", scope=SCOPE, claims=asked(userinfo=WANTED)
    )
    assert "code" in again.query


def test_what_no_scope_covers_is_not_told_this_way_either(ground):
    told = told_in_userinfo(tokens(ground, asked(userinfo=WANTED), "openid curp"))

    assert told["verified_claims"]["claims"] == {"curp": PERSON["curp"]}
    none = told_in_userinfo(tokens(ground, asked(userinfo=WANTED), "openid email"))
    assert "verified_claims" not in none


def test_a_session_that_did_not_reach_it_is_told_nothing(ground):
    ground.cookie = oidc.a_session(ground.person)

    told = told_in_userinfo(tokens(ground, asked(userinfo=WANTED)))

    assert "verified_claims" not in told
    assert (told.get("curp"), told["curp_declared"]) == (None, PERSON["curp"])


def test_an_agency_that_is_no_longer_registered_for_them_is_told_nothing(ground):
    given = tokens(ground, asked(userinfo=WANTED))
    wiring.clients().put(oidc.client("catastro"))
    wiring.clients()._known.clear()

    assert "verified_claims" not in told_in_userinfo(given)


def test_two_agencies_learn_nothing_to_join_on(ground):
    wiring.clients().put(oidc.client("salud", verified_claims=True))
    only = {"verified_claims": {"verification": VERIFICATION, "claims": {"given_name": None}}}
    evidence = wiring.accounts().get(ground.person)
    assert evidence

    told = json.dumps(told_in_userinfo(tokens(ground, asked(userinfo=only), "openid profile")))

    assert ground.person not in told
    assert str(evidence.evidence) not in told
    assert "T00:00Z" in told
