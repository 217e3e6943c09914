"""What a registration holds decides its next step; what it becomes is one set of writes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from llave.errors import InvalidInput
from llave.people.accounts import Channel, Residence, Status
from llave.people.contacts import EmailAddress, PhoneNumber
from llave.people.credentials import Hashed
from llave.people.curp import Curp
from llave.people.keyring import LOOKUPS
from llave.people.lookups import by_curp, by_curp_and_phone, by_email
from llave.people.new_account import facts_in, new_account
from llave.people.outbox import Kind
from llave.people.population import old_enough, person_in
from llave.people.registration import (
    Contacts,
    RegistrationNotFound,
    Step,
    begun,
    live,
)
from tests.fakes import NOW, FakeKeyring, FakePersonKeys, NumberedIds
from tests.registering import person

CURP = Curp("BOXW310820HNERXN09")
EMAIL = EmailAddress("xochitl@correo.example")
PHONE = PhoneNumber("+525512345678")
KEY = FakePersonKeys().create("p1")


def registration(residence=None, **fields):
    made = begun(person(CURP), KEY, "fingerprint", NOW)
    return replace(made, residence=residence, sealed={**made.sealed, **KEY.seal_all(fields)})


@pytest.mark.parametrize(
    ("residence", "fields", "step"),
    [
        (None, {}, Step.ADDRESS),
        (Residence.MEXICO, {}, Step.CONTACTS),
        (Residence.MEXICO, {"email": EMAIL.value}, Step.PASSWORD),
        (Residence.MEXICO, {"phone": PHONE.value}, Step.PASSWORD),
        (Residence.ABROAD, {"phone": PHONE.value}, Step.CONTACTS),
        (Residence.ABROAD, {"email": EMAIL.value}, Step.PASSWORD),
    ],
)
def test_what_was_given_decides_the_next_step(residence, fields, step):
    assert registration(residence, **fields).next_step is step


def test_a_registration_that_is_done_is_only_confirmed():
    assert replace(registration(), done_at=NOW).next_step is Step.CONFIRM


def test_a_registration_lives_for_72_hours():
    made = registration()

    assert live(made, NOW + timedelta(hours=71, minutes=59)) is made
    with pytest.raises(RegistrationNotFound):
        live(made, NOW + timedelta(hours=72))
    with pytest.raises(RegistrationNotFound):
        live(None, NOW)


def test_what_renapo_answered_is_sealed_at_once():
    made = registration()

    assert KEY.unseal_all(made.sealed) == person(CURP).fields()
    assert not any(b"QUIJANO" in value for value in made.sealed.values())
    assert "QUIJANO" not in repr(made)


def test_a_person_comes_back_from_her_fields():
    assert person_in(person(CURP).fields()) == person(CURP)


@pytest.mark.parametrize(
    ("email", "phone", "residence", "problem"),
    [
        (None, None, Residence.MEXICO, "contact_required"),
        (None, PHONE, Residence.ABROAD, "email_required_abroad"),
        (None, None, Residence.ABROAD, "email_required_abroad"),
    ],
)
def test_contacts_that_are_too_few_are_refused(email, phone, residence, problem):
    with pytest.raises(InvalidInput) as refused:
        Contacts(email, phone, residence)
    assert (refused.value.problem, refused.value.field) == (problem, "email")


@pytest.mark.parametrize(
    ("now", "old"),
    [
        # In the capital the birthday begins six hours after it does in Greenwich.
        (datetime(2026, 11, 21, 5, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 21, 6, 0, tzinfo=UTC), True),
    ],
)
def test_the_age_is_that_of_the_day_in_the_capital(now, old):
    assert old_enough(date(2011, 11, 21), 15, now) is old


def test_who_was_born_on_the_29th_of_february_is_older_on_the_1st_of_march():
    born = date(2012, 2, 29)

    assert not old_enough(born, 15, datetime(2027, 2, 28, 18, tzinfo=UTC))
    assert old_enough(born, 15, datetime(2027, 3, 1, 18, tzinfo=UTC))


def test_an_account_is_declared_under_every_live_key():
    keyring = FakeKeyring().rotating(*LOOKUPS)
    fields = {**person(CURP).fields(), "email": EMAIL.value, "phone": PHONE.value}

    new = made_account(registration(Residence.MEXICO, **fields), fields, keyring)

    wanted = (*by_email(EMAIL, keyring).all, *by_curp_and_phone(CURP, PHONE, keyring).all)
    assert set(new.pointers) == set(wanted)
    assert set(new.curp) == set(by_curp(CURP, keyring).all)
    assert len(new.pointers) == 4
    assert new.account.status is Status.REGISTERED
    assert set(new.account.contacts) == {Channel.EMAIL, Channel.PHONE}


def test_the_messages_of_a_new_account_hold_ids_alone():
    fields = {**person(CURP).fields(), "email": EMAIL.value}

    new = made_account(registration(Residence.MEXICO, **fields), fields, FakeKeyring())

    assert [s.message.kind for s in new.sendings] == [Kind.CONFIRM_CONTACT]
    assert new.notice.kind is Kind.ACCOUNT_DECLARED
    told = repr([*(s.message for s in new.sendings), new.notice, new.event])
    assert CURP.value not in told
    assert EMAIL.value not in told


def made_account(registration, fields, keyring):
    password = Hashed("hash", 1)
    facts = facts_in(fields)
    return new_account(registration, facts, password, "2026-11", keyring, NumberedIds(), NOW)
