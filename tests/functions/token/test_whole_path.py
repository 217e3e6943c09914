"""An agency's path from the request to the validated token, on moto."""

import jwt
import pytest

from llave import wiring
from llave.adapters import dynamodb
from llave.settings import settings
from tests import oidc
from tests.oidc import ISSUER, NONCE, PERSON, REDIRECT, STATE, Ground


@pytest.fixture
def ground(aws):
    return oidc.made_ready()


def test_a_person_consents_and_the_agency_gets_tokens_that_validate(ground: Ground, aws):
    browser = ground.browser()

    page = oidc.authorize(browser)
    assert page.status == 200
    assert "Becas del Estado" in page.page.text
    assert "https://becas.test" in page.headers["content-security-policy"]
    back = browser.submit({"decision": "accept"}, action="/oauth/consent")
    assert back.status == 303
    assert back.location.startswith(f"{REDIRECT}?")
    assert (back.query["state"], back.query["iss"]) == (STATE, ISSUER)

    answer = oidc.redeemed(back.query["code"])
    assert answer.status == 200, answer.body
    assert answer.headers["cache-control"] == "no-store"
    tokens = answer.json
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 900)
    assert "refresh_token" not in tokens

    told = oidc.introspected(tokens["access_token"]).json
    assert told["active"] is True
    assert told["acr"] == "urn:llave:nivel:basica"
    assert told["scope"] == "openid profile email"

    claims = oidc.userinfo(tokens["access_token"]).json
    assert claims["sub"] == told["sub"]
    assert claims["given_name"] == PERSON["given_names"]
    assert claims["family_name"] == "HERNÁNDEZ GARCÍA"
    assert claims["birthdate"] == "1956-04-27"
    assert (claims["email"], claims["email_verified"]) == (PERSON["email"], True)
    assert not {"phone_number", "curp", "curp_declared", "address"} & claims.keys()
    assert [event["what"] for event in aws.audit(ground.person)] == ["consented", "data-given"]


def test_the_id_token_is_what_openid_connect_asks_for(ground: Ground):
    tokens = oidc.tokens_for(ground.browser())

    keys = {key.kid: dict(key.jwk) for key in wiring.public_keys().read().keys}
    header = jwt.get_unverified_header(tokens["id_token"])
    assert (header["alg"], header["typ"]) == ("ES256", "JWT")
    key = jwt.PyJWK(keys[header["kid"]])
    claims = jwt.decode(
        tokens["id_token"], key, algorithms=["ES256"], audience="becas", issuer=ISSUER
    )
    assert claims["nonce"] == NONCE
    assert claims["amr"] == ["pwd"]
    assert claims["exp"] - claims["iat"] == 900
    assert not {"email", "name", "curp", "given_name"} & claims.keys()
    access = jwt.get_unverified_header(tokens["access_token"])
    assert access["typ"] == "at+jwt"


def test_a_given_consent_is_remembered_for_the_same_data(ground: Ground):
    oidc.tokens_for(ground.browser())

    again = oidc.authorize(ground.browser())
    more = oidc.authorize(ground.browser(), scope="openid profile email phone")

    assert again.status == 303
    assert "code" in again.query
    assert more.status == 200


def test_a_code_is_good_once_and_its_replay_ends_the_grant(ground: Ground):
    code = oidc.code_for(ground.browser())
    tokens = oidc.redeemed(code).json

    replay = oidc.redeemed(code)

    assert (replay.status, replay.json["error"]) == (400, "invalid_grant")
    assert oidc.introspected(tokens["access_token"]).json == {"active": False}
    assert oidc.userinfo(tokens["access_token"]).status == 401


def test_what_was_ended_gives_no_tokens_and_ends_those_there_are(ground: Ground):
    tokens = oidc.tokens_for(ground.browser(), scope="openid offline_access")
    code = oidc.code_for(ground.browser())

    oidc.end_everything(ground.person)
    wiring.grants().end_all(ground.person, wiring.now())
    wiring.grants().end_all(ground.person, wiring.now())

    assert oidc.redeemed(code).json["error"] == "invalid_grant"
    assert oidc.refreshed(tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert oidc.introspected(tokens["access_token"]).json == {"active": False}


def test_a_confidential_client_keeps_its_refresh_token(ground: Ground):
    tokens = oidc.tokens_for(ground.browser(), scope="openid profile offline_access")

    first = oidc.refreshed(tokens["refresh_token"])
    second = oidc.refreshed(tokens["refresh_token"], scope="openid")

    assert "refresh_token" not in first.json
    assert oidc.introspected(first.json["access_token"]).json["active"] is True
    assert second.json["scope"] == "openid"
    assert set(oidc.userinfo(second.json["access_token"]).json) == {"sub"}
    wider = oidc.refreshed(tokens["refresh_token"], scope="openid curp")
    assert wider.json["error"] == "invalid_scope"


def test_a_revoked_token_is_worth_nothing(ground: Ground):
    from tests.events import call, oauth

    tokens = oidc.tokens_for(ground.browser(), scope="openid offline_access")
    form = {"token": tokens["refresh_token"]}

    answer = call(oauth("POST", "/oauth/revoke", form, basic=("becas", oidc.SECRET)))

    assert answer.status == 200
    assert oidc.introspected(tokens["access_token"]).json == {"active": False}
    assert oidc.refreshed(tokens["refresh_token"]).json["error"] == "invalid_grant"


def test_a_curp_that_another_account_holds_is_told_to_nobody(ground: Ground):
    before = oidc.tokens_for(ground.browser(), scope="openid profile curp")
    assert oidc.userinfo(before["access_token"]).json["curp_declared"] == PERSON["curp"]

    oidc.displaced(ground.person)

    told = oidc.userinfo(before["access_token"]).json
    assert told["given_name"] == PERSON["given_names"]
    assert not {"curp", "curp_declared"} & told.keys()


def test_her_account_names_the_agencies_that_got_her_data(ground: Ground):
    tokens = oidc.tokens_for(ground.browser())
    oidc.userinfo(tokens["access_token"])

    page = ground.browser().get("/cuenta").page.text

    assert "Diste permiso a Becas del Estado" in page
    assert "Becas del Estado recibió datos tuyos" in page


def test_an_agency_that_is_no_longer_registered_is_called_so(ground: Ground):
    tokens = oidc.tokens_for(ground.browser())
    oidc.userinfo(tokens["access_token"])
    wiring.clients()._known.clear()
    gone = dynamodb.key("CLIENT#becas", "CLIENT")
    dynamodb.client().delete_item(TableName=settings().table_agencies, Key=gone)

    page = ground.browser().get("/cuenta").page.text

    assert "Una dependencia que ya no está registrada recibió datos tuyos" in page
