"""Accounts and the keys of persons, at rest."""

from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError

from llave import wiring
from llave.adapters.accounts import account_item
from llave.people.accounts import Account, Channel, Contact, Level, Residence, Status
from tests.aws import Aws

BEGIN = datetime(2026, 11, 21, 12, tzinfo=UTC)


def an_account() -> Account:
    key = wiring.person_keys().create("ana")
    return Account(
        person="ana",
        status=Status.ACTIVE,
        level=Level.BASICA,
        residence=Residence.MEXICO,
        created_at=BEGIN,
        ended_before=BEGIN,
        privacy_notice="2026-11",
        contacts={
            Channel.EMAIL: Contact("EMAIL#1#x", BEGIN),
            Channel.PHONE: Contact("PHONE#1#y", number_index="PHONE#1#y"),
        },
        wrapped_key=key.wrapped,
        sealed=key.seal_all({"curp": "HEGG560427MVZRRL04", "email": "ana@correo.mx"}),
    )


def test_an_account_comes_back_as_it_was_written(aws: Aws):
    account = an_account()
    aws.put("people", account_item(account))

    assert wiring.accounts().get("ana") == account
    assert wiring.accounts().get("eva") is None


def test_an_account_at_rest_is_not_readable(aws: Aws):
    aws.put("people", account_item(an_account()))

    stored = repr(aws.items("people"))

    assert "HEGG560427MVZRRL04" not in stored
    assert "correo.mx" not in stored


def test_a_stored_key_opens_its_person(aws: Aws):
    account = an_account()

    key = wiring.person_keys().open("ana", account.wrapped_key)

    assert key.unseal("curp", account.sealed["curp"]) == "HEGG560427MVZRRL04"


def test_a_stored_key_does_not_open_for_another_person(aws: Aws):
    account = an_account()

    with pytest.raises(ClientError):
        wiring.person_keys().open("eva", account.wrapped_key)
