"""Whether a message may be sent is asked until it is answered, and what it costs is counted once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.notify import budgets, sms
from functions.notify.secrets import Derived, Secrets
from functions.notify.sending import Desk, deliver
from llave import wiring
from llave.adapters import dynamodb
from llave.adapters.accounts import account_item
from llave.people.accounts import Channel, Contact
from llave.people.budgets import Budget
from llave.people.confirmation import RESENDS
from llave.people.outbox import Kind, Message, Outcome
from tests.aws import Aws
from tests.functions.notify.conftest import Born
from tests.functions.notify.test_sending import put
from tests.post import texts

NUMBER = "+525512345678"
STRANGERS = tuple(f"stranger{number}" for number in range(5))


class Down(Exception):
    """What a test breaks."""


def broken(*given: Any, **more: Any) -> Any:
    raise Down


def without_keys(desk: Desk) -> Desk:
    class Keys:
        open = create = staticmethod(broken)

    return replace(desk, keys=Keys())


def without_counters(desk: Desk) -> Desk:
    class Counters:
        count = counted = staticmethod(broken)

    return replace(desk, budgets=replace(desk.budgets, budgets=Counters()))


def without_breaker(desk: Desk) -> Desk:
    return replace(desk, admits=broken)


def without_channel(desk: Desk) -> Desk:
    return replace(desk, post=broken)


@dataclass(frozen=True, slots=True)
class AnySecrets(Secrets):
    """Whatever was asked for still waits for its code."""

    def of(self, message: Message, channel: Channel) -> Derived:
        return Derived(code="123456")


def sent(kind: Kind, person: str, desk: Desk, at: datetime) -> Outcome | None:
    """How a text ends that is asked for and sent at a moment."""
    message = put(kind, person, channel="phone", created_at=at)
    secrets = AnySecrets(desk.secrets.keyring, desk.secrets.confirmations)
    return deliver(message.id, replace(desk, secrets=secrets), at)


def registered(born: Born, person: str) -> None:
    """An account on a CURP of its own, with the one number that all of them give."""
    account = born(person, email=None, phone=NUMBER, confirmed=())
    shared = Contact(f"CURP+PHONE#1#{person}", None, "PHONE#1#shared")
    item = account_item(replace(account, contacts={Channel.PHONE: shared}))
    dynamodb.client().put_item(TableName="llave-unit-people", Item=dynamodb.to_item(item))


@pytest.mark.parametrize("without", [without_keys, without_counters, without_breaker])
def test_a_first_attempt_that_fails_before_it_is_admitted_opens_nothing(
    aws: Aws, born: Born, without: Callable[[Desk], Desk]
) -> None:
    born(email=None, phone=NUMBER, confirmed=(Channel.PHONE,))
    message, desk = put(Kind.NEW_DEVICE, channel="phone"), sms.desk()

    with pytest.raises(Down):
        deliver(message.id, without(desk), wiring.now())

    refusing = replace(desk, admits=lambda *_: False)
    assert deliver(message.id, refusing, wiring.now()) is Outcome.DROPPED
    assert texts() == []


def test_what_waits_for_its_channel_was_admitted_and_is_counted_once(aws: Aws, born: Born) -> None:
    born(email=None, phone=NUMBER, confirmed=(Channel.PHONE,))
    message, asked = put(Kind.NEW_DEVICE, channel="phone"), []

    def admits(*given: object) -> bool:
        asked.append(given)
        return True

    desk = replace(sms.desk(), admits=admits)
    for _ in range(2):
        with pytest.raises(Down):
            deliver(message.id, without_channel(desk), wiring.now())

    assert deliver(message.id, desk, wiring.now()) is Outcome.SENT
    assert len(asked) == 1
    counters = [item for item in aws.items("sessions") if item["pk"].startswith("BUDGET#sms-")]
    assert {item["used"] for item in counters} == {1}


def test_what_the_breaker_stops_is_not_counted_as_sent_to_everybody(aws: Aws, born: Born) -> None:
    born(email=None, phone=NUMBER, confirmed=(Channel.PHONE,))
    desk = replace(sms.desk(), admits=lambda *_: False)

    assert sent(Kind.RECOVERY_CODE, "ana", desk, wiring.now()) is Outcome.DROPPED
    assert not [item for item in aws.items("sessions") if "sms-everybody" in item["pk"]]


def test_strangers_confirmations_leave_everybodys_codes(
    aws: Aws, born: Born, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(budgets.ALTOGETHER, Channel.PHONE, Budget("sms-everybody", 2, budgets.HOUR))
    born(email=None, phone=NUMBER, confirmed=(Channel.PHONE,))
    desk, now = sms.desk(), wiring.now()
    for number in range(3):
        born(f"p{number}", email=None, phone=f"+52551234567{number}", confirmed=())

    strangers = [sent(Kind.CONFIRM_CONTACT, f"p{number}", desk, now) for number in range(3)]

    assert strangers == [Outcome.SENT, Outcome.SENT, Outcome.DROPPED]
    assert sent(Kind.RECOVERY_CODE, "ana", desk, now) is Outcome.SENT


def test_five_registrations_with_her_number_leave_her_confirmations_of_the_day(
    aws: Aws, born: Born
) -> None:
    desk, day = sms.desk(), wiring.now().replace(hour=0, minute=0, second=0)
    for person in (*STRANGERS, "ana"):
        registered(born, person)

    for hour in range(5):
        for person in STRANGERS:
            for _ in range(1 + RESENDS.limit):
                sent(Kind.CONFIRM_CONTACT, person, desk, day + timedelta(hours=hour))

    later = day + timedelta(hours=5)
    assert sent(Kind.CONFIRM_CONTACT, "ana", desk, later) is Outcome.SENT


def test_a_number_is_bound_whoever_registers_with_it(aws: Aws, born: Born) -> None:
    desk, day = sms.desk(), wiring.now().replace(hour=0, minute=0, second=0)
    for number in range(40):
        registered(born, f"p{number}")

    outcomes = [
        sent(Kind.CONFIRM_CONTACT, f"p{number}", desk, day + timedelta(hours=number // 8))
        for number in range(40)
    ]

    assert outcomes.count(Outcome.SENT) == 30
