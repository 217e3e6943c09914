"""A registration says everything that is wrong with it, and reads back as it was written."""

from typing import Any

import pytest

from llave.oidc.clients import AuthMethod, Factor, registration_of
from llave.oidc.registrations import RegistrationInvalid, parse_client
from llave.people.accounts import Level
from tests.oidc import registration


def test_a_registration_reads_back_as_it_was_stored():
    more = {"verified_claims": True, "initiate_login_uri": "https://becas.test/iniciar"}
    client = parse_client(registration(minimum_level="verificada", minimum_factor="second", **more))

    assert parse_client(registration_of(client)) == client
    assert (client.minimum_level, client.minimum_factor) == (Level.VERIFICADA, Factor.SECOND)


def test_what_is_left_out_takes_the_careful_value():
    given = registration(scope="openid email", grant_types=None, token_endpoint_auth_method=None)

    client = parse_client(given)

    assert client.auth_method is AuthMethod.BASIC
    assert client.claims == {"email", "email_verified"}
    assert client.grant_types == {"authorization_code"}
    assert client.audience == "urn:llave:agencia:becas"
    assert (client.verified_claims, client.initiate_login_uri) == (False, None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"client_id": "x"}, "client_id"),
        ({"client_id": "con espacio"}, "client_id"),
        ({"client_id": 7}, "client_id"),
        ({"client_name": ""}, "client_name"),
        ({"client_name": "a\nb"}, "client_name"),
        ({"purpose": "x" * 201}, "purpose"),
        ({"redirect_uris": []}, "redirect_uris"),
        ({"redirect_uris": "https://becas.test/"}, "redirect_uris"),
        ({"redirect_uris": [{"a": 1}]}, "redirect_uris"),
        ({"redirect_uris": ["https://becas.test/", "https://becas.test/"]}, "redirect_uris"),
        ({"redirect_uris": ["http://becas.test/"]}, "redirect_uris"),
        ({"client_secret": "abierto"}, "client_secret"),
        ({"client_secret_sha256": "abierto"}, "client_secret_sha256"),
        ({"client_secret_sha256": None}, "client_secret_sha256"),
        ({"client_secret_sha256": ["0" * 64] * 3}, "client_secret_sha256"),
        ({"token_endpoint_auth_method": "none"}, "client_secret_sha256"),
        ({"token_endpoint_auth_method": "private_key_jwt"}, "token_endpoint_auth_method"),
        ({"token_endpoint_auth_method": ["none"]}, "token_endpoint_auth_method"),
        ({"scope": "profile"}, "scope"),
        ({"scope": "openid todo"}, "scope"),
        ({"scope": "openid"}, "scope"),
        ({"claims": ["contraseña"]}, "claims"),
        ({"minimum_level": "media"}, "minimum_level"),
        ({"minimum_factor": "sms"}, "minimum_factor"),
        ({"audience": "becas"}, "audience"),
        ({"sector_identifier": None, "redirect_uris": ["https://a.test/", "https://b.test/"]},
         "sector_identifier"),
        ({"id_token_signed_response_alg": "none"}, "id_token_signed_response_alg"),
        ({"grant_types": ["implicit"]}, "grant_types"),
        ({"request_uris": []}, "request_uris"),
        ({"verified_claims": "sí"}, "verified_claims"),
        ({"verified_claims": 1}, "verified_claims"),
        ({"initiate_login_uri": "http://becas.test/iniciar"}, "initiate_login_uri"),
        ({"initiate_login_uri": "mx.gob.becas:/iniciar"}, "initiate_login_uri"),
        ({"initiate_login_uri": "https://becas.test/#x"}, "initiate_login_uri"),
        ({"initiate_login_uri": 7}, "initiate_login_uri"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_field(changes: dict[str, Any], field: str):
    with pytest.raises(RegistrationInvalid) as refused:
        parse_client(registration(**changes))

    assert any(problem.startswith(f"{field}:") for problem in refused.value.problems)


def test_every_mistake_is_said_at_once():
    with pytest.raises(RegistrationInvalid) as refused:
        parse_client({"client_id": "x", "scope": "profile"})

    assert len(refused.value.problems) >= 5


@pytest.mark.parametrize("given", [None, [], "client", 7, {}])
def test_what_is_no_registration_is_refused(given: object):
    with pytest.raises(RegistrationInvalid):
        parse_client(given)
