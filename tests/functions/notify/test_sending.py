"""From the outbox to the channels, in moto: who is told what, and how often."""

from dataclasses import replace
from datetime import timedelta

from functions.notify import mail, relay
from functions.notify.sending import deliver as deliver_one
from llave import wiring
from llave.adapters import dynamodb
from llave.adapters.accounts import account_item
from llave.adapters.confirmations import sending_writes
from llave.people.accounts import Account, Channel, Contact
from llave.people.confirmation import first_issue, next_issue
from llave.people.confirmation_writes import sending
from llave.people.outbox import Kind, Message
from tests.aws import Aws
from tests.functions.notify.conftest import Born
from tests.post import deliver, mails, record, stream_event, taken, texts


def put(kind: Kind, person: str = "ana", **given: object) -> Message:
    """A message in the outbox."""
    message = Message(id=wiring.new_id(), kind=kind, person=person, created_at=wiring.now())
    message = replace(message, **given)  # type: ignore[arg-type]  # fields by name
    wiring.outbox().put(message)
    return message


def confirmation_sent(account: Account, channel: Channel) -> None:
    """What registration writes for one contact."""
    issue = first_issue(account.person, channel, wiring.keyring(), wiring.now())
    index = account.contacts[channel].index
    made = sending(issue, index, wiring.keyring(), wiring.new_id())
    dynamodb.transact(sending_writes("llave-unit-sessions", "llave-unit-ledger", made))


def states(aws: Aws) -> list[str]:
    """How the messages ended."""
    return sorted(item["state"] for item in aws.items("ledger") if item["entity"] == "outbox")


def test_a_confirmation_carries_a_link_and_a_code_to_the_unconfirmed_address(aws: Aws, born: Born):
    account = born(confirmed=())
    confirmation_sent(account, Channel.EMAIL)

    deliver(aws)

    (sent,) = mails("ana@correo.mx")
    assert sent.links[0].startswith("https://llave.test/registro/confirmar?token=")
    assert sent.code
    assert states(aws) == ["sent"]


def test_the_link_and_the_code_in_the_mail_are_those_that_confirm(aws: Aws, born: Born):
    confirmation_sent(born(confirmed=()), Channel.EMAIL)
    deliver(aws)
    (sent,) = mails()

    link = wiring.confirming().link(sent.token, wiring.now())

    assert link.confirmation.person == "ana"


def test_a_confirmation_by_text_carries_a_code_and_no_link(aws: Aws, born: Born):
    confirmation_sent(born(email=None, phone="+525512345678", confirmed=()), Channel.PHONE)

    deliver(aws)

    (sent,) = texts("+525512345678")
    assert sent.code
    assert "http" not in sent.body


def test_a_message_that_was_overtaken_by_a_resend_is_not_sent(aws: Aws, born: Born):
    account = born(confirmed=())
    confirmation_sent(account, Channel.EMAIL)
    first = wiring.confirmations().get("ana", Channel.EMAIL)
    assert first is not None
    later = next_issue(first, wiring.keyring(), wiring.now() + timedelta(seconds=2))
    index = account.contacts[Channel.EMAIL].index
    wiring.confirmations().send(sending(later, index, wiring.keyring(), wiring.new_id()), first)

    deliver(aws)

    assert len(mails()) == 1
    assert states(aws) == ["nobody", "sent"]


def test_a_notice_goes_to_every_confirmed_contact_and_to_no_other(aws: Aws, born: Born):
    born(phone="+525512345678", confirmed=(Channel.EMAIL, Channel.PHONE))
    born("eva", "eva@correo.mx", "+525587654321", confirmed=(Channel.EMAIL,))
    put(Kind.PASSWORD_CHANGED)
    put(Kind.NEW_DEVICE, "eva")

    deliver(aws)

    assert sorted(m.to for m in mails()) == ["ana@correo.mx", "eva@correo.mx"]
    assert [t.to for t in texts()] == ["+525512345678"]
    assert set(states(aws)) == {"sent"}


def test_a_notice_that_changes_nothing_costs_one_message(aws: Aws, born: Born):
    born(phone="+525512345678", confirmed=(Channel.EMAIL, Channel.PHONE))
    born("eva", None, "+525587654321", confirmed=(Channel.PHONE,))
    put(Kind.NEW_DEVICE)
    put(Kind.NEW_DEVICE, "eva")

    deliver(aws)

    assert [m.to for m in mails()] == ["ana@correo.mx"]
    assert [t.to for t in texts()] == ["+525587654321"]


def test_a_notice_named_for_an_unconfirmed_contact_reaches_nobody(aws: Aws, born: Born):
    born(confirmed=())
    put(Kind.PASSWORD_CHANGED, channel="email")

    deliver(aws)

    assert mails() == []
    assert states(aws) == ["nobody"]


