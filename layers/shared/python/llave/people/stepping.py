"""Taking the second step: asking for it, sending a code, and what a right answer writes."""

from dataclasses import dataclass
from datetime import datetime

from llave.people.accounts import Account
from llave.people.attempts import Entered
from llave.people.audit import Event, What
from llave.people.budgets import spend
from llave.people.challenges import (
    GUESSES,
    MOST_CODES,
    TEXTS,
    Challenge,
    ChallengeGone,
    First,
    MethodUnavailable,
    Proven,
    SecondEntry,
)
from llave.people.codes import fingerprint
from llave.people.devices import Device, DeviceChoice
from llave.people.entering import SMALLEST_STEP, Chance
from llave.people.factors import Enrolled, Method, counts, usable
from llave.people.keyring import Purpose
from llave.people.outbox import Kind, Message
from llave.people.passkeys import Site, request_options
from llave.people.proving import Given, Ports, Try, proven_by
from llave.people.second_step import PASSWORD_LIFE, earned, together
from llave.people.sessions import Session, SignedIn


@dataclass(frozen=True, slots=True)
class Waiting:
    """A challenge, whose it is, and what she can answer it with now."""

    challenge: Challenge
    account: Account
    enrolled: Enrolled
    methods: tuple[Method, ...]


def opened(
    account: Account, enrolled: Enrolled, first: First, ports: Ports, now: datetime
) -> tuple[Waiting, str]:
    """Let a second step wait; returns it and the cookie that finds it."""
    cookie = ports.chance.new_token()
    challenge = Challenge(
        id=ports.chance.new_id(),
        key=fingerprint(cookie),
        person=account.person,
        first=first,
        nonce=ports.chance.new_token(),
        # Clocks differ: what begins after everything was ended must look so.
        created_at=max(now, account.ended_before + SMALLEST_STEP),
    )
    ports.challenges.open(challenge)
    return Waiting(challenge, account, enrolled, usable(account, enrolled, now)), cookie


def waiting(cookie: str | None, ports: Ports, now: datetime) -> Waiting:
    """What waits in this browser; raises ChallengeGone."""
    challenge = ports.challenges.get(fingerprint(cookie)) if cookie else None
    if challenge is None or not challenge.is_live(now):
        raise ChallengeGone("no live challenge")
    account = ports.accounts.get(challenge.person)
    if account is None or not account.still_counts(challenge.created_at):
        raise ChallengeGone("everything was ended")
    enrolled = ports.factors.of(challenge.person)
    return Waiting(challenge, account, enrolled, usable(account, enrolled, now))


def stepping_up(
    who: SignedIn, version: int, ports: Ports, now: datetime
) -> tuple[Waiting, str] | None:
    """The second step of who is in already, over the password of that sign-in while it counts; None
    when it no longer does, or there is nothing to do the step with."""
    session, account = who.session, who.account
    enrolled = ports.factors.of(account.person)
    if now - session.auth_time > PASSWORD_LIFE or not usable(account, enrolled, now):
        return None
    first = First(
        amr=tuple(method for method in session.amr if method == "pwd"),
        auth_time=session.auth_time,
        version=version,
        choice=None if session.device else _choice_of(session),
        device=_device_of(session, version),
        replaces=session.key,
        continues=True,
    )
    return opened(account, enrolled, first, ports, now)


def passkey_options(here: Waiting, site: Site) -> str:
    """What the browser is asked for a passkey, or nothing when she has none."""
    if Method.PASSKEY not in here.methods:
        return ""
    return request_options(site, here.challenge.nonce, here.enrolled.passkeys)


def send_code(here: Waiting, ports: Ports, now: datetime) -> None:
    """Send a code to the mobile; raises MethodUnavailable, TooManyAttempts, ChallengeGone."""
    if Method.SMS not in here.methods or here.challenge.codes >= MOST_CODES:
        raise MethodUnavailable
    person = here.challenge.person
    spend(TEXTS, person, ports.budgets, now)
    code = ports.chance.new_id()
    secret = ports.keyring.live(Purpose.CODES)[0]
    refs = {"code": code, "secret": str(secret.version)}
    sent = Message(ports.chance.new_id(), Kind.SIGN_IN_CODE, person, now, "phone", refs)
    ports.challenges.send_code(here.challenge, code, sent)


