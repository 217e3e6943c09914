"""T30, in the process: two who have read the same state both write, and one of them is refused.

moto's transactions are not atomic under threads, so the interleaving is made by hand: the second
writes what it read before the first had written. Real parallel calls are in test_t30_races_cloud.
"""

from dataclasses import replace

import pytest

from functions.register import flow
from functions.register.desk import desk
from llave import wiring
from llave.oidc.errors import CodeAlreadyUsed
from llave.people.codes import fingerprint
from llave.people.confirmation import AlreadyConfirmed, ContactChanged, EmailTaken
from llave.people.credentials import MOST_FAILURES
from llave.people.passwords import Password
from llave.people.registration import RegistrationDone
from llave.settings import settings
from tests import citizens, oidc
from tests.registrants import EMAIL, PASSWORD, Client, client, code, link, population

__all__ = ["client", "code", "link", "population"]


def test_one_registration_makes_one_account(client, aws):
    client.begin()
    client.give_address()
    client.give_contacts(email=EMAIL)
    read = wiring.registrations().get(fingerprint(client.token))
    given = (Password(PASSWORD), settings().privacy_notice, desk(), wiring.now())

    flow.choose_password(read, *given)
    with pytest.raises(RegistrationDone):
        flow.choose_password(read, *given)

    assert len([item for item in aws.items("people") if item["sk"] == "ACCOUNT"]) == 1


def test_one_link_confirms_once(client, link, aws):
    client.register()
    read = wiring.confirming().link(link(), wiring.now())

    wiring.confirming().by_link(read, wiring.now())
    with pytest.raises(AlreadyConfirmed):
        wiring.confirming().by_link(read, wiring.now())

    assert len([e for e in aws.audit() if e["what"] == "contact-confirmed"]) == 1


def test_one_email_belongs_to_one_account(client, population, aws):
    first, second = client, Client()
    links = []
    for one in (first, second):
        one.register()
        person = wiring.registrations().get(fingerprint(one.token)).person
        links.append(_link_of(person))

    wiring.confirming().by_link(links[0], wiring.now())
    with pytest.raises(EmailTaken):
        wiring.confirming().by_link(links[1], wiring.now())

    guards = [item for item in aws.items("people") if item["pk"].startswith("EMAIL#")]
    assert len({item["person"] for item in guards}) == 1


def test_one_code_makes_one_grant(aws):
    ground = oidc.made_ready()
    read = wiring.grants().code(fingerprint(oidc.code_for(ground.browser())))
    grant = read.grant_for("sub", wiring.now())

    wiring.grants().redeem(read, grant, None, wiring.now())
    with pytest.raises(CodeAlreadyUsed):
        wiring.grants().redeem(read, grant, None, wiring.now())


def test_no_more_passwords_are_looked_at_than_may_fail(aws):
    citizens.Citizen().settle(aws)

    seen = [
        wiring.credentials().attempt("p1", "p1", wiring.now()) for _ in range(2 * MOST_FAILURES)
    ]

    assert len([found for found in seen if found is not None]) == MOST_FAILURES
    assert wiring.credentials().get("p1").failures == MOST_FAILURES


def _link_of(person):
    from llave.people.accounts import Channel
    from llave.people.confirmation import link_token_of

    sent = wiring.confirmations().get(person, Channel.EMAIL)
    return wiring.confirming().link(link_token_of(sent, wiring.keyring()), wiring.now())


def test_who_comes_second_reads_what_happened(client, link, code, aws):
    """Confirmed by another tab, and corrected meanwhile: two different things."""
    client.register()
    confirming, now = wiring.confirming(), wiring.now()
    looked_at = confirming.link(link(), now)
    changed = replace(
        looked_at, confirmation=replace(looked_at.confirmation, links_from=looked_at.issue + 1)
    )

    with pytest.raises(ContactChanged):
        confirming.by_link(changed, now)
    confirming.by_link(looked_at, now)
    with pytest.raises(AlreadyConfirmed):
        confirming.by_link(looked_at, now)
