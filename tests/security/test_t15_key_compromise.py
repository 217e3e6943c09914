"""T15: a rotation loses no token, a stolen key signs nothing that counts, one role may unwrap."""

from datetime import timedelta

import jwt
import pytest

from infra.catalogue import FUNCTIONS
from llave import wiring
from llave.oidc import keys
from tests import oidc
from tests.events import call, oauth


@pytest.fixture
def ground(aws):
    return oidc.made_ready()


def forget_the_ring() -> None:
    """A minute passes: every process reads the ring again."""
    wiring.public_keys.cache_clear()
    wiring.signer.cache_clear()


def published() -> set[str]:
    return {key["kid"] for key in call(oauth("GET", "/oauth/jwks")).json["keys"]}


def test_tokens_outlive_rotations_and_every_key_was_published_before_it_signed(ground):
    tokens = []
    for day in range(1, 4):
        before = published()
        tokens.append(oidc.tokens_for(ground.browser())["access_token"])
        assert all(oidc.introspected(token).json["active"] for token in tokens)

        # The signer has not heard of the rotation yet, and goes on with the key it has.
        aged = wiring.now() + timedelta(hours=2) * day
        assert rotated(ground, aged) is keys.Rotation.ROTATED
        tokens.append(oidc.tokens_for(ground.browser())["access_token"])
        forget_the_ring()
        tokens.append(oidc.tokens_for(ground.browser())["access_token"])

        assert all(oidc.introspected(token).json["active"] for token in tokens)
        assert kid_of(tokens[-1]) in before
    assert len({kid_of(token) for token in tokens}) == 4


def test_a_revoked_key_counts_for_nothing_and_new_tokens_do(ground):
    token = oidc.tokens_for(ground.browser())["access_token"]
    stolen = kid_of(token)

    assert keys.revoke(wiring.signing_ring(), ground.pairs, stolen, wiring.now())
    forget_the_ring()

    assert oidc.introspected(token).json == {"active": False}
    assert oidc.userinfo(token).status == 401
    assert stolen not in published()
    fresh = oidc.tokens_for(ground.browser())["access_token"]
    assert oidc.introspected(fresh).json["active"] is True


def test_only_the_token_function_may_unwrap_and_it_may_make_none():
    assert [function.name for function in FUNCTIONS if function.signs] == ["token"]
    assert [function.name for function in FUNCTIONS if function.makes_signing_keys] == ["operate"]


def test_what_is_published_is_public(ground):
    answer = call(oauth("GET", "/oauth/jwks"))

    assert answer.headers["cache-control"] == "public, max-age=300"
    for key in answer.json["keys"]:
        assert set(key) == {"kty", "crv", "x", "y", "kid", "alg", "use"}


def rotated(ground, now):
    return keys.rotate(wiring.signing_ring(), ground.pairs, now, timedelta())


def kid_of(token: str) -> str:
    return str(jwt.get_unverified_header(token)["kid"])
