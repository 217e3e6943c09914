"""Which factor stands behind an account, and what documents and removals need of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from llave.people.accounts import Account, Channel, Contact, Level
from llave.people.bound import (
    Bound,
    SecondFactorRequired,
    SecondStepRequired,
    behind,
    for_documents,
    given_back,
    is_last,
    is_settled,
    lacking,
    may_bind,
    what_stays,
)
from llave.people.factors import (
    MOST_FAILURES,
    Enrolled,
    Method,
    Passkey,
    RecoveryCodes,
    Sms,
    Totp,
)
from llave.people.sessions import Session
from tests.fakes import NOW
from tests.verifying import LONG_AGO, account

BEFORE, AFTER = NOW - timedelta(days=2), NOW - timedelta(hours=1)
RESET = NOW - timedelta(days=1)


def person(**changes: object) -> Account:
    contacts = {Channel.PHONE: Contact("index", LONG_AGO)}
    return replace(account("ana"), contacts=contacts, **changes)  # type: ignore[arg-type]


def session(*amr: str) -> Session:
    return Session("key", "ana", AFTER, NOW, AFTER, Level.BASICA, ("pwd", *amr), shared=False)


def passkey(key: str = "k1") -> Passkey:
    return Passkey(key, b"id", b"public", 0, (), "", synced=False, created_at=BEFORE)


APP = Totp(b"sealed", BEFORE)
LOCKED = Totp(b"sealed", BEFORE, failures=MOST_FAILURES)
PHONE = Sms(BEFORE)
CODES = RecoveryCodes(10, BEFORE)
BY_PHONE = {"reset_by": (Channel.PHONE,), "reset_at": RESET}
STRONG = session("otp", "mfa")


@pytest.mark.parametrize(
    ("enrolled", "here", "expected"),
    [
        (Enrolled(), session(), SecondFactorRequired),
        # What she has gone through elsewhere makes up for no factor of the account.
        (Enrolled(), STRONG, SecondFactorRequired),
        (Enrolled(codes=CODES), session(), SecondFactorRequired),
        (Enrolled(codes=CODES), STRONG, SecondFactorRequired),
        (Enrolled(totp=APP), session(), SecondStepRequired),
        (Enrolled(totp=LOCKED, codes=CODES), session(), SecondStepRequired),
        (Enrolled(totp=LOCKED, codes=CODES), STRONG, SecondFactorRequired),
    ],
)
def test_documents_are_not_shown_without(enrolled, here, expected):
    with pytest.raises(expected):
        for_documents(person(), here, enrolled, NOW)


@pytest.mark.parametrize(
    ("enrolled", "method"),
    [
        (Enrolled(totp=APP), Method.TOTP),
        (Enrolled(sms=PHONE), Method.SMS),
        (Enrolled(sms=PHONE, totp=APP, passkeys=(passkey(),)), Method.PASSKEY),
    ],
)
def test_documents_are_shown_with_the_strongest_factor_in_a_session_that_used_one(enrolled, method):
    assert for_documents(person(), STRONG, enrolled, NOW).method is method


def test_what_a_reset_or_wrong_codes_hold_back_is_given_back_by_documents_and_by_nothing_else():
    after_reset = person(**BY_PHONE)
    for account_, enrolled in (
        (after_reset, Enrolled(sms=PHONE)),
        (person(level=Level.VERIFICADA), Enrolled(totp=LOCKED)),
    ):
        assert behind(account_, enrolled, NOW) is None
        assert lacking(account_, session(), enrolled, NOW) is None
        assert for_documents(account_, session(), enrolled, NOW) == given_back(
            account_, enrolled, NOW
        )


def test_an_app_that_is_locked_and_that_no_documents_came_after_lets_nobody_show_any():
    for account_ in (person(), person(level=Level.VERIFICADA, reset_at=RESET)):
        late = replace(LOCKED, created_at=AFTER)
        lack = lacking(account_, session(), Enrolled(totp=late), NOW)
        assert isinstance(lack, SecondFactorRequired)


def test_a_number_that_changed_lately_is_waited_for():
    fresh = {Channel.PHONE: Contact("index", NOW - timedelta(hours=2))}
    later = replace(person(), contacts=fresh)

    lack = lacking(later, session(), Enrolled(sms=Sms(NOW - timedelta(hours=1))), NOW)

    assert isinstance(lack, SecondFactorRequired)


def test_a_factor_that_counts_stands_before_a_stronger_one_that_does_not():
    late = replace(passkey(), created_at=AFTER)
    enrolled = Enrolled(passkeys=(late,), totp=APP)

    found = behind(person(reset_at=RESET), enrolled, NOW)

    assert found == Bound(Method.TOTP)


@pytest.mark.parametrize(
    ("changes", "here", "allowed"),
    [
        ({}, session(), True),
        ({"level": Level.VERIFICADA}, session(), False),
        ({"level": Level.VERIFICADA}, STRONG, True),
        # It counts for nothing until documents are shown again.
        ({"level": Level.VERIFICADA, "reset_at": RESET}, session(), True),
    ],
)
def test_a_password_alone_binds_nothing_to_a_proved_account(changes, here, allowed):
    assert may_bind(person(**changes), here) is allowed


def test_who_is_verificada_and_can_not_sign_in_so_has_documents_to_show():
    verified = person(level=Level.VERIFICADA)

    assert is_settled(verified, Enrolled(totp=APP), NOW)
    assert not is_settled(verified, Enrolled(), NOW)
    assert not is_settled(replace(verified, reset_at=BEFORE), Enrolled(totp=Totp(b"", AFTER)), NOW)
    assert not is_settled(person(), Enrolled(totp=APP), NOW)


@pytest.mark.parametrize(
    ("enrolled", "going", "last"),
    [
        (Enrolled(totp=APP), Bound(Method.TOTP), True),
        (Enrolled(sms=PHONE, codes=CODES), Bound(Method.SMS), True),
        (Enrolled(totp=APP, sms=PHONE), Bound(Method.TOTP), False),
        (Enrolled(passkeys=(passkey(), passkey("k2"))), Bound(Method.PASSKEY, "k1"), False),
        (Enrolled(passkeys=(passkey(),), totp=LOCKED), Bound(Method.PASSKEY, "k1"), True),
    ],
)
def test_the_last_is_the_last_that_she_can_use(enrolled, going, last):
    assert is_last(person(), enrolled, going, NOW) is last


def test_the_only_one_that_counts_is_the_last_of_a_verified_account():
    verified = person(level=Level.VERIFICADA, reset_at=RESET)
    enrolled = Enrolled(totp=APP, sms=Sms(AFTER))

    assert is_last(verified, enrolled, Bound(Method.TOTP), NOW)
    assert not is_last(verified, enrolled, Bound(Method.SMS), NOW)


def test_what_stays_is_named_even_if_it_can_not_be_used():
    enrolled = Enrolled(passkeys=(passkey(),), totp=LOCKED)

    assert what_stays(person(), enrolled, Bound(Method.PASSKEY, "k1"), NOW) == Bound(
        Method.TOTP, is_locked=True
    )
    assert what_stays(person(), Enrolled(totp=APP), Bound(Method.TOTP), NOW) is None
