"""T30: whatever may happen once happens once, however many ask for it at the same moment.

The emulator's DynamoDB is the judge; moto's transactions are not atomic under threads.
"""

from collections import Counter

import pytest

from llave import wiring
from llave.people.accounts import Channel
from llave.people.codes import fingerprint
from llave.people.confirmation import link_token_of
from llave.people.credentials import MOST_FAILURES
from local.demo import consent
from tests.security.insider import any_address, any_email, any_phone, at_once, register

MANY = 100
CONFIRMED = "contact-confirmed"


@pytest.fixture
def account(inside):
    inside.warm("register")
    return register(any_email(), any_phone())


def test_a_registration_finished_a_hundred_times_at_once_makes_one_account(inside, insider):
    insider.warm("register")
    citizen, email = insider.citizen(), any_email()
    citizen.begin("GALA900514MDFRPN09")
    citizen.give_address()
    contacts = {"email": email}
    token = citizen.registration_token
    citizen.call("PUT", "/v1/registration/contacts", contacts, bearer=token)
    body = {"password": "cometa-lluvia-nopal-farol", "privacy_notice": citizen.privacy_notice()}
    before = insider.written()

    answers = at_once(
        lambda _: citizen.call("PUT", "/v1/registration/password", body, bearer=token), range(MANY)
    )

    statuses = Counter(answer.status_code for answer in answers)
    assert statuses[201] == 1, statuses
    assert set(statuses) <= {201, 409, 429}, statuses
    person = wiring.registrations().get(fingerprint(token)).person
    assert insider.count("people", f"PERSON#{person}", sk="ACCOUNT") == 1
    assert insider.count("ledger", f"AUDIT#{person}", what="registered") == 1
    assert insider.count("ledger", "OUTBOX#", person=person, kind="confirm-contact") == 1
    new = Counter(key.partition("#")[0] for key in insider.written() - before)
    assert (new["sessions CONFIRMATION"], new["sessions LINK"]) == (1, 1), new


def test_a_code_redeemed_a_hundred_times_at_once_confirms_once(insider, account):
    citizen = insider.citizen()
    body = {"registration_token": account.token, "channel": "email", "code": account.code()}

    answers = at_once(lambda _: citizen.call("POST", "/v1/confirmations", body), range(MANY))

    statuses = Counter(answer.status_code for answer in answers)
    assert statuses[200] == 1, statuses
    assert set(statuses) <= {200, 409, 422, 429}, statuses
    _expect_one_activation(insider, account)


def test_a_link_redeemed_a_hundred_times_at_once_confirms_once(insider, account):
    citizen = insider.citizen()
    confirmation = wiring.confirmations().get(account.person, Channel.EMAIL)
    link = link_token_of(confirmation, wiring.keyring())
    body = {"token": link, "registration_token": account.token}

    answers = at_once(lambda _: citizen.call("POST", "/v1/confirmations", body), range(MANY))

    statuses = Counter(answer.status_code for answer in answers)
    assert statuses[200] == 1, statuses
    assert set(statuses) <= {200, 409, 422}, statuses
    _expect_one_activation(insider, account)


def test_an_email_confirmed_by_fifty_accounts_at_once_belongs_to_one(inside, insider):
    insider.warm("register")
    email = any_email()
    accounts = [register(email) for _ in range(50)]
    citizen = insider.citizen()

    def confirm(account):
        body = {"registration_token": account.token, "channel": "email", "code": account.code()}
        return citizen.call("POST", "/v1/confirmations", body)

    answers = at_once(confirm, accounts)

    statuses = Counter(answer.status_code for answer in answers)
    assert statuses == {200: 1, 409: 49}
    winner = accounts[[answer.status_code for answer in answers].index(200)].person
    people = {account.person for account in accounts}
    guards = [i for i in insider.items("people") if i["pk"]["S"].startswith("EMAIL#")]
    ours = [item["person"]["S"] for item in guards if item["person"]["S"] in people]
    assert ours == [winner]
    confirmed = [i for i in insider.items("ledger") if i.get("what", {}).get("S") == CONFIRMED]
    keys = {item["pk"]["S"].removeprefix("AUDIT#") for item in confirmed}
    assert keys & people == {winner}


def test_an_authorization_code_redeemed_a_hundred_times_at_once_makes_one_grant(
    inside, insider, cloud
):
    account = register(any_email(), active=True)
    citizen = cloud.citizen()
    assert citizen.sign_in(account.email, account.password).status_code == 201
    agency = cloud.server()
    address, verifier = agency.authorization("openid")
    form = {
        "grant_type": "authorization_code",
        "code": consent(citizen, address, agency.redirect_uri),
        "redirect_uri": agency.redirect_uri,
        "code_verifier": verifier,
    }
    insider.warm("token")
    server = insider.citizen()
    keys = ("demo-becas", agency._client["client_secret"])

    answers = at_once(
        lambda _: server.call("POST", "/oauth/token", data=form, auth=keys), range(MANY)
    )

    statuses = Counter(answer.status_code for answer in answers)
    assert statuses == {200: 1, 400: MANY - 1}
    refused = {answer.json()["error"] for answer in answers if answer.status_code == 400}
    assert refused == {"invalid_grant"}
    assert insider.count("sessions", "GRANT#", person=account.person) == 1
    # A code that comes twice was stolen once: its grant ends (RFC 9700, 2.1.1).
    token = next(a.json()["access_token"] for a in answers if a.status_code == 200)
    assert agency.introspect(token) == {"active": False}


def test_two_hundred_guesses_at_once_are_checked_a_hundred_times_at_most(inside, insider):
    insider.warm("login")
    account = register(any_email(), active=True)
    stranger = insider.citizen()

    def guess(number):
        edge = {"x-llave-viewer-address": any_address()}
        body = {"identifier": account.email, "password": f"adivinanza-numero-{number:04d}"}
        return stranger.call("POST", "/v1/sessions", body, headers=edge)

    answers = at_once(guess, range(2 * MANY))

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1, "a locked account is told apart"
    # What is counted is what was checked: the count and the hash come from one conditional write.
    assert wiring.credentials().get(account.person).failures == MOST_FAILURES
    right = insider.citizen().sign_in(account.email, account.password)
    assert (right.status_code, right.text) == (401, answers[0].text)


def _expect_one_activation(insider, account):
    assert insider.count("ledger", f"AUDIT#{account.person}", what=CONFIRMED) == 1
    assert wiring.accounts().get(account.person).status == "active"
    guards = [i for i in insider.items("people") if i["sk"]["S"] == "GUARD"]
    assert sum(item["person"]["S"] == account.person for item in guards) == 1
