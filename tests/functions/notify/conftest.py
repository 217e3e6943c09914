"""A person in the tables, with the contacts that a test names."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from llave import wiring
from llave.adapters.accounts import account_item
from llave.people.accounts import Account, Channel, Contact, Level, Residence, Status
from tests.aws import Aws

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
Born = Callable[..., Account]


@pytest.fixture
def born(aws: Aws) -> Born:
    """Creates an account; `email` and `phone` are addresses, `confirmed` the channels."""

    def create(
        person: str = "ana",
        email: str | None = "ana@correo.mx",
        phone: str | None = None,
        confirmed: tuple[Channel, ...] = (Channel.EMAIL,),
    ) -> Account:
        key = wiring.person_keys().create(person)
        given = {Channel.EMAIL: email, Channel.PHONE: phone}
        values = {channel.value: value for channel, value in given.items() if value}
        contacts = {
            channel: Contact(
                f"{channel.value.upper()}#1#{person}", BEGIN if channel in confirmed else None
            )
            for channel, value in given.items()
            if value
        }
        account = Account(
            person=person,
            status=Status.ACTIVE,
            level=Level.BASICA,
            residence=Residence.MEXICO,
            created_at=BEGIN,
            ended_before=BEGIN,
            privacy_notice="2026-11",
            contacts=contacts,
            wrapped_key=key.wrapped,
            sealed=key.seal_all(values),
        )
        aws.put("people", account_item(account))
        return account

    return create
