"""T30, the last factor: two who remove the two last at one moment, against the emulator's own
transactions (moto's are not atomic under threads)."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from llave import wiring
from llave.adapters import dynamodb
from llave.adapters.accounts import account_item
from llave.errors import Unavailable
from llave.people import keeping
from llave.people.accounts import Channel, Contact, Level
from llave.people.bound import LastFactor
from llave.people.enrolments import FactorGone, Ports
from llave.people.factors import Method
from llave.people.passkeys import Site
from llave.people.sessions import Session, SignedIn
from llave.settings import settings
from tests.security.insider import at_once
from tests.verifying import account, app_of

MANY = 20
BOTH = (Method.TOTP, Method.SMS)


def put(item: dynamodb.Item) -> None:
    name = settings().table_people
    dynamodb.client().put_item(TableName=name, Item=dynamodb.to_item(item))


def protected() -> SignedIn:
    """A verified person with an app and text messages, who has just used one of them."""
    now, person = wiring.now(), wiring.new_id()
    long_ago = now - timedelta(days=30)
    # Nobody is written to at an address that is confirmed and none.
    contacts = {Channel.PHONE: Contact(f"PHONE#{person}", long_ago)}
    made = replace(account(person, Level.VERIFICADA, long_ago), contacts=contacts)
    put(account_item(made))
    app = app_of(person, long_ago)
    put(app)
    put({"pk": app["pk"], "sk": "FACTOR#sms#phone", "created_at": app["created_at"]})
    amr = ("pwd", "otp", "mfa")
    session = Session("key", person, now, now, now, Level.VERIFICADA, amr, shared=False)
    return SignedIn(session, made)


def ports() -> Ports:
    return Ports(
        factors=wiring.factors(),
        enrolments=wiring.enrolments(),
        keys=wiring.person_keys(),
        site=Site(settings().origin),
        new_id=wiring.new_id,
        new_token=wiring.new_token,
    )


@pytest.mark.usefixtures("inside")
def test_of_two_that_remove_the_two_last_at_once_one_stays():
    desk = ports()

    def remove(given: tuple[SignedIn, Method]) -> str:
        who, method = given
        try:
            keeping.remove(who, method, "", desk, wiring.now())
        except (FactorGone, LastFactor, Unavailable) as refusal:
            return type(refusal).__name__
        return "removed"

    people = [protected() for _ in range(MANY)]
    for who in people:
        said = Counter(at_once(remove, [(who, method) for method in BOTH], in_flight=2))

        assert said["removed"] <= 1, said
        assert not wiring.factors().of(who.account.person).is_empty
