"""T31: nobody reaches the API around the edge, lends herself another address, or leaves an answer in
a cache that somebody else reads.

That CloudFront really overwrites the headers can not be shown here: the template's function is
asserted in tests/infra, and local/front plays its part.
"""

import socket
from urllib.parse import urlsplit

import httpx
import pytest

from infra.catalogue import ROUTES
from llave import wiring
from llave.people.budgets import visitor
from llave.people.contacts import EmailAddress
from llave.people.identifiers import Identifier, places
from llave.people.throttling import pace_key
from local.front.rules import LOCAL_SECRET
from tests.security.insider import any_email, register

PATHS = {"{cp}": "06000"}
SPOOFED = {
    "X-Forwarded-For": "198.51.100.9",
    "X-Llave-Viewer-Address": "198.51.100.9",
    "x_llave_viewer_address": "198.51.100.9",
    "Forwarded": "for=198.51.100.9;host=evil.example;proto=https",
    "X-Real-IP": "198.51.100.9",
    "True-Client-IP": "198.51.100.9",
    "CloudFront-Viewer-Address": "198.51.100.9:4711",
    "X-Forwarded-Host": "evil.example",
}
DOORS = [
    "/_ministack/ses/messages",
    "/%5fministack/ses/messages",
    "/_ministack",
    "//_ministack/ses/messages",
    "/x/../_ministack/ses/messages",
    "/x/%2e%2e/_ministack/ses/messages",
    "/x/%252e%252e/_ministack/ses/messages",
    "/x/..%2f_ministack/ses/messages",
    "/x/..\\_ministack/ses/messages",
    "/_aws/execute-api",
    "/_localstack/health",
    "/./entrar",
    "/estaticos/../../pyproject.toml",
    "/estaticos/%2e%2e/%2e%2e/pyproject.toml",
    "/entrar%00",
]
# Read by everybody, and the same for everybody.
PUBLIC = {
    "/oauth/jwks",
    "/oauth/schemas/verified_claims.json",
    "/.well-known/openid-configuration",
} & {route.key.partition(" ")[2] for route in ROUTES}


def addressed(key: str) -> tuple[str, str]:
    """A route's method, and a path that leads to it."""
    method, _, path = key.partition(" ")
    for name, value in PATHS.items():
        path = path.replace(name, value)
    return (method, path) if path else ("GET", "/nada-de-esto")


@pytest.fixture
def plain(insider):
    """Somebody who found the API's own address."""
    with httpx.Client(base_url=insider.api, timeout=30) as client:
        yield client


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.key)
def test_the_apis_own_address_is_refused_without_the_edges_secret(plain, route):
    method, path = addressed(route.key)

    for headers in ({}, {"x-llave-origin-secret": "guessed"}, {"x-llave-origin-secret": ""}):
        answer = plain.request(method, path, headers=headers)
        assert (answer.status_code, answer.text) == (403, "forbidden")
        assert answer.headers["cache-control"] == "no-store"
        assert "set-cookie" not in answer.headers


def test_the_secret_in_another_place_opens_nothing(plain):
    for sent in (
        {"headers": {"x-llave-origin-secret": f"{LOCAL_SECRET},{LOCAL_SECRET}"}},
        {"params": {"x-llave-origin-secret": LOCAL_SECRET}},
        {"headers": {"cookie": f"x-llave-origin-secret={LOCAL_SECRET}"}},
        {"headers": {"x-llave-origin-secret": LOCAL_SECRET.upper()}},
    ):
        assert plain.request("GET", "/entrar", **sent).status_code == 403


def test_no_header_of_a_client_changes_the_address_that_budgets_are_kept_under(
    inside, cloud, insider
):
    true = visitor("127.0.0.1", None, wiring.keyring()).network
    spoofed = visitor("198.51.100.9", None, wiring.keyring()).network
    body = {"identifier": any_email(), "password": "x" * 20}
    before = _used(insider, true)

    for name, value in SPOOFED.items():
        citizen = cloud.citizen()
        answer = citizen.call("POST", "/v1/sessions", body, headers={name: value})
        assert answer.status_code in (401, 429)

    assert _used(insider, spoofed) == 0
    # Whoever waits after a third failure is told so before the budget is looked at.
    assert _used(insider, true) - before >= 3
    paces = [
        i for i in insider.items("sessions") if i["pk"]["S"] in _paces(body["identifier"], true)
    ]
    assert len(paces) == 1, "the failures did not count under one address"


def test_the_edges_secret_is_not_the_clients_to_give(cloud):
    citizen = cloud.citizen()
    for name in ("x-llave-origin-secret", "X-LLAVE-ORIGIN-SECRET"):
        assert citizen.call("GET", "/entrar", headers={name: "guessed"}).status_code == 200


@pytest.mark.parametrize("target", DOORS)
def test_no_path_leads_past_the_edge(cloud, target):
    status, body = _raw(cloud.origin, target)

    assert status in (400, 404), (status, body[:200])
    assert b"messages" not in body
    assert b"project" not in body


def test_no_answer_that_depends_on_who_asks_may_be_kept(inside, cloud, insider):
    account = register(any_email(), active=True)
    citizen = cloud.citizen()
    assert citizen.sign_in(account.email, account.password).status_code == 201

    for route in ROUTES:
        method, path = addressed(route.key)
        if path in PUBLIC or path == "/salir" or route.key == "DELETE /v1/session":
            continue
        answer = citizen.call(method, path)
        assert answer.headers["cache-control"] == "no-store", route.key
        assert answer.status_code < 500, (route.key, answer.text)

    answer = citizen.call("GET", "/estaticos/nada.css")
    assert "set-cookie" not in answer.headers


def test_what_may_be_kept_is_the_same_for_everybody(inside, cloud):
    account = register(any_email(), active=True)
    somebody, nobody = cloud.citizen(), cloud.citizen()
    somebody.sign_in(account.email, account.password)

    for path in PUBLIC:
        told = [citizen.call("GET", path) for citizen in (somebody, nobody)]
        assert told[0].content == told[1].content
        assert told[0].headers["cache-control"].startswith("public")
        assert all("set-cookie" not in answer.headers for answer in told)


def _paces(email: str, network: str) -> list[str]:
    keyring = wiring.keyring()
    name = places(Identifier(EmailAddress(email), None, None), keyring).name
    return [f"PACE#{pace_key(name, network)}"]


def _used(insider, network: str) -> int:
    return sum(
        int(item["used"]["N"])
        for item in insider.items("sessions")
        if item["pk"]["S"] == f"BUDGET#signin-network#{network}"
    )


def _raw(origin: str, target: str) -> tuple[int, bytes]:
    """What a client gets that does not tidy its paths."""
    parts = urlsplit(origin)
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=10) as line:
        line.sendall(
            f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode()
        )
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    return int(answer.split(b" ", 2)[1]), answer
