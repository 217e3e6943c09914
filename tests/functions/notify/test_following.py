"""What follows from a notice: who hears of it, and what is held for the agencies."""

from datetime import timedelta

import pytest

from functions.notify import followup
from llave import wiring
from llave.adapters.authorizations import AUTHORIZATION
from llave.oidc.tickets import TICKET_LIFE, Ticket
from llave.people.holders import become_holder
from llave.people.outbox import Kind
from tests.fakes import NOW
from tests.verifying import Town, evidence, town


@pytest.fixture
def here(aws, monkeypatch) -> Town:
    monkeypatch.setattr(wiring, "now", lambda: NOW)
    made = town(aws)
    made.declares("ana")
    return made


def ticket(here: Town, name: str, person="ana", client="catastro", since=NOW) -> None:
    """A ticket in the place of a request that waited."""
    here.aws.put("sessions", {"pk": f"AUTHORIZATION#request-{name}", "sk": AUTHORIZATION})
    wiring.tickets().keep(
        f"request-{name}",
        Ticket(
            key=f"key-{name}",
            reference=name,
            person=person,
            client_id=client,
            redirect_uri="https://catastro.test/regreso",
            state=None,
            answer_until=since + timedelta(hours=1),
            created_at=since,
        ),
    )


def verify(here: Town) -> str:
    """Ana reaches the level; the message that says so."""
    case = here.submits("ana")
    become_holder(evidence("ana", case.id), here.curp, (), wiring.holding())
    (message,) = here.aws.outbox(Kind.VERIFIED)
    return message.id


def follow(message: str) -> dict[str, object]:
    body = f'{{"id": "{message}"}}'
    return followup.handle(
        {"Records": [{"messageId": "m", "body": body, "eventSource": "aws:sqs"}]}
    )


def held(here: Town) -> list[dict[str, str]]:
    found = [item for item in here.aws.items("ledger") if item["entity"] == "held"]
    return sorted((item["refs"] for item in found), key=lambda refs: refs["ticket"])


def test_the_agencies_that_wait_for_a_level_are_told_that_it_was_reached(here):
    ticket(here, "first")
    ticket(here, "second", client="registro")
    ticket(here, "of-another", person="eva")
    ticket(here, "long-over", since=NOW - TICKET_LIFE)

    follow(verify(here))

    event = {"event": "verified"}
    assert held(here) == [
        event | {"client": "catastro", "ticket": "first"},
        event | {"client": "registro", "ticket": "second"},
    ]


def test_they_are_told_once_however_often_the_queue_brings_it(here, monkeypatch):
    ticket(here, "first")
    message = verify(here)

    def dies(self, *messages):
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(type(wiring.outbox()), "put", dies)
        assert follow(message)["batchItemFailures"]
    follow(message)

    assert len(held(here)) == 1
    assert [m.channel for m in here.aws.outbox(Kind.VERIFIED) if m.channel] == ["email"]


def test_nobody_waits_and_only_the_person_is_told(here):
    follow(verify(here))

    assert held(here) == []
    assert [m.channel for m in here.aws.outbox(Kind.VERIFIED) if m.channel] == ["email"]
