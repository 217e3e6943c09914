"""The outbox: claimed by one, settled once, found while it waits."""

from datetime import timedelta

import pytest

from llave import wiring
from llave.adapters import dynamodb
from llave.adapters.dynamodb import ConditionFailed
from llave.adapters.outbox import LEASE, MESSAGE_LIFE, OutboxTable, put_event, put_message
from llave.people.audit import Event, What
from llave.people.outbox import BeingSent, Kind, Message, Outcome, Queue, queue_of
from tests.aws import Aws
from tests.fakes import NOW

LEDGER = "llave-unit-ledger"
MESSAGE = Message("m1", Kind.RECOVERY, "ana", NOW, "email", {"recovery": "r1"})


@pytest.fixture
def outbox(aws: Aws) -> OutboxTable:
    wiring.outbox().put(MESSAGE)
    return wiring.outbox()


def test_a_message_comes_back_as_it_was_written(outbox: OutboxTable, aws: Aws):
    assert aws.outbox() == [MESSAGE]
    assert aws.outbox(Kind.RECOVERY_CODE) == []


def test_a_message_is_written_once_in_its_transaction(outbox: OutboxTable):
    with pytest.raises(ConditionFailed):
        dynamodb.transact([put_message(LEDGER, MESSAGE)])


def test_one_sender_gets_it(outbox: OutboxTable):
    claim = outbox.claim("m1", NOW)

    assert claim is not None
    assert (claim.message, claim.attempt) == (MESSAGE, 1)
    with pytest.raises(BeingSent):
        outbox.claim("m1", NOW + timedelta(seconds=1))


def test_who_dies_with_a_message_loses_it(outbox: OutboxTable):
    outbox.claim("m1", NOW)

    claim = outbox.claim("m1", NOW + LEASE)

    assert claim is not None
    assert claim.attempt == 2


def test_a_message_that_was_given_back_can_be_taken_at_once(outbox: OutboxTable):
    outbox.claim("m1", NOW)

    outbox.release("m1")

    assert outbox.claim("m1", NOW) is not None


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_settled_message_is_not_sent_again(outbox: OutboxTable, outcome: Outcome):
    outbox.claim("m1", NOW)

    outbox.settle("m1", outcome, NOW)

    assert outbox.claim("m1", NOW + LEASE) is None


def test_the_first_outcome_stands(outbox: OutboxTable, aws: Aws):
    outbox.settle("m1", Outcome.SENT, NOW)
    outbox.settle("m1", Outcome.FAILED, NOW)

    assert [item["state"] for item in aws.items("ledger")] == ["sent"]


def test_nobody_sends_what_is_not_there_or_too_old(outbox: OutboxTable):
    assert outbox.claim("m2", NOW) is None
    assert outbox.claim("m1", NOW + MESSAGE_LIFE) is None


def test_only_what_waits_long_enough_is_swept(outbox: OutboxTable):
    outbox.put(*(Message(f"n{n}", Kind.NEW_DEVICE, "ana", NOW) for n in range(12)))
    later = Message("later", Kind.NEW_DEVICE, "ana", NOW + timedelta(minutes=1))
    outbox.put(later)
    outbox.settle("n3", Outcome.SENT, NOW)

    found = {message.id for message in outbox.pending_since(NOW + timedelta(seconds=1))}

    assert found == {"m1", *(f"n{n}" for n in range(12) if n != 3)}


def test_the_ledger_lists_what_happened_to_a_person(aws: Aws):
    event = Event("e1", "ana", What.SIGNED_IN, NOW, {"device": "d1"})
    dynamodb.transact([put_event(LEDGER, event)])

    assert [(line["what"], line["refs"]) for line in aws.audit("ana")] == [
        ("signed-in", {"device": "d1"})
    ]
    assert aws.audit("eva") == []


def test_each_channel_has_its_queue():
    queues = [queue_of(channel) for channel in ("email", "phone", None)]

    assert queues == [Queue.MAIL, Queue.SMS, Queue.FOLLOWUP]
