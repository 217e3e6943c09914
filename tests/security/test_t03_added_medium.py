"""T03: who has learned a password adds a medium of his own; the account stays its owner's."""

from datetime import timedelta

import pytest

from llave import wiring
from llave.people.recovery import PROBATION
from tests.aws import Aws
from tests.citizens import CURP, EMAIL, PASSWORD, PHONE, Citizen
from tests.events import Answer, api, call
from tests.post import deliver, mails, texts
from tests.robots import solved
from tests.steps import rewind

NEW = "lampara-rio-papel-sol"
DAY = timedelta(days=1)


def settled(aws: Aws, ago: timedelta, channel: str = "phone") -> None:
    """Her account; the other medium was confirmed that long ago."""
    Citizen().settle(aws)
    at = int((wiring.now() - ago).timestamp() * 1000)
    rewind(aws, "people", "ACCOUNT", **{f"{channel}_confirmed_at": at})


def ask(aws: Aws, **claim: str) -> int:
    """How many messages that sent."""
    before = len(mails()) + len(texts())
    assert call(api("POST", "/v1/recoveries", {**claim, "captcha": solved()})).status == 202
    deliver(aws)
    return len(mails()) + len(texts()) - before


def confirm(token: str) -> Answer:
    body = {"token": token, "password": NEW}
    return call(api("POST", "/v1/recoveries/confirm", body))


def sign_in(password: str) -> int:
    body = {"identifier": EMAIL, "password": password}
    return call(api("POST", "/v1/sessions", body)).status


@pytest.mark.parametrize("named", [{}, {"phone": PHONE}, {"phone": "+525599887766"}])
def test_the_owner_recovers_by_her_email_alone(aws: Aws, named: dict[str, str]) -> None:
    settled(aws, DAY)

    assert ask(aws, email=EMAIL, **named) == 1
    assert confirm(mails(EMAIL)[-1].token).status == 200

    assert (sign_in(NEW), sign_in(PASSWORD)) == (201, 401)


def test_the_owner_recovers_by_her_phone_alone(aws: Aws) -> None:
    settled(aws, DAY, "email")

    assert ask(aws, curp=CURP, phone=PHONE) == 1
    assert confirm(texts(PHONE)[-1].token).status == 200

    assert sign_in(NEW) == 201


def test_the_medium_that_was_added_recovers_nothing_alone(aws: Aws) -> None:
    settled(aws, DAY)

    assert ask(aws, curp=CURP, phone=PHONE) == 0


def test_an_email_that_was_added_recovers_nothing_alone(aws: Aws) -> None:
    settled(aws, DAY, "email")

    assert ask(aws, email=EMAIL) == 0
    assert ask(aws, email=EMAIL, phone=PHONE) == 1
    assert not mails(EMAIL), "the link goes to the older one"


def test_what_has_been_there_long_enough_is_demanded(aws: Aws) -> None:
    settled(aws, PROBATION + DAY)

    assert ask(aws, email=EMAIL) == 0
    assert ask(aws, email=EMAIL, phone=PHONE) == 2
    assert confirm(mails(EMAIL)[-1].token).status == 422


def test_what_came_with_the_registration_is_demanded_at_once(aws: Aws) -> None:
    settled(aws, DAY)
    at = int((wiring.now() - 2 * DAY).timestamp() * 1000)
    rewind(aws, "people", "ACCOUNT", created_at=at)

    assert ask(aws, email=EMAIL) == 0
    assert ask(aws, email=EMAIL, phone=PHONE) == 2


def test_who_confirmed_late_and_nothing_before_recovers(aws: Aws) -> None:
    """The first medium is the owner's, whenever it came."""
    settled(aws, 2 * DAY, "email")
    at = int((wiring.now() - DAY).timestamp() * 1000)
    rewind(aws, "people", "ACCOUNT", phone_confirmed_at=at)

    assert ask(aws, email=EMAIL) == 1
    assert ask(aws, curp=CURP, phone=PHONE) == 0
