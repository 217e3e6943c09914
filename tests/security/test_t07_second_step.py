"""T07: the code of a second step is guessed a few times, counts for its own sign-in alone, and once."""

import pytest

from llave import wiring
from llave.people.challenges import GUESSES, MOST_ATTEMPTS
from llave.people.outbox import Kind
from tests.aws import Aws
from tests.citizens import PHONE
from tests.events import Browser, api, call
from tests.post import deliver, texts
from tests.steps import MINE, SECOND, She, level_of, settled

WRONG = "000000"


def with_app(aws: Aws) -> She:
    she = settled(aws)
    she.add_app()
    she.sign_out()
    return she


def challenged() -> tuple[str, dict[str, str]]:
    answer = call(api("POST", "/v1/sessions", MINE))
    return answer.json["challenge"]["id"], answer.kept


def send(challenge: str, cookies: dict[str, str], **body: str):
    given = {"challenge": challenge, "method": "totp", **body}
    return call(api("POST", "/v1/sessions/challenge", given, cookies=cookies))


def test_a_challenge_ends_after_five_attempts_even_for_the_right_code(aws: Aws) -> None:
    she = with_app(aws)
    challenge, cookies = challenged()

    statuses = [send(challenge, cookies, code=WRONG).status for _ in range(MOST_ATTEMPTS + 3)]

    assert statuses == [422] * MOST_ATTEMPTS + [401] * 3
    assert send(challenge, cookies, code=she.app_code(1)).status == 401


def test_new_challenges_give_no_attempts_back(aws: Aws) -> None:
    with_app(aws)
    statuses = []
    for _ in range(GUESSES.limit // MOST_ATTEMPTS + 2):
        challenge, cookies = challenged()
        statuses += [send(challenge, cookies, code=WRONG).status for _ in range(MOST_ATTEMPTS)]

    assert statuses.count(422) == GUESSES.limit
    assert set(statuses[GUESSES.limit :]) == {429}


def test_a_challenge_is_of_no_use_in_another_browser(aws: Aws) -> None:
    she = with_app(aws)
    mine, _ = challenged()
    other, cookies = challenged()

    assert send(mine, cookies, code=she.app_code(1)).status == 401
    assert send(mine, {}, code=she.app_code(1)).status == 401
    assert send(other, cookies, code=she.app_code(1)).status == 201


def test_the_message_of_one_sign_in_opens_no_other(aws: Aws) -> None:
    she = settled(aws)
    she.add_sms()
    deliver(aws)
    first, second = challenged(), challenged()
    send(*first, method="sms")
    send(*second, method="sms")
    deliver(aws)
    codes = [one.code for one in texts(PHONE) if "para entrar" in one.body]
    answers = {code: send(*first, method="sms", code=code).status for code in codes}

    assert sorted(answers.values()) == [201, 422] or sorted(answers.values()) == [201, 401]
    assert len(aws.outbox(Kind.SIGN_IN_CODE)) == 2


def test_a_form_of_an_earlier_sign_in_does_nothing(aws: Aws) -> None:
    she = with_app(aws)
    she.sign_in()
    old = she.browser.form(SECOND).values
    # In another tab she begins again.
    she.sign_in()
    tab = Browser(cookies=she.browser.cookies, path=SECOND, last=she.browser.last)

    tab.last = she.browser.last
    answer = tab.submit({**old, "code": she.app_code(1)}, action=SECOND)

    assert "venció" in answer.page.text or answer.status == 401
    assert level_of(she) == "none"


def test_a_challenge_serves_once(aws: Aws) -> None:
    she = with_app(aws)
    challenge, cookies = challenged()

    assert send(challenge, cookies, code=she.app_code()).status == 201
    assert send(challenge, cookies, code=she.app_code(1)).status == 401


def test_attempts_that_are_not_counted_are_caught(
    aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mutant: an attempt leaves no trace on the challenge."""
    with_app(aws)
    monkeypatch.setattr(type(wiring.challenges()), "attempt", lambda _self, one, _now: one)
    challenge, cookies = challenged()
    statuses = [send(challenge, cookies, code=WRONG).status for _ in range(MOST_ATTEMPTS + 1)]

    with pytest.raises(AssertionError):
        assert 401 in statuses
