"""T31, in the process: no handler answers without the edge's secret, and none believes a client's word
about its address. Over HTTP: test_t31_edge_cloud."""

import pytest

from infra.catalogue import ROUTES
from llave import wiring
from llave.people.budgets import visitor
from llave.web.request import Request
from tests.events import call, event

# Read by everybody, and the same for everybody.
PUBLIC = (
    "GET /oauth/jwks",
    "GET /oauth/schemas/verified_claims.json",
    "GET /.well-known/openid-configuration",
)
SPOOFED = {
    "x-forwarded-for": "198.51.100.9",
    "x-real-ip": "198.51.100.9",
    "forwarded": "for=198.51.100.9",
    "cloudfront-viewer-address": "198.51.100.9:443",
    "true-client-ip": "198.51.100.9",
}


def made(route):
    method, _, path = route.key.partition(" ")
    return event(method, path.replace("{cp}", "06000")) if path else event("GET", "/nada")


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.key)
@pytest.mark.parametrize("secret", [None, "", "local-origin-secret "])
def test_nothing_is_answered_without_the_edges_secret(environment, route, secret):
    asked = made(route)
    del asked["headers"]["x-llave-origin-secret"]
    if secret is not None:
        asked["headers"]["x-llave-origin-secret"] = secret

    answer = call(asked)

    assert (answer.status, answer.body) == (403, "forbidden")
    assert answer.headers["cache-control"] == "no-store"


def test_the_address_is_what_the_edge_saw(aws):
    plain = event("GET", "/v1/captcha", address="203.0.113.7")
    spoofed = event("GET", "/v1/captcha", address="203.0.113.7", headers=SPOOFED)

    for asked in (plain, spoofed):
        assert Request.from_event(asked).client_address == "203.0.113.7"
        call(asked)

    true = visitor("203.0.113.7", None, wiring.keyring()).network
    counted = [i for i in aws.items("sessions") if i["pk"].startswith("BUDGET#challenge-network#")]
    assert [(i["pk"].rpartition("#")[2], i["used"]) for i in counted] == [(true, 2)]


@pytest.mark.parametrize(
    "route", [r for r in ROUTES if r.key.startswith("GET ")], ids=lambda r: r.key
)
def test_nothing_may_be_kept_but_what_is_the_same_for_everybody(aws, route):
    from tests.aws import fill_signing_ring

    if route.key == "GET /oauth/jwks":
        fill_signing_ring()

    kept = call(made(route)).headers["cache-control"]

    assert kept.startswith("public") if route.key in PUBLIC else kept == "no-store"
