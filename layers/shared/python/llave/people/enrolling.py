"""Enrolling and removing factors: the steps, and what such a change writes beside the factor.

Each change is told to every confirmed contact, in the same transaction: whoever holds one medium can
not keep it from the other (T33).
"""

from dataclasses import replace
from datetime import datetime

from llave.people.accounts import Account, Channel
from llave.people.audit import Event, What
from llave.people.enrolments import (
    NAME_SEALED_AS,
    SEALED_AS,
    Begun,
    Change,
    EnrolmentGone,
    FactorGone,
    NotFresh,
    PhoneUnfit,
    Ports,
    TotpCodeWrong,
)
from llave.people.factors import (
    MOST_PASSKEYS,
    Enrolled,
    Method,
    Sms,
    Totp,
    number_is_fresh,
    usable,
)
from llave.people.outbox import Kind, Message
from llave.people.passkeys import PasskeyRefused, made
from llave.people.recovery_codes import digest, new_codes
from llave.people.second_step import is_fresh
from llave.people.sessions import SignedIn
from llave.people.totp import new_secret, step_of


def expect_fresh(who: SignedIn, enrolled: Enrolled, now: datetime) -> None:
    """Raises NotFresh."""
    if not is_fresh(who.session, enrolled, now):
        raise NotFresh("prove again")


def is_stuck(account: Account, enrolled: Enrolled, now: datetime) -> bool:
    """Whether she has factors and none that can be used, so that she can not prove a change hers."""
    return not enrolled.is_empty and not usable(account, enrolled, now)


def begin_totp(who: SignedIn, ports: Ports, now: datetime) -> str:
    """The secret to show: that of an enrolment under way, or a new one."""
    key = ports.keys.open(who.account.person, who.account.wrapped_key)
    begun = ports.enrolments.get(who.session.key, Method.TOTP)
    if begun and begun.is_live(now):
        return key.unseal(SEALED_AS, begun.secret)
    secret = new_secret()
    sealed = key.seal(SEALED_AS, secret)
    ports.enrolments.begin(Begun(who.session.key, Method.TOTP, now, secret=sealed))
    return secret


def finish_totp(who: SignedIn, code: str, ports: Ports, now: datetime) -> None:
    """Enrol the app whose code it is; raises NotFresh, EnrolmentGone, TotpCodeWrong, FactorGone."""
    expect_fresh(who, ports.factors.of(who.account.person), now)
    begun = _under_way(who, Method.TOTP, ports, now)
    ports.enrolments.attempt(begun)
    key = ports.keys.open(who.account.person, who.account.wrapped_key)
    step = step_of(key.unseal(SEALED_AS, begun.secret), code, now)
    if step is None:
        raise TotpCodeWrong
    ports.enrolments.finish(begun)
    added = change(who, What.FACTOR_ADDED, Method.TOTP, ports, now)
    ports.factors.add(added, Totp(begun.secret, now, step=step))


def begin_passkey(who: SignedIn, ports: Ports, now: datetime) -> str:
    """The nonce of an enrolment under way, or of a new one."""
    begun = ports.enrolments.get(who.session.key, Method.PASSKEY)
    if begun and begun.is_live(now):
        return begun.nonce
    begun = Begun(who.session.key, Method.PASSKEY, now, nonce=ports.new_token())
    ports.enrolments.begin(begun)
    return begun.nonce


def finish_passkey(
    who: SignedIn, answer: str, name: str | None, ports: Ports, now: datetime
) -> None:
    """Enrol what the browser made; raises NotFresh, EnrolmentGone, PasskeyRefused, FactorGone."""
    enrolled = ports.factors.of(who.account.person)
    expect_fresh(who, enrolled, now)
    begun = _under_way(who, Method.PASSKEY, ports, now)
    passkey = made(ports.site, answer, begun.nonce, now)
    if len(enrolled.passkeys) >= MOST_PASSKEYS:
        raise PasskeyRefused
    if name:
        key = ports.keys.open(who.account.person, who.account.wrapped_key)
        passkey = replace(passkey, name=key.seal(NAME_SEALED_AS, name))
    ports.enrolments.finish(begun)
    ports.factors.add(change(who, What.FACTOR_ADDED, Method.PASSKEY, ports, now), passkey)


def add_sms(who: SignedIn, ports: Ports, now: datetime) -> None:
    """Enrol the confirmed mobile; raises NotFresh, PhoneUnfit, FactorGone."""
    expect_fresh(who, ports.factors.of(who.account.person), now)
    if not phone_is_fit(who.account, now):
        raise PhoneUnfit("no settled mobile")
    ports.factors.add(change(who, What.FACTOR_ADDED, Method.SMS, ports, now), Sms(now))


def phone_is_fit(account: Account, now: datetime) -> bool:
    """Whether the account has a mobile that may become a factor."""
    contact = account.contacts.get(Channel.PHONE)
    return bool(contact and contact.is_confirmed) and not number_is_fresh(account, now)


def make_codes(who: SignedIn, ports: Ports, now: datetime) -> tuple[str, ...]:
    """New recovery codes, to be shown this once; raises NotFresh, FactorGone without a factor."""
    enrolled = ports.factors.of(who.account.person)
    expect_fresh(who, enrolled, now)
    if enrolled.is_empty:
        raise FactorGone("no factor that they stand in for")
    codes = new_codes()
    told = change(who, What.CODES_MADE, Method.RECOVERY_CODE, ports, now)
    ports.factors.put_codes(told, [digest(code) for code in codes])
    return codes


def remove(who: SignedIn, method: Method, key: str, ports: Ports, now: datetime) -> None:
    """Remove a factor; raises NotFresh, FactorGone."""
    enrolled = ports.factors.of(who.account.person)
    expect_fresh(who, enrolled, now)
    removed = change(who, What.FACTOR_REMOVED, method, ports, now)
    ports.factors.remove(removed, method, key, last=enrolled.count <= 1)


def ask_always(who: SignedIn, ports: Ports, now: datetime, *, always: bool) -> None:
    """Have the second step asked at every sign-in, or only where it is needed."""
    enrolled = ports.factors.of(who.account.person)
    expect_fresh(who, enrolled, now)
    if enrolled.is_empty:
        raise FactorGone("nothing to ask for")
    what = What.SECOND_ALWAYS if always else What.SECOND_WHEN_NEEDED
    ports.factors.ask_always(change(who, what, None, ports, now), always=always)


def change(who: SignedIn, what: What, method: Method | None, ports: Ports, now: datetime) -> Change:
    """What a change of factors writes beside the factor."""
    person = who.account.person
    refs = {"method": method.value} if method else {}
    return Change(
        person=person,
        at=now,
        ended_before=who.account.ended_before,
        event=Event(ports.new_id(), person, what, now, refs),
        notices=(Message(ports.new_id(), Kind.FACTOR_CHANGED, person, now, refs=refs),),
    )


def _under_way(who: SignedIn, method: Method, ports: Ports, now: datetime) -> Begun:
    begun = ports.enrolments.get(who.session.key, method)
    if begun is None or not begun.is_live(now):
        raise EnrolmentGone("not under way")
    return begun