def test_the_other_accounts_on_a_curp_are_told_and_the_new_one_is_not(aws: Aws, born: Born):
    born()
    born("eva", "eva@correo.mx")
    born("new", "new@correo.mx")
    for person in ("ana", "eva", "new"):
        aws.put("people", {"pk": "DECLARED#CURP#1#x", "sk": f"PERSON#{person}"})
    put(Kind.ACCOUNT_DECLARED, "new", refs={"indexes": "CURP#2#x CURP#1#x"})

    deliver(aws)

    assert sorted(m.to for m in mails()) == ["ana@correo.mx", "eva@correo.mx"]


def test_many_accounts_on_one_curp_in_a_day_cost_each_of_them_one_message(aws: Aws, born: Born):
    """Else twenty registrations would be 190 messages."""
    names = [f"p{number}" for number in range(20)]
    for name in names:
        born(name, f"{name}@correo.mx")
        aws.put("people", {"pk": "DECLARED#CURP#1#x", "sk": f"PERSON#{name}"})
        put(Kind.ACCOUNT_DECLARED, name, refs={"indexes": "CURP#1#x"})

    deliver(aws)

    told = sorted(m.to for m in mails())
    assert told == sorted(f"{name}@correo.mx" for name in names)


def test_a_message_is_sent_once_however_often_it_is_queued(aws: Aws, born: Born):
    born()
    message = put(Kind.NEW_DEVICE, channel="email")
    records = [record(str(number), message.id) for number in range(3)]

    for _ in range(2):
        mail.handle({"Records": records})

    assert len(mails()) == 1


def test_a_message_whose_channel_fails_stays_pending_and_comes_again_alone(aws: Aws, born: Born):
    born()
    good = put(Kind.NEW_DEVICE, channel="email")
    dynamodb.client().put_item(
        TableName="llave-unit-people",
        Item=dynamodb.to_item({"pk": "PERSON#eva", "sk": "ACCOUNT", "status": "odd"}),
    )
    bad = put(Kind.NEW_DEVICE, "eva", channel="email")

    answer = mail.handle({"Records": [record("1", bad.id), record("2", good.id)]})

    assert answer == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert states(aws) == ["pending", "sent"]


def test_what_is_over_an_addresss_budget_is_dropped(aws: Aws, born: Born):
    born()
    for _ in range(22):
        put(Kind.NEW_DEVICE, channel="email")

    deliver(aws)

    assert len(mails()) == 20
    assert states(aws).count("dropped") == 2


def test_a_number_has_one_budget_whoever_registers_with_it(aws: Aws, born: Born):
    for number in range(14):
        account = born(f"p{number}", email=None, phone="+525512345678", confirmed=())
        shared = Contact(f"CURP+PHONE#1#p{number}", None, "PHONE#1#shared")
        registered = replace(account, contacts={Channel.PHONE: shared})
        aws.put("people", account_item(registered))
        confirmation_sent(registered, Channel.PHONE)

    deliver(aws)

    assert len(texts()) == 12
    assert states(aws).count("dropped") == 2


def test_a_message_that_came_too_late_expires(aws: Aws, born: Born):
    confirmation_sent(born(email=None, phone="+525512345678", confirmed=()), Channel.PHONE)
    (message,) = aws.outbox()

    from functions.notify import sms

    deliver_one(message.id, sms.desk(), wiring.now() + timedelta(minutes=11))

    assert texts() == []
    assert states(aws) == ["expired"]


def test_a_number_abroad_where_texts_are_dear_gets_none(aws: Aws, born: Born):
    born(email=None, phone="+8801812345678", confirmed=(Channel.PHONE,))
    put(Kind.NEW_DEVICE, channel="phone")

    deliver(aws)

    assert texts() == []
    assert states(aws) == ["dropped"]


def test_the_relay_sends_ids_alone(aws: Aws, born: Born):
    born()
    message = put(Kind.NEW_DEVICE, channel="email")
    waiting = [item for item in aws.items("ledger") if item["entity"] == "outbox"]

    relay.handle(stream_event(*waiting))

    assert aws.queued("mail") == [f'{{"id": "{message.id}"}}']


def test_the_relay_passes_over_what_is_no_new_message(aws: Aws):
    item = {"pk": "OUTBOX#1", "entity": "outbox", "channel": "email"}

    relay.handle(stream_event(item, name="MODIFY"))
    relay.handle(stream_event({"pk": "AUDIT#1", "entity": "audit"}))

    assert taken("mail") == []


def test_the_relay_does_not_raise_when_a_queue_is_gone(aws: Aws, capsys: object):
    import boto3

    boto3.client("sqs").delete_queue(
        QueueUrl="https://sqs.mx-central-1.amazonaws.com/123456789012/llave-unit-mail"
    )

    answer = relay.handle(stream_event({"pk": "OUTBOX#1", "entity": "outbox", "channel": "email"}))

    assert answer == {"batchItemFailures": []}
