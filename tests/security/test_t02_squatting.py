"""T02: registering in another's name gains nothing; what the attacker holds afterwards opens nothing."""

import pytest

from llave import wiring
from llave.people.accounts import Channel
from llave.people.codes import fingerprint
from llave.people.confirmation import ContactChanged, LinkNotValid
from llave.people.contacts import EmailAddress
from llave.people.correcting import correct
from tests.events import Browser
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

ATTACKERS = "la frase del atacante 7"
VICTIMS = "la frase de quien es 8"


def attack(who: Client, **contacts: str) -> str:
    who.begin()
    who.give_address()
    who.give_contacts(**(contacts or {"email": EMAIL}))
    assert who.choose_password(ATTACKERS).status == 201
    registration = wiring.registrations().get(fingerprint(who.token))
    assert registration is not None
    return registration.person


def confirm(who: Client, **proof: str):
    return who.send("POST", "/v1/confirmations", proof)


def sign_in(password: str, identifier: str = EMAIL, **more: str):
    body = {"identifier": identifier, "password": password, **more}
    return Client().send("POST", "/v1/sessions", body)


def test_an_account_waiting_for_its_victim_can_not_be_used(client):
    attack(client)

    answer = sign_in(ATTACKERS)

    assert answer.status != 201
    assert "__Host-session" not in answer.kept


def test_the_victims_click_does_not_activate_the_attackers_account(client, link, aws):
    attack(client)
    victim = Browser()
    victim.get(f"/registro/confirmar?token={link()}")

    victim.submit(action="/registro/confirmar")
    assert victim.last.status == 422
    victim.submit({"password": VICTIMS}, action="/registro/confirmar")
    assert victim.last.status == 401

    assert account_in(aws)["status"] == "registered"
    assert sign_in(ATTACKERS).status != 201


def test_the_victims_own_registration_does_not_confirm_the_attackers(client, link, aws):
    attacker = attack(client)
    token = link(attacker)
    victim = Client()
    victim.begin()
    victim.give_address()

    answer = confirm(victim, token=token, registration_token=victim.token)

    assert answer.status == 422
    assert answer.json["errors"][0]["code"] == "link_not_valid"
    assert account_in(aws)["status"] == "registered"


def test_the_victims_registration_makes_the_attackers_worthless(client, code, link, aws):
    squatter = attack(client)
    attackers_code, attackers_link = code("email", squatter), link(squatter)
    victim = Client()
    victim.begin()
    victim.give_address()
    victim.give_contacts(email=EMAIL)
    victim.choose_password(VICTIMS)
    confirm(victim, registration_token=victim.token, channel="email", code=code())

    by_code = confirm(client, registration_token=client.token, channel="email", code=attackers_code)
    by_link = confirm(client, token=attackers_link, registration_token=client.token)

    assert (by_code.status, by_link.status) == (409, 409)
    assert account_in(aws, squatter)["status"] == "registered"
    assert sign_in(ATTACKERS).status == 401
    assert sign_in(VICTIMS).status == 201


def test_after_no_fui_yo_every_artefact_is_refused(client, code, link, aws):
    person = attack(client)
    the_code, the_link = code("email", person), link(person)
    assert Client().send("POST", "/v1/confirmations/decline", {"token": the_link}).status == 200

    token = client.token
    answers = [
        confirm(client, registration_token=token, channel="email", code=the_code),
        confirm(client, token=the_link, registration_token=token),
        client.give_contacts(email="otra@correo.example"),
        client.choose_password(ATTACKERS),
        client.send(
            "POST", "/v1/confirmations/resend", {"registration_token": token, "channel": "email"}
        ),
        sign_in(ATTACKERS),
    ]

    assert {answer.status for answer in answers} == {401}
    assert confirm(Client(), token=the_link, password=ATTACKERS).status == 422
    assert aws.items("people") == []


def test_the_attackers_own_phone_does_not_prove_the_victims_email(client, code, link, aws):
    person = attack(client, email=EMAIL, phone=PHONE)
    confirm(client, registration_token=client.token, channel="phone", code=code("phone", person))
    assert "email_confirmed_at" not in account_in(aws, person)

    victim = Client()
    victim.begin()
    victim.give_address()
    victim.give_contacts(email=EMAIL)
    victim.choose_password(VICTIMS)
    confirm(victim, registration_token=victim.token, channel="email", code=code())

    assert sign_in(VICTIMS).status == 201
    assert sign_in(ATTACKERS).status == 401
    assert account_in(aws, person_in(aws))["status"] == "active"


def test_a_link_that_confirms_by_itself_is_caught(client, link, aws):
    """The mutant: whoever has the link is taken for who registered."""
    attack(client)
    now = wiring.now()

    wiring.confirming().by_link(wiring.confirming().link(link(), now), now)

    assert account_in(aws)["status"] == "active", "what the victim's click is tested not to do"


def correct_to(person: str, email: str) -> None:
    account = wiring.accounts().get(person)
    assert account is not None
    correct(account, EmailAddress(email), wiring.correcting(), wiring.now())


def test_the_proof_of_the_attackers_email_does_not_confirm_the_victims(client, link, aws):
    """Corrected while the proof was being looked at: hashing the password leaves time for it."""
    person = attack(client, email="suya@correo.example")
    confirming, now = wiring.confirming(), wiring.now()
    looked_at = confirming.link(link(person), now)
    correct_to(person, EMAIL)

    with pytest.raises(LinkNotValid):
        confirming.by_link(looked_at, now)

    assert "email_confirmed_at" not in account_in(aws, person)


def test_the_code_of_the_attackers_email_does_not_confirm_the_victims(
    client, code, aws, monkeypatch
):
    person = attack(client, email="suya@correo.example")
    own = code("email", person)

    def corrected_meanwhile(*_: object) -> object:
        correct_to(person, EMAIL)
        return own

    monkeypatch.setattr("llave.people.confirming.code_of", corrected_meanwhile)
    with pytest.raises(ContactChanged):
        wiring.confirming().by_code(person, Channel.EMAIL, own, wiring.now())

    assert "email_confirmed_at" not in account_in(aws, person)
