"""T05: text messages never stand alone, and a number that changed lately leads nowhere."""

from datetime import timedelta

import pytest

from llave import wiring
from llave.people import factors
from llave.people.accounts import Level
from llave.people.factors import NUMBER_HOLD
from llave.people.outbox import Kind
from tests.aws import Aws
from tests.events import api, call
from tests.steps import MINE, SECOND, She, level_of, rewind, settled


def milliseconds_ago(ago: timedelta) -> int:
    return int((wiring.now() - ago).timestamp() * 1000)


def with_messages(aws: Aws) -> She:
    she = settled(aws, level=Level.VERIFICADA)
    she.add_sms()
    she.sign_out()
    return she


def change_number(aws: Aws, ago: timedelta) -> None:
    """The mobile was changed, and text messages enrolled on the new one."""
    rewind(aws, "people", "ACCOUNT", phone_confirmed_at=milliseconds_ago(ago))
    rewind(aws, "people", "FACTOR#sms#phone", created_at=milliseconds_ago(timedelta()))


def methods() -> list[str]:
    answer = call(api("POST", "/v1/sessions", MINE))
    return list(answer.json["challenge"]["methods"]) if answer.status == 200 else []


def test_a_number_that_changed_lately_gets_no_code(aws: Aws) -> None:
    with_messages(aws)
    assert methods() == ["sms"]

    change_number(aws, NUMBER_HOLD - timedelta(minutes=1))

    assert methods() == []
    assert not aws.outbox(Kind.SIGN_IN_CODE)


def test_after_the_hold_it_does(aws: Aws) -> None:
    with_messages(aws)

    change_number(aws, NUMBER_HOLD + timedelta(minutes=1))

    assert methods() == ["sms"]


def test_the_password_alone_is_basica(aws: Aws) -> None:
    she = with_messages(aws)
    change_number(aws, timedelta(hours=1))

    she.sign_in()

    assert level_of(she) == "basica"


def test_a_challenge_that_was_open_when_the_number_changed_sends_nothing(aws: Aws) -> None:
    she = with_messages(aws)
    she.sign_in()
    assert she.browser.path == SECOND
    change_number(aws, timedelta(minutes=1))

    # The page that offers it is still open.
    form = {"action": "send", "method": "sms"}
    assert she.answer(**form).status == 422
    assert not aws.outbox(Kind.SIGN_IN_CODE)


def test_the_medium_that_reset_the_password_is_refused(aws: Aws) -> None:
    with_messages(aws)
    reset = {"reset_by": {"email", "phone"}, "reset_at": milliseconds_ago(timedelta(hours=1))}

    rewind(aws, "people", "ACCOUNT", **reset)

    assert methods() == []


def test_a_stronger_factor_ends_that(aws: Aws) -> None:
    she = settled(aws, level=Level.VERIFICADA)
    she.add_app()
    she.prove()
    she.answer(code=she.app_code(1))
    she.add_sms()
    she.sign_out()
    rewind(aws, "people", "FACTOR#totp#app", created_at=milliseconds_ago(timedelta(days=2)))
    rewind(aws, "people", "FACTOR#totp#app", last_step=0)
    reset = {"reset_by": {"phone"}, "reset_at": milliseconds_ago(timedelta(hours=1))}
    rewind(aws, "people", "ACCOUNT", **reset)
    assert methods() == ["totp"]

    she.sign_in()
    she.answer(code=she.app_code())

    assert level_of(she) == "verificada"
    assert methods() == ["totp", "sms"]


def test_what_was_enrolled_after_the_reset_raises_nobody(aws: Aws) -> None:
    she = settled(aws, level=Level.VERIFICADA)
    reset = {"reset_by": {"phone"}, "reset_at": milliseconds_ago(timedelta(minutes=2))}
    rewind(aws, "people", "ACCOUNT", **reset)
    she.add_app()
    she.sign_out()

    she.sign_in()
    she.answer(code=she.app_code(1))

    assert level_of(she) == "basica"


def test_a_hold_that_is_not_looked_at_is_caught(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant: every number counts as settled."""
    with_messages(aws)
    change_number(aws, timedelta(hours=1))
    monkeypatch.setattr(factors, "number_is_fresh", lambda *_: False)

    with pytest.raises(AssertionError):
        assert methods() == []