def take(here: Waiting, given: Given, ports: Ports, now: datetime) -> Entered:
    """Check the answer and sign in; raises MethodUnavailable, CodeWrong, PasskeyWrong, ChallengeGone,
    TooManyAttempts."""
    if given.method not in here.methods:
        raise MethodUnavailable
    counted = ports.challenges.attempt(here.challenge, now)
    if given.method is not Method.PASSKEY:
        spend(GUESSES, counted.person, ports.budgets, now)
    proven = proven_by(Try(here.account, here.enrolled, counted, given, now), ports)
    entry, entered = _entry(here, proven, ports.chance, now)
    ports.challenges.enter(entry)
    if given.method is Method.SMS:
        ports.texted.answered(counted.person, now)
    return entered


def _entry(
    here: Waiting, proven: Proven, chance: Chance, now: datetime
) -> tuple[SecondEntry, Entered]:
    first, account = here.challenge.first, here.account
    cookie = chance.new_token()
    wants = first.choice is DeviceChoice.REMEMBER and first.device is None
    device_cookie = chance.new_token() if wants else None
    remembered = _device(device_cookie, here.challenge, now) if device_cookie else None
    forgets = first.device is not None and first.choice in (DeviceChoice.OWN, DeviceChoice.SHARED)
    session = _session(here, proven, cookie, remembered or (None if forgets else first.device), now)
    is_proof = account.reset_at is not None and proven.method.is_strong
    entry = SecondEntry(
        challenge=here.challenge,
        proven=proven,
        account=account,
        session=session,
        remembered=remembered,
        forgets=forgets,
        clears_reset=is_proof and counts(account, proven.made_at),
        event=_event(here, proven, session, chance.new_id(), now),
        notices=_notices(here, proven, chance, now),
    )
    return entry, Entered(session, cookie, device_cookie, forgets)


def _session(
    here: Waiting, proven: Proven, cookie: str, kept: Device | None, now: datetime
) -> Session:
    first, account = here.challenge.first, here.account
    # A passkey is both steps at once, so it is as fresh as they come.
    is_both = proven.method is Method.PASSKEY
    return Session(
        key=fingerprint(cookie),
        person=account.person,
        # Clocks differ: what begins after everything was ended must look so.
        created_at=max(now, account.ended_before + SMALLEST_STEP),
        last_seen=now,
        auth_time=now if is_both else first.auth_time,
        level=earned(account, proven.made_at),
        amr=together(first.amr, proven.amr),
        shared=first.choice is DeviceChoice.SHARED or (first.choice is None and kept is None),
        device=kept.key if kept else None,
    )


def _choice_of(session: Session) -> DeviceChoice:
    return DeviceChoice.SHARED if session.shared else DeviceChoice.OWN


def _device_of(session: Session, version: int) -> Device | None:
    if session.device is None:
        return None
    return Device(session.person, session.device, version, session.auth_time)


def _device(cookie: str, challenge: Challenge, now: datetime) -> Device:
    return Device(challenge.person, fingerprint(cookie), challenge.first.version, now)


def _event(here: Waiting, proven: Proven, session: Session, event_id: str, now: datetime) -> Event:
    first = here.challenge.first
    device = "known" if first.device or first.continues else "new"
    refs = {"device": device, "level": session.level.value, "method": proven.method.value}
    return Event(event_id, session.person, What.SIGNED_IN, now, refs)


def _notices(here: Waiting, proven: Proven, chance: Chance, now: datetime) -> tuple[Message, ...]:
    first, person = here.challenge.first, here.challenge.person
    is_new = first.device is None and not first.continues
    told = [Kind.NEW_DEVICE] if is_new else []
    if proven.method is Method.RECOVERY_CODE:
        # One code fewer: somebody used it, and it had better be her.
        told.append(Kind.FACTOR_CHANGED)
    return tuple(Message(chance.new_id(), kind, person, now) for kind in told)
