"""T02: a link of one's own e-mail, withdrawn by "No fui yo", confirms nobody else's in its place."""

from datetime import datetime

import pytest

from llave import wiring
from llave.adapters import dynamodb
from llave.adapters.confirmations import CONFIRMATION, confirmation_key
from llave.people.accounts import Channel
from llave.people.confirmation import Confirmation, link_token_of
from llave.people.contacts import EmailAddress
from llave.people.correcting import correct
from tests.aws import Aws
from tests.registrants import (
    EMAIL,
    PHONE,
    Client,
    account_in,
    client,
    code,
    link,
    person_in,
    population,
)

__all__ = ["client", "code", "link", "population"]

OWN = "suya@correo.example"


@pytest.fixture
def person(client: Client, code, aws: Aws) -> str:
    """The attacker's account, active by a phone, with an e-mail of the attacker's own."""
    client.register(email=OWN, phone=PHONE)
    body = {"registration_token": client.token, "channel": "phone", "code": code("phone")}
    assert client.send("POST", "/v1/confirmations", body).status == 200
    return person_in(aws)


def sent_to(person: str) -> Confirmation:
    found = wiring.confirmations().get(person, Channel.EMAIL)
    assert found is not None
    return found


def ahead(person: str, now: datetime) -> list[Confirmation]:
    """Sent again and again within one second: the issues run ahead of the clock."""
    sent = [sent_to(person)]
    for _ in range(5):
        wiring.confirming().resend(person, Channel.EMAIL, now)
        sent.append(sent_to(person))
    assert sent[-1].issue > now.timestamp() + 3
    return sent


def declare(person: str, email: str, now: datetime) -> None:
    account = wiring.accounts().get(person)
    assert account is not None
    correct(account, EmailAddress(email), wiring.correcting(), now)


def follow(who: Client, token: str):
    body = {"token": token, "registration_token": who.token}
    return who.send("POST", "/v1/confirmations", body)


def test_no_link_of_the_own_email_confirms_the_victims(client, person, link, aws):
    now = wiring.now()
    own = [link_token_of(one, wiring.keyring()) for one in ahead(person, now)]
    wiring.confirming().decline(own[-1], now)
    declare(person, EMAIL, now)

    assert {follow(client, token).status for token in own} == {422}

    assert "email_confirmed_at" not in account_in(aws, person)
    assert follow(client, link(person)).status == 200, "who reads the new one"


def test_no_issue_and_so_no_code_comes_again(person):
    now = wiring.now()
    own = ahead(person, now)
    wiring.confirming().decline(link_token_of(own[-1], wiring.keyring()), now)
    declare(person, EMAIL, now)

    assert sent_to(person).issue > own[-1].issue


def test_a_link_proves_only_the_contact_that_it_went_to(client, person, link, aws):
    """Even where nothing is left to tell which issues there were."""
    now = wiring.now()
    own = link_token_of(ahead(person, now)[-1], wiring.keyring())
    key = dynamodb.key(confirmation_key(f"{person}.email"), CONFIRMATION)
    dynamodb.client().delete_item(TableName="llave-unit-sessions", Key=key)
    declare(person, EMAIL, now)

    assert follow(client, own).status == 422
    declined = client.send("POST", "/v1/confirmations/decline", {"token": own})

    assert declined.status == 422
    account = account_in(aws, person)
    assert "email_index" in account
    assert "email_confirmed_at" not in account
