"""T32: two agencies can not join what they know, and each sees what was consented and no more."""

import jwt
import pytest

from llave import wiring
from llave.oidc import exchange
from llave.oidc.subjects import pairwise
from llave.people.accounts import Channel
from tests import oidc
from tests.oidc import PERSON, SECRET, Ground


@pytest.fixture
def ground(aws):
    made = oidc.made_ready()
    wiring.clients().put(oidc.client("salud"))
    return made


def tokens_of(ground: Ground, client_id: str, **changes: str) -> dict[str, str]:
    code = oidc.code_for(ground.browser(), client_id=client_id, **changes)
    return dict(oidc.redeemed(code, basic=(client_id, SECRET)).json)


def test_two_agencies_know_her_under_two_names(ground):
    one = tokens_of(ground, "becas", scope="openid")
    other = tokens_of(ground, "salud", scope="openid")

    subs = {oidc.userinfo(tokens["access_token"]).json["sub"] for tokens in (one, other)}

    assert len(subs) == 2
    assert ground.person not in subs
    for token in (one["access_token"], one["id_token"], other["access_token"]):
        claims = jwt.decode(token, options={"verify_signature": False})
        assert ground.person not in str(claims)


def test_what_was_not_asked_is_not_told(ground, aws):
    tokens = tokens_of(ground, "becas", scope="openid")

    assert set(oidc.userinfo(tokens["access_token"]).json) == {"sub"}
    assert [event["what"] for event in aws.audit(ground.person)] == ["consented"]


def test_what_the_client_is_not_registered_for_is_not_told(ground):
    wiring.clients().put(oidc.client("escaso", claims=["given_name"]))
    tokens = tokens_of(ground, "escaso", scope="openid profile email")

    claims = oidc.userinfo(tokens["access_token"]).json

    assert claims.keys() == {"sub", "given_name"}


def test_a_curp_that_nobody_proved_is_called_declared(ground):
    tokens = tokens_of(ground, "becas", scope="openid curp")

    claims = oidc.userinfo(tokens["access_token"]).json

    assert claims["curp_declared"] == PERSON["curp"]
    assert "curp" not in claims


def test_a_contact_that_was_not_confirmed_is_not_told(ground):
    person = oidc.a_person(confirmed=(Channel.PHONE,))
    ground.cookie = oidc.a_session(person)
    tokens = tokens_of(ground, "becas", scope="openid email phone")

    claims = oidc.userinfo(tokens["access_token"]).json

    assert claims["phone_number"] == PERSON["phone"]
    assert not {"email", "email_verified"} & claims.keys()


def test_every_telling_is_put_down_by_ids_alone(ground, aws):
    tokens = tokens_of(ground, "becas", scope="openid curp email")
    oidc.userinfo(tokens["access_token"])

    told = aws.audit(ground.person)[-1]

    assert told["what"] == "data-given"
    assert told["refs"] == {"client": "becas", "scopes": "openid curp email"}
    everything = str(aws.items("ledger")) + str(aws.items("sessions"))
    assert not [
        value
        for value in (*PERSON.values(), tokens["access_token"])
        if len(value) > 2 and value in everything
    ]


def test_a_consent_to_one_agency_is_none_to_another(ground):
    tokens_of(ground, "becas")

    assert oidc.authorize(ground.browser(), client_id="salud").status == 200


def test_a_name_that_forgets_the_sector_is_caught(ground, monkeypatch):
    """The mutant: every agency knows her under one name."""
    monkeypatch.setattr(
        exchange, "pairwise", lambda person, sector, keyring: pairwise(person, "x", keyring)
    )

    subs = {
        oidc.userinfo(tokens_of(ground, agency)["access_token"]).json["sub"]
        for agency in ("becas", "salud")
    }

    assert len(subs) == 1
