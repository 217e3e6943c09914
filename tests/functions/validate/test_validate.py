"""Introspection, keys and discovery as their RFCs write them."""

import pytest

from llave import wiring
from llave.adapters import dynamodb
from llave.oidc import supported
from tests import oidc
from tests.events import call, oauth
from tests.oidc import ISSUER, SECRET

INACTIVE = {"active": False}


@pytest.fixture
def ground(aws):
    return oidc.made_ready()


@pytest.fixture
def calls(ground) -> list[str]:
    """The calls of DynamoDB from now on."""
    seen: list[str] = []
    events = dynamodb.client().meta.events
    events.register("before-call.dynamodb.*", lambda model, **_: seen.append(model.name))
    return seen


def test_a_validation_reads_once_when_it_is_warm(ground, calls):
    token = oidc.tokens_for(ground.browser())["access_token"]
    oidc.introspected(token)
    calls.clear()

    assert oidc.introspected(token).json["active"] is True

    assert calls == ["GetItem"]


def test_it_tells_what_the_standard_names_and_no_person(ground):
    token = oidc.tokens_for(ground.browser())["access_token"]

    told = oidc.introspected(token).json

    assert told.keys() == {
        "active", "token_type", "scope", "iss", "aud", "sub", "client_id", "exp", "iat", "jti",
        "acr", "amr", "auth_time",
    }  # fmt: skip
    assert (told["iss"], told["client_id"]) == (ISSUER, "becas")


def test_expired_is_inactive(ground, monkeypatch):
    token = oidc.tokens_for(ground.browser(), scope="openid offline_access")["access_token"]
    later = wiring.now() + oidc.MINUTE * 15
    monkeypatch.setattr(wiring, "now", lambda: later)

    assert oidc.introspected(token).json == INACTIVE
    assert oidc.userinfo(token).status == 401


@pytest.mark.parametrize(
    "basic", [None, ("becas", "otra"), ("otra", SECRET), ("becas", ""), ("", ""), ("beca:s", "ñ")]
)
def test_only_an_agency_may_ask(ground, basic: tuple[str, str] | None):
    answer = oidc.introspected("x", basic=basic)

    assert (answer.status, answer.json["error"]) == (401, "invalid_client")
    assert ("www-authenticate" in answer.headers) is (basic is not None)


def test_a_client_without_secret_may_not_ask(ground):
    wiring.clients().put(oidc.public_client())

    form = {"token": "x", "client_id": "app"}

    assert call(oauth("POST", "/oauth/introspect", form)).status == 401


def test_a_client_proves_itself_in_one_registered_way(ground):
    wiring.clients().put(oidc.client("porforma", token_endpoint_auth_method="client_secret_post"))
    by_form = {"token": "x", "client_id": "porforma", "client_secret": SECRET}
    both = {"token": "x", "client_secret": SECRET}

    assert call(oauth("POST", "/oauth/introspect", by_form)).json == INACTIVE
    assert call(oauth("POST", "/oauth/introspect", by_form | {"client_id": "becas"})).status == 401
    twice = call(oauth("POST", "/oauth/introspect", both, basic=("becas", SECRET)))
    assert (twice.status, twice.json["error"]) == (400, "invalid_request")


def test_discovery_names_what_there_is(ground):
    answer = call(oauth("GET", "/.well-known/openid-configuration"))

    told = answer.json
    assert told["issuer"] == ISSUER
    assert told["code_challenge_methods_supported"] == ["S256"]
    assert told["authorization_response_iss_parameter_supported"] is True
    reachable = [level.acr for level in supported.levels(supported.WAYS)]
    assert told["acr_values_supported"] == reachable
    assert told["verified_claims_supported"] is (len(reachable) > 1)
    assert told["claims_parameter_supported"] is True
    assert told["id_token_signing_alg_values_supported"] == ["ES256"]
    from infra.catalogue import ROUTES

    paths = {route.key.partition(" ")[2] for route in ROUTES}
    places = ("_endpoint", "jwks_uri", "schema_uri")
    endpoints = {value for name, value in told.items() if name.endswith(places)}
    assert {endpoint.removeprefix(ISSUER) for endpoint in endpoints} <= paths


def test_every_part_of_the_site_that_is_promised_has_a_page():
    from infra.catalogue import ROUTES

    keys = {route.key for route in ROUTES}
    assert {f"GET {way.value}" for way in supported.WAYS} <= keys


def test_the_schema_of_verified_claims_is_published_where_discovery_says(ground):
    told = call(oauth("GET", "/.well-known/openid-configuration")).json
    path = told["llave_verified_claims_schema_uri"].removeprefix(ISSUER)
    answer = call(oauth("GET", path))

    assert (answer.status, answer.json["title"]) == (200, "verified_claims")
    assert answer.headers["cache-control"].startswith("public")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/oauth/schemas/verified_claims.json"),
        ("GET", "/.well-known/openid-configuration"),
        ("GET", "/oauth/jwks"),
        ("OPTIONS", "/.well-known/openid-configuration"),
        ("OPTIONS", "/oauth/jwks"),
        ("OPTIONS", "/oauth/token"),
        ("OPTIONS", "/oauth/userinfo"),
        ("POST", "/oauth/token"),
        ("GET", "/oauth/userinfo"),
    ],
)
def test_any_page_may_read_these_and_no_cookie_goes_along(ground, method: str, path: str):
    answer = call(oauth(method, path, {} if method == "POST" else None))

    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/oauth/introspect", "/oauth/revoke"])
def test_pages_of_others_may_not_read_these(ground, path: str):
    answer = call(oauth("POST", path, {"token": "x"}))

    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_a_request_around_the_edge_is_refused(ground):
    event = oauth("GET", "/oauth/jwks")
    event["headers"]["x-llave-origin-secret"] = "otra"

    assert call(event).status == 403
