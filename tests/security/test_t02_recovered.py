"""T02: a recovery ends what whoever knew the password had put beside it; the owner gets in, he does not."""

import pytest

from functions.notify import followup
from llave import wiring
from llave.people.accounts import Level
from llave.people.factors import Enrolled
from llave.people.outbox import Kind
from tests.aws import Aws
from tests.citizens import Citizen
from tests.security.test_t17_first_factor import NEW, factors, reset
from tests.steps import SECOND, She, level_of, settled


@pytest.fixture
def thief(aws: Aws) -> She:
    """He knows the password of an account that nobody protected, and protects it for himself."""
    her_account = settled(aws)
    her_account.add_app()
    her_account.make_codes()
    return her_account


def test_the_owner_enters_and_what_he_enrolled_is_gone(aws: Aws, thief: She) -> None:
    her = reset(aws)

    assert level_of(her) == "basica"
    assert factors(aws) == []
    assert not [item for item in aws.items("people") if "hashes" in item]
    assert not [one for one in aws.items("people") if "asks_second" in one]
    assert level_of(thief) == "none"
    assert aws.outbox(Kind.FACTOR_CHANGED), "she is told"


def test_she_protects_it_by_herself_afterwards(aws: Aws, thief: She) -> None:
    her = reset(aws)

    her.add_app()

    assert len(factors(aws)) == 1
    thief.sign_in(password=NEW)
    thief.browser.get(SECOND)
    thief.answer(code=thief.app_code(1))
    assert level_of(thief) == "none"


def test_what_a_dead_process_left_is_ended_by_the_outbox(
    aws: Aws, thief: She, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(type(wiring.factors()), "end_since", lambda *_: None)
        reset(aws)
    assert len(factors(aws)) == 1
    (message,) = aws.outbox(Kind.END_ACCESS)

    followup.handle({"Records": [{"messageId": "m", "body": f'{{"id": "{message.id}"}}'}]})

    assert factors(aws) == []


def test_what_he_adds_at_that_very_moment_ends_too(
    aws: Aws, thief: She, monkeypatch: pytest.MonkeyPatch
) -> None:
    """He adds it between the look at what there is and the transaction."""
    with monkeypatch.context() as before:
        before.setattr(type(wiring.factors()), "of", lambda *_: Enrolled())
        her = reset(aws)

    assert factors(aws) == []
    assert level_of(her) == "basica"


def test_what_came_after_the_recovery_stays(aws: Aws, thief: She) -> None:
    her = reset(aws)
    her.add_app()
    (message,) = aws.outbox(Kind.END_ACCESS)

    followup.handle({"Records": [{"messageId": "m", "body": f'{{"id": "{message.id}"}}'}]})

    assert len(factors(aws)) == 1


def test_a_verified_account_keeps_what_counts(aws: Aws) -> None:
    she = settled(aws, level=Level.VERIFICADA)
    she.add_app()

    her = reset(aws)

    assert her.browser.path == SECOND
    assert len(factors(aws)) == 1


def test_and_loses_what_came_after_an_earlier_recovery(aws: Aws) -> None:
    """He took both media over once, and added an app, which counts for nothing and keeps her out."""
    Citizen(level=Level.VERIFICADA).settle(aws)
    reset(aws).add_app()
    assert len(factors(aws)) == 1

    her = reset(aws, f"{NEW}-dos")

    assert factors(aws) == []
    assert level_of(her) == "basica"
