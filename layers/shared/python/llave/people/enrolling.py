"""Enrolling factors: the steps, and what a change of factors writes beside the factor.

Each change is told to every confirmed contact, in the same transaction: whoever holds one medium can
not keep it from the other (T33).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from llave.people.accounts import Account, Channel
from llave.people.audit import Event, What
from llave.people.bound import ProveAgain, may_bind
from llave.people.codes import fingerprint
from llave.people.enrolments import (
    NAME_SEALED_AS,
    SEALED_AS,
    Begun,
    Change,
    EnrolmentGone,
    NotFresh,
    PhoneUnfit,
    Ports,
    Renewed,
    TotpCodeWrong,
)
from llave.people.entering import SMALLEST_STEP
from llave.people.factors import (
    MOST_PASSKEYS,
    Enrolled,
    Method,
    Passkey,
    Sms,
    Totp,
    number_is_fresh,
)
from llave.people.outbox import Kind, Message
from llave.people.passkeys import PasskeyRefused, made
from llave.people.second_step import AMR, is_fresh, passkey_amr, together
from llave.people.sessions import SignedIn
from llave.people.totp import new_secret, step_of

METHODS: Mapping[type, Method] = {
    Passkey: Method.PASSKEY,
    Totp: Method.TOTP,
    Sms: Method.SMS,
}


def expect_fresh(who: SignedIn, enrolled: Enrolled, now: datetime) -> None:
    """Raises NotFresh."""
    if not is_fresh(who.session, enrolled, now):
        raise NotFresh("prove again")


def expect_may_add(who: SignedIn, ports: Ports, now: datetime) -> Enrolled:
    """What she has, if she may add to it; raises NotFresh, ProveAgain."""
    enrolled = ports.factors.of(who.account.person)
    expect_fresh(who, enrolled, now)
    if not may_bind(who.account, who.session):
        raise ProveAgain("no factor beside the password")
    return enrolled


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


def finish_totp(who: SignedIn, code: str, ports: Ports, now: datetime) -> Renewed | None:
    """Enrol the app whose code it is, and the session in which a first factor was shown; raises
    NotFresh, ProveAgain, EnrolmentGone, TotpCodeWrong, FactorGone."""
    enrolled = expect_may_add(who, ports, now)
    begun = _under_way(who, Method.TOTP, ports, now)
    ports.enrolments.attempt(begun)
    key = ports.keys.open(who.account.person, who.account.wrapped_key)
    step = step_of(key.unseal(SEALED_AS, begun.secret), code, now)
    if step is None:
        raise TotpCodeWrong
    ports.enrolments.finish(begun)
    return _add(who, Totp(begun.secret, now, step=step), AMR[Method.TOTP], enrolled, ports, now)


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
) -> Renewed | None:
    """Enrol what the browser made, as `finish_totp` does; raises NotFresh, ProveAgain, EnrolmentGone,
    PasskeyRefused, FactorGone."""
    enrolled = expect_may_add(who, ports, now)
    begun = _under_way(who, Method.PASSKEY, ports, now)
    passkey = made(ports.site, answer, begun.nonce, now)
    if len(enrolled.passkeys) >= MOST_PASSKEYS:
        raise PasskeyRefused
    if name:
        key = ports.keys.open(who.account.person, who.account.wrapped_key)
        passkey = replace(passkey, name=key.seal(NAME_SEALED_AS, name))
    ports.enrolments.finish(begun)
    return _add(who, passkey, passkey_amr(synced=passkey.synced), enrolled, ports, now)


def add_sms(who: SignedIn, ports: Ports, now: datetime) -> None:
    """Enrol the confirmed mobile; raises NotFresh, ProveAgain, PhoneUnfit, FactorGone.

    Nothing has been sent to it now, so it is shown by its first code, not by this."""
    enrolled = expect_may_add(who, ports, now)
    if not phone_is_fit(who.account, now):
        raise PhoneUnfit("no settled mobile")
    _add(who, Sms(now), (), enrolled, ports, now)


def phone_is_fit(account: Account, now: datetime) -> bool:
    """Whether the account has a mobile that may become a factor."""
    contact = account.contacts.get(Channel.PHONE)
    return bool(contact and contact.is_confirmed) and not number_is_fresh(account, now)


def change(
    who: SignedIn,
    what: What,
    method: Method | None,
    ports: Ports,
    now: datetime,
    *,
    is_first: bool = False,
) -> Change:
    """What a change of factors writes beside the factor."""
    person = who.account.person
    refs = {"method": method.value} if method else {}
    return Change(
        person=person,
        at=now,
        ended_before=who.account.ended_before,
        level=who.account.level,
        is_first=is_first,
        event=Event(ports.new_id(), person, what, now, refs),
        notices=(Message(ports.new_id(), Kind.FACTOR_CHANGED, person, now, refs=refs),),
    )


def _add(
    who: SignedIn,
    made: Passkey | Totp | Sms,
    shown: tuple[str, ...],
    enrolled: Enrolled,
    ports: Ports,
    now: datetime,
) -> Renewed | None:
    method = METHODS[type(made)]
    first = enrolled.is_empty
    told = change(who, What.FACTOR_ADDED, method, ports, now, is_first=first)
    renewed = _renewed(who, shown, ports.new_token(), now) if first and shown else None
    ports.factors.add(told, made, renewed)
    return renewed


def _renewed(who: SignedIn, shown: tuple[str, ...], cookie: str, now: datetime) -> Renewed:
    """The same sign-in with what she has just shown: of the level that it had, since a level is
    reached by a factor that was there before."""
    session = replace(
        who.session,
        key=fingerprint(cookie),
        # Clocks differ: what begins after everything was ended must look so.
        created_at=max(now, who.account.ended_before + SMALLEST_STEP),
        last_seen=now,
        amr=together(who.session.amr, shown),
    )
    return Renewed(session, cookie, replaces=who.session.key)


def _under_way(who: SignedIn, method: Method, ports: Ports, now: datetime) -> Begun:
    begun = ports.enrolments.get(who.session.key, method)
    if begun is None or not begun.is_live(now):
        raise EnrolmentGone("not under way")
    return begun
