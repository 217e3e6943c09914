"""T07: a code is guessed a few times, counts for its own transaction alone, and once."""

import pytest

from llave import wiring
from llave.people import recovering
from llave.people.confirmation import CODE_ATTEMPTS
from tests import citizens
from tests.aws import Aws
from tests.events import api, call
from tests.post import deliver, mails, texts
from tests.registrants import EMAIL, Client, account_in, client, code, link, person_in, population
from tests.robots import solved

__all__ = ["client", "code", "link", "population"]


def guess(who: Client, code: str, channel: str = "email"):
    body = {"registration_token": who.token, "channel": channel, "code": code}
    return who.send("POST", "/v1/confirmations", body)


def wrong(right: str, number: int) -> str:
    return f"{(int(right) + 1 + number) % 10**6:06d}"


def resend(who: Client):
    body = {"registration_token": who.token, "channel": "email"}
    return who.send("POST", "/v1/confirmations/resend", body)


def test_resending_and_guessing_ends_after_ten_attempts(client, code, aws):
    client.register()
    statuses = []
    for number in range(CODE_ATTEMPTS.limit + 20):
        statuses.append(guess(client, wrong(code(), number)).status)
        resend(client)

    assert statuses == [422] * CODE_ATTEMPTS.limit + [429] * 20
    assert guess(client, code()).status == 429
    assert account_in(aws)["status"] == "registered"


def test_the_wait_is_told(client, code):
    client.register()
    for number in range(CODE_ATTEMPTS.limit + 1):
        answer = guess(client, wrong(code(), number))

    assert int(answer.headers["retry-after"]) > 0


def test_the_code_of_one_registration_is_none_of_another(client, code, aws):
    client.register()
    first = person_in(aws)
    other = Client()
    other.register(email="otra@correo.example")

    assert guess(other, code("email", first)).status == 422
    assert account_in(aws)["status"] == "registered"


def test_the_code_of_one_channel_is_none_of_another(client, code, aws):
    client.register(email=EMAIL, phone="+525512345678")

    assert guess(client, code("phone"), channel="email").status == 422
    assert account_in(aws)["status"] == "registered"


def test_a_code_submitted_twice_wins_once(client, code):
    client.register()
    right = code()

    assert [guess(client, right).status for _ in range(3)] == [200, 409, 409]


def test_a_guesser_that_is_not_counted_is_caught(client, code, monkeypatch):
    """The mutant: the budgets say that each attempt is the first."""
    client.register()
    monkeypatch.setattr(type(wiring.budgets()), "count", lambda *_: 1)
    statuses = {
        guess(client, wrong(code(), number)).status for number in range(CODE_ATTEMPTS.limit + 5)
    }

    with pytest.raises(AssertionError):
        assert 429 in statuses


def test_another_recovery_gives_no_guess_back(aws: Aws):
    """Who reads the mail alone asks again and again, and guesses the code of the other medium."""
    citizens.Citizen().settle(aws)
    statuses = []
    for _ in range(5):
        claim = {"email": citizens.EMAIL, "phone": citizens.PHONE, "captcha": solved()}
        call(api("POST", "/v1/recoveries", claim))
        deliver(aws)
        token, right = mails(citizens.EMAIL)[-1].token, texts(citizens.PHONE)[-1].code
        body = {"token": token, "password": "lampara-rio-papel-sol"}
        for number in range(5):
            guessed = body | {"code": wrong(right, number)}
            statuses.append(call(api("POST", "/v1/recoveries/confirm", guessed)).status)

    assert statuses == [422] * recovering.CODE_ATTEMPTS.limit + [429] * 10
    right_at_last = body | {"code": right}
    assert call(api("POST", "/v1/recoveries/confirm", right_at_last)).status == 429
