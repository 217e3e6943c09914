"""The adapter of the workforce issuer: what it asks, what it believes, how often it asks again."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import pytest
import urllib3

from llave.adapters.workforce import KEYS_LIFE_S, KEYS_PAUSE_S, OidcWorkforce
from llave.staff.workforce import TokenNotRight, WorkforceDown

ISSUER = "https://personal.test"
METADATA = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/jwks",
}


@dataclass
class FakeAnswer:
    status: int
    content: bytes

    def read(self, most: int) -> bytes:
        return self.content[:most]

    def release_conn(self) -> None:
        """Nothing is held."""


@dataclass
class FakePool:
    """Answers by path; what was asked is put down."""

    answers: dict[str, Any] = field(
        default_factory=lambda: {
            "/.well-known/openid-configuration": METADATA,
            "/jwks": {"keys": [{"kid": "k1", "kty": "EC"}]},
            "/token": {"id_token": "a.b.c"},
        }
    )
    status: int = 200
    asked: list[tuple[str, str, Any]] = field(default_factory=list)

    def request(self, method: str, address: str, **options: Any) -> FakeAnswer:
        path = address.removeprefix(ISSUER)
        self.asked.append((method, path, options))
        answer = self.answers[path]
        if isinstance(answer, Exception):
            raise answer
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        return FakeAnswer(self.status if path == "/token" else 200, content)

    def times(self, path: str) -> int:
        return [one[1] for one in self.asked].count(path)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def pool():
    return FakePool()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def workforce(pool, clock):
    return OidcWorkforce(ISSUER, "llave-revision", pool, clock)


def test_a_code_is_redeemed_with_its_verifier_and_no_redirect_is_followed(workforce, pool):
    assert workforce.id_token("c1", "v" * 43, "https://llave.test/revision/regreso") == "a.b.c"

    method, path, options = pool.asked[-1]
    sent = parse_qs(options["body"].decode())
    assert (method, path, options["redirect"]) == ("POST", "/token", False)
    assert sent["code_verifier"] == ["v" * 43]
    assert sent["client_id"] == ["llave-revision"]


def test_a_code_that_the_issuer_refuses_proves_nothing(workforce, pool):
    pool.status = 400
    pool.answers["/token"] = {"error": "invalid_grant"}

    with pytest.raises(TokenNotRight):
        workforce.id_token("c1", "v" * 43, "https://llave.test/revision/regreso")


@pytest.mark.parametrize(
    "said",
    [
        {**METADATA, "issuer": "https://otra.test"},
        {**METADATA, "token_endpoint": "https://otra.test/token"},
        {**METADATA, "jwks_uri": "http://personal.test/jwks"},
        {**METADATA, "authorization_endpoint": "https://personal.test.otra.test/"},
        {"issuer": ISSUER},
        [],
    ],
)
def test_discovery_that_leads_elsewhere_is_no_discovery(workforce, pool, said):
    pool.answers["/.well-known/openid-configuration"] = said

    with pytest.raises(WorkforceDown):
        workforce.authorization_endpoint()


@pytest.mark.parametrize("answer", [b"<html>", urllib3.exceptions.HTTPError(), b"x" * 300_000])
def test_what_is_no_answer_is_told_as_such(workforce, pool, answer):
    pool.answers["/token"] = answer

    with pytest.raises(WorkforceDown):
        workforce.id_token("c1", "v", "https://llave.test/revision/regreso")


def test_keys_are_kept_for_a_while(workforce, pool, clock):
    assert workforce.key("k1") == {"kid": "k1", "kty": "EC"}
    workforce.key("k1")
    assert pool.times("/jwks") == 1
    clock.now = KEYS_LIFE_S + 1

    workforce.key("k1")

    assert pool.times("/jwks") == 2


def test_forged_tokens_do_not_have_the_keys_asked_for_each_time(workforce, pool, clock):
    workforce.key("k1")

    for _ in range(20):
        assert workforce.key("forged") is None

    assert pool.times("/jwks") == 1
    pool.answers["/jwks"] = {"keys": [{"kid": "k2", "kty": "EC"}]}
    clock.now = KEYS_PAUSE_S + 1
    assert workforce.key("k2") == {"kid": "k2", "kty": "EC"}
