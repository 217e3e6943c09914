"""The robot check: work or patience, once, and dearer with volume."""

import base64
import json
from datetime import UTC, datetime, timedelta

import altcha
import pytest

from llave.errors import TooManyAttempts
from llave.people.budgets import Visitor
from llave.people.keyring import Purpose
from llave.web.robots import (
    DEVICE_STEPS,
    EFFORTS,
    NETWORK_STEPS,
    TOKEN_BUDGET,
    UNMARKED_STEPS,
    RobotAnswer,
    RobotCheckFailed,
    Robots,
)
from tests.fakes import FakeKeyring
from tests.registering import MemoryBudgets, MemorySpent

# ALTCHA's library reads the clock itself.
NOW = datetime.now(UTC)
VISITOR = Visitor("network", "device")


@pytest.fixture
def robots() -> Robots:
    return Robots(FakeKeyring(), MemorySpent(), MemoryBudgets())


def solve(challenge) -> str:
    made = altcha.Challenge.from_dict(challenge)
    solution = altcha.solve_challenge(made)
    assert solution is not None
    return str(altcha.Payload(made, solution).to_base64())


def refusal(robots, answer, now=NOW, visitor=VISITOR):
    with pytest.raises(RobotCheckFailed) as refused:
        robots.admit(answer, visitor, now)
    assert refused.value.field == "captcha"
    return refused.value.problem


def test_a_solved_challenge_opens_once(robots):
    answer = RobotAnswer(captcha=solve(robots.challenge(VISITOR, NOW, 7)))

    robots.admit(answer, VISITOR, NOW)

    assert refusal(robots, answer) == "captcha_spent"


def test_the_same_solution_in_another_encoding_is_spent_too(robots):
    payload = solve(robots.challenge(VISITOR, NOW, 7))
    robots.admit(RobotAnswer(captcha=payload), VISITOR, NOW)
    loose = json.loads(base64.b64decode(payload))
    loose["solution"]["time"] = 5
    loose["challenge"]["parameters"] = dict(
        reversed(list(loose["challenge"]["parameters"].items()))
    )

    again = base64.b64encode(json.dumps(loose, indent=1).encode()).decode()

    assert refusal(robots, RobotAnswer(captcha=again)) == "captcha_spent"


@pytest.mark.parametrize(
    "change",
    [
        lambda made: made["challenge"]["parameters"].update(cost=1),
        lambda made: made["challenge"]["parameters"].update(keyPrefix=""),
        lambda made: made["challenge"]["parameters"].update(expiresAt=4_000_000_000),
        lambda made: made["challenge"]["parameters"].pop("keySignature"),
        lambda made: made["challenge"].update(signature="0" * 64),
        lambda made: made["solution"].update(derivedKey="00" * 32),
    ],
)
def test_a_challenge_that_was_touched_is_refused(robots, change):
    made = json.loads(base64.b64decode(solve(robots.challenge(VISITOR, NOW, 7))))
    change(made)

    touched = base64.b64encode(json.dumps(made).encode()).decode()

    assert refusal(robots, RobotAnswer(captcha=touched)) == "captcha_wrong"


def test_a_challenge_of_our_own_making_is_not_enough(robots):
    foreign = altcha.create_challenge("PBKDF2/SHA-256", 1, counter=1, hmac_secret="ours")
    foreign.parameters.expires_at = 4_000_000_000
    assert refusal(robots, RobotAnswer(captcha=solve(foreign.to_dict()))) == "captcha_wrong"


def test_a_challenge_ends_after_ten_minutes(robots):
    answer = RobotAnswer(captcha=solve(robots.challenge(VISITOR, NOW, 7)))

    assert refusal(robots, answer, NOW + timedelta(minutes=10)) == "captcha_expired"


def test_a_challenge_outlives_the_rotation_of_its_key():
    keyring, spent, budgets = FakeKeyring(), MemorySpent(), MemoryBudgets()
    payload = solve(Robots(keyring, spent, budgets).challenge(VISITOR, NOW, 7))

    rotated = Robots(keyring.rotating(Purpose.ROBOTS), spent, budgets)

    rotated.admit(RobotAnswer(captcha=payload), VISITOR, NOW)


def test_a_device_pays_before_its_network(robots):
    efforts = [robots.effort(VISITOR, NOW) for _ in range(DEVICE_STEPS[1] + 1)]

    assert efforts[: DEVICE_STEPS[0]] == [0] * DEVICE_STEPS[0]
    assert efforts[-1] == 2
    assert robots.effort(Visitor("network", "another device"), NOW) == 0


def test_a_dearer_challenge_takes_more_work(robots):
    cheap = altcha.Challenge.from_dict(robots.challenge(VISITOR, NOW, 0))
    for _ in range(DEVICE_STEPS[1]):
        robots.effort(VISITOR, NOW)
    dear = altcha.Challenge.from_dict(robots.challenge(VISITOR, NOW, 0))

    assert altcha.solve_challenge(cheap).counter == EFFORTS[0] // 2
    assert altcha.solve_challenge(dear).counter == EFFORTS[2] // 2


def test_a_school_behind_one_address_pays_no_more_than_a_house(robots):
    pupils = (Visitor("school", f"pupil {n}") for n in range(NETWORK_STEPS[0]))

    assert {robots.effort(pupil, NOW) for pupil in pupils} == {0}


def test_who_drops_the_cookie_counts_with_the_rest_of_the_network(robots):
    efforts = [robots.effort(Visitor("network"), NOW) for _ in range(UNMARKED_STEPS[1] + 1)]

    assert (efforts[0], efforts[-1]) == (0, 2)


def test_a_form_token_waits_and_opens_once(robots):
    answer = RobotAnswer(form_token=robots.form_token(NOW, "nonce"))

    assert refusal(robots, answer, NOW + timedelta(seconds=19)) == "captcha_too_soon"
    robots.admit(answer, VISITOR, NOW + timedelta(seconds=20))
    assert refusal(robots, answer, NOW + timedelta(seconds=21)) == "captcha_spent"


def test_a_form_token_ends(robots):
    answer = RobotAnswer(form_token=robots.form_token(NOW, "nonce"))

    assert refusal(robots, answer, NOW + timedelta(hours=2)) == "captcha_expired"


@pytest.mark.parametrize("token", ["", "x", "1.2.3", "1700000000.nonce.", "á.é.í", "." * 50])
def test_a_form_token_that_is_none_is_refused(robots, token):
    problem = "captcha_wrong" if token else "required"
    assert refusal(robots, RobotAnswer(form_token=token)) == problem


def test_a_form_token_can_not_be_aged(robots):
    made, nonce, signature = robots.form_token(NOW, "nonce").split(".")
    aged = f"{int(made) - 60}.{nonce}.{signature}"

    assert refusal(robots, RobotAnswer(form_token=aged)) == "captcha_wrong"


def test_patience_has_a_small_budget_for_a_network(robots):
    later = NOW + timedelta(seconds=30)
    for number in range(TOKEN_BUDGET.limit):
        robots.admit(RobotAnswer(form_token=robots.form_token(NOW, f"n{number}")), VISITOR, later)

    with pytest.raises(TooManyAttempts):
        robots.admit(RobotAnswer(form_token=robots.form_token(NOW, "last")), VISITOR, later)


def test_nothing_at_all_is_missed(robots):
    assert refusal(robots, RobotAnswer()) == "required"
