"""T28: a password too long for anybody is refused at once, before anything is hashed or counted."""

import statistics

import pytest

from llave import wiring
from tests.security.insider import ONE_MEGABYTE, any_email, register, seconds_of

HUGE = "ñ" * (ONE_MEGABYTE // 2)
ROUNDS = 5


@pytest.fixture
def account(inside):
    return register(any_email(), active=True)


def bodies(account):
    yield "POST", "/v1/sessions", {"identifier": account.email, "password": HUGE}
    yield "POST", "/v1/confirmations", {"token": "t" * 43, "password": HUGE}
    yield "POST", "/v1/recoveries/confirm", {"token": "t" * 43, "password": HUGE}
    yield "PUT", "/v1/registration/password", {"password": HUGE, "privacy_notice": "1"}


def test_a_megabyte_of_password_is_refused_and_nothing_is_counted(insider, account):
    citizen = insider.citizen()
    before = insider.written()

    for method, path, body in bodies(account):
        answer = citizen.call(method, path, body, bearer=account.token)
        assert answer.status_code in (409, 422), (path, answer.text[:200])
        if answer.status_code == 422:
            (error,) = answer.json()["errors"]
            assert (error["field"], error["code"]) == ("password", "password_too_long")

    assert wiring.credentials().get(account.person).failures == 0
    assert not insider.written() - before
    assert citizen.sign_in(account.email, account.password).status_code == 201


def test_a_megabyte_of_password_takes_no_longer_than_a_wrong_one(insider, account):
    citizen = insider.citizen()
    huge = {"identifier": account.email, "password": HUGE}
    times = {"huge": [], "wrong": []}
    citizen.sign_in(any_email(), "x" * 20)

    for number in range(ROUNDS):
        times["huge"].append(seconds_of(lambda: citizen.call("POST", "/v1/sessions", huge))[0])
        stranger = insider.citizen()
        wrong = f"equivocada-{number}-cometa"
        times["wrong"].append(
            seconds_of(lambda s=stranger, w=wrong: s.sign_in(account.email, w))[0]
        )

    # A megabyte has to travel; what must not come on top is the work of a check and of a hash.
    assert statistics.median(times["huge"]) < statistics.median(times["wrong"]) + 0.25


def test_more_than_a_megabyte_does_not_pass_the_edge(cloud):
    citizen = cloud.citizen()
    body = {"identifier": "x", "password": "x" * 2 * ONE_MEGABYTE}

    assert citizen.call("POST", "/v1/sessions", body).status_code == 413
