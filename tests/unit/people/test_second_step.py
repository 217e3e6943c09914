"""The rules of the second step: what counts, what is refused, which level is reached."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest

from llave.people.accounts import Account, Channel, Contact, Level, Residence, Status
from llave.people.factors import (
    MOST_FAILURES,
    NUMBER_HOLD,
    Enrolled,
    Method,
    Passkey,
    RecoveryCodes,
    Sms,
    Strength,
    Totp,
    strength,
    usable,
)
from llave.people.second_step import can_reach, earned, is_asked, is_fresh, methods, reached
from llave.people.sessions import Session
from tests.fakes import NOW

LONG_AGO = NOW - timedelta(days=300)
AN_HOUR = timedelta(hours=1)
PASSKEY = Passkey("k", b"id", b"key", 0, (), "a", synced=False, created_at=LONG_AGO)
ALL = Enrolled((PASSKEY,), Totp(b"s", LONG_AGO), Sms(LONG_AGO), RecoveryCodes(10, LONG_AGO))
ONLY_SMS = Enrolled(sms=Sms(LONG_AGO))


def account(**changed: Any) -> Account:
    confirmed = Contact("i", LONG_AGO - AN_HOUR)
    made = Account(
        person="p",
        status=Status.ACTIVE,
        level=Level.VERIFICADA,
        residence=Residence.MEXICO,
        created_at=LONG_AGO - 2 * AN_HOUR,
        ended_before=LONG_AGO,
        privacy_notice="1",
        contacts={Channel.EMAIL: confirmed, Channel.PHONE: confirmed},
        wrapped_key=b"",
        sealed={},
        asks_second=True,
    )
    return replace(made, **changed)


def with_number_of(confirmed_at: datetime) -> Account:
    return account(contacts={Channel.PHONE: Contact("i", confirmed_at)})


def session(level: Level = Level.VERIFICADA, **changed: Any) -> Session:
    made = Session("k", "p", NOW, NOW, NOW, level, ("pwd", "otp", "mfa"), shared=False)
    return replace(made, **changed)


def test_the_strongest_method_comes_first():
    assert methods(account(), ALL, NOW) == tuple(Method)


@pytest.mark.parametrize(("stands", "was"), list(product(Level, Level)))
def test_a_session_is_never_worth_more_than_it_reached_nor_than_the_account(
    stands: Level, was: Level
):
    both = stands is was is Level.VERIFICADA

    found = reached(account(level=stands), session(was))

    assert found is (Level.VERIFICADA if both else Level.BASICA)


def test_a_new_number_refuses_text_messages_for_three_days():
    changed = with_number_of(NOW - AN_HOUR)
    enrolled = Enrolled(sms=Sms(NOW))

    assert usable(changed, enrolled, NOW) == ()
    assert usable(changed, enrolled, NOW + NUMBER_HOLD) == (Method.SMS,)


def test_another_number_than_the_enrolled_one_never_serves():
    changed = with_number_of(NOW)

    assert usable(changed, ONLY_SMS, NOW + 2 * NUMBER_HOLD) == ()


def test_the_number_of_a_new_account_serves_at_once():
    new = replace(with_number_of(NOW - AN_HOUR), created_at=NOW - 2 * AN_HOUR)

    assert usable(new, Enrolled(sms=Sms(NOW)), NOW) == (Method.SMS,)


def test_the_medium_of_a_reset_is_no_second_factor():
    reset = account(reset_by=(Channel.PHONE,), reset_at=NOW - AN_HOUR)

    assert usable(reset, ONLY_SMS, NOW) == ()
    assert usable(reset, ALL, NOW) == (Method.PASSKEY, Method.TOTP, Method.RECOVERY_CODE)


def test_what_was_enrolled_since_a_reset_raises_nobody():
    reset = account(reset_by=(Channel.EMAIL,), reset_at=NOW - AN_HOUR)
    new = Enrolled(totp=Totp(b"s", NOW))

    assert usable(reset, new, NOW) == (Method.TOTP,)
    assert can_reach(reset, new, NOW) is Level.BASICA
    assert earned(reset, NOW) is Level.BASICA
    assert earned(reset, LONG_AGO) is Level.VERIFICADA
    assert can_reach(reset, ALL, NOW) is Level.VERIFICADA


def test_a_level_is_earned_by_a_factor_and_never_over_the_account():
    assert earned(account(level=Level.BASICA), LONG_AGO) is Level.BASICA
    assert can_reach(account(level=Level.BASICA), ALL, NOW) is Level.BASICA
    assert can_reach(account(), Enrolled(), NOW) is Level.BASICA


@pytest.mark.parametrize(
    ("asks", "needed", "enrolled", "asked"),
    [
        (True, False, ALL, True),
        (False, True, ALL, True),
        (False, False, ALL, False),
        (True, True, Enrolled(), False),
        (True, False, Enrolled(totp=Totp(b"s", LONG_AGO, MOST_FAILURES)), True),
    ],
)
def test_who_is_asked(*, asks: bool, needed: bool, enrolled: Enrolled, asked: bool):
    assert is_asked(account(asks_second=asks), enrolled, NOW, needed=needed) is asked


def test_a_change_needs_a_factor_if_there_is_one_and_five_minutes_at_most():
    by_password = session(amr=("pwd",))

    assert is_fresh(by_password, Enrolled(), NOW)
    assert not is_fresh(by_password, ALL, NOW)
    assert is_fresh(session(), ALL, NOW + timedelta(minutes=5))
    assert not is_fresh(session(), ALL, NOW + timedelta(minutes=6))


@pytest.mark.parametrize(
    ("amr", "expected"),
    [
        (("pwd",), Strength.NONE),
        (("pwd", "otp", "mfa"), Strength.SECOND),
        (("pwd", "sms", "mfa"), Strength.SECOND),
        (("pwd", "hwk", "user", "mfa"), Strength.PHISHING_RESISTANT),
        (("swk", "user", "mfa"), Strength.PHISHING_RESISTANT),
        (("hwk",), Strength.NONE),
    ],
)
def test_the_strength_of_a_session_is_read_from_its_methods(
    amr: tuple[str, ...], expected: Strength
):
    assert strength(amr) is expected
