"""T02: a purge leaves nothing of whom it takes, whatever happens while it is under way."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from functions.operate import unconfirmed
from llave import wiring
from llave.adapters import dynamodb
from llave.people.accounts import Channel, Residence
from llave.people.confirmation import code_of
from llave.people.contacts import EmailAddress, PhoneNumber
from llave.people.correcting import correct
from llave.people.purging import BACK
from tests.aws import Aws
from tests.registrants import EMAIL, PHONE, Client, account_in, client, person_in, population

__all__ = ["client", "population"]

Meanwhile = Callable[[str], object]


def of_person(aws: Aws, person: str) -> list[dynamodb.Item]:
    return [
        item
        for item in aws.items("people")
        if person in item["pk"] or person in item["sk"] or item.get("person") == person
    ]


def abroad(client: Client, aws: Aws, **contacts: str) -> str:
    """Somebody abroad, whom a phone does not activate."""
    client.register(**contacts)
    person = person_in(aws)
    aws.put("people", {**account_in(aws, person), "residence": Residence.ABROAD.value})
    return person


def confirm_phone(person: str) -> None:
    sent = wiring.confirmations().get(person, Channel.PHONE)
    assert sent is not None
    number = code_of(sent, wiring.keyring())
    wiring.confirming().by_code(person, Channel.PHONE, number, wiring.now())


def declare(given: EmailAddress | PhoneNumber) -> Meanwhile:
    def run(person: str) -> None:
        account = wiring.accounts().get(person)
        assert account is not None
        correct(account, given, wiring.correcting(), wiring.now())

    return run


MEANWHILE: dict[str, tuple[dict[str, str], Meanwhile]] = {
    "the phone is confirmed": ({"email": EMAIL, "phone": PHONE}, confirm_phone),
    "the e-mail is corrected": ({"email": EMAIL}, declare(EmailAddress("otro@correo.example"))),
    "a phone is added": ({"email": EMAIL}, declare(PhoneNumber(PHONE))),
}


@pytest.mark.parametrize("what", MEANWHILE)
def test_what_happens_between_look_and_write_leaves_nothing_behind(
    what: str, client: Client, aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    contacts, happens = MEANWHILE[what]
    person = abroad(client, aws, **contacts)
    transact = dynamodb.transact

    def late(writes: Sequence[Any]) -> None:
        monkeypatch.setattr(dynamodb, "transact", transact)
        happens(person)
        transact(writes)

    monkeypatch.setattr(dynamodb, "transact", late)
    due = wiring.now() + BACK

    assert unconfirmed.purge({}, due).summary == {"purged": 0}
    assert account_in(aws, person)

    assert unconfirmed.purge({}, due).summary == {"purged": 1}, "it is looked at again"
    assert of_person(aws, person) == []
