"""How fresh a sign-in has to be for a request that waits."""

from datetime import timedelta

import pytest

from llave.oidc.requests import PENDING_LIFE, AuthorizationRequest, PendingAuthorization
from tests.fakes import NOW
from tests.oidc import REDIRECT, challenge


def pending(prompts: frozenset[str] = frozenset(), max_age: int | None = None):
    request = AuthorizationRequest(
        "becas", REDIRECT, ("openid",), challenge(), prompts=prompts, max_age=max_age
    )
    return PendingAuthorization("id", "Becas", request, NOW)


@pytest.mark.parametrize(
    ("prompts", "max_age", "age_s", "accepted"),
    [
        (frozenset(), None, 100_000, True),
        (frozenset({"login"}), None, 1, False),
        (frozenset({"login"}), 300, 1, False),
        (frozenset(), 300, 299, True),
        (frozenset(), 300, 301, False),
        (frozenset(), 0, 1, False),
    ],
)
def test_a_sign_in_before_the_request(
    *, prompts: frozenset[str], max_age: int | None, age_s: int, accepted: bool
):
    waits = pending(prompts, max_age)

    assert waits.accepts(NOW - timedelta(seconds=age_s), NOW) is accepted


def test_a_sign_in_for_the_request_is_always_fresh_enough():
    waits = pending(frozenset({"login"}), 0)

    assert waits.accepts(NOW, NOW + timedelta(minutes=10))


def test_a_request_waits_for_an_hour():
    assert pending().is_live(NOW + PENDING_LIFE - timedelta(seconds=1))
    assert not pending().is_live(NOW + PENDING_LIFE)
