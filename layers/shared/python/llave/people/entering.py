"""What a sign-in writes once the password was right: all of it at once, or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from llave.people.accounts import Account, Level
from llave.people.attempts import Attempt, Entered, Lane
from llave.people.audit import Event, What
from llave.people.codes import fingerprint
from llave.people.credentials import Credential, Hashed
from llave.people.devices import Device, DeviceChoice
from llave.people.outbox import Kind, Message
from llave.people.sessions import Session

METHODS = ("pwd",)
SMALLEST_STEP = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """The writes of one sign-in.

    `unlock` forgets the failures, `better` is a hash with today's parameters, `known` the device it
    came over, which `forgets` gives up; `remembered` is a new one. `pace` is what need no longer be
    kept, `replaces` the session that this browser had.
    """

    session: Session
    credential: Credential
    unlock: bool
    better: Hashed | None
    known: Device | None
    remembered: Device | None
    forgets: bool
    pace: str | None
    replaces: str | None
    event: Event
    notice: Message | None


@dataclass(frozen=True, slots=True)
class Chance:
    """Where ids and tokens come from."""

    new_id: Callable[[], str]
    new_token: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Proof:
    """The password was right: whose it is, and by which way."""

    attempt: Attempt
    lane: Lane
    credential: Credential
    account: Account

    @property
    def is_known(self) -> bool:
        return self.lane.device is not None

    @property
    def is_no_news(self) -> bool:
        """Whether she need not be told: it is a device of hers, or she was in already."""
        return self.is_known or self.attempt.continues

    @property
    def forgets(self) -> bool:
        """Whether she no longer wants a known device remembered."""
        unwanted = (DeviceChoice.OWN, DeviceChoice.SHARED)
        return self.is_known and self.attempt.choice in unwanted

    @property
    def unlocks(self) -> bool:
        """Who proves herself on her own device frees the open lane too, unless it is locked: then a
        stranger is at it, and recovery is the way."""
        return not (self.is_known and self.credential.is_locked)


def entry(
    proof: Proof, better: Hashed | None, chance: Chance, now: datetime, *, was_slowed: bool
) -> tuple[Entry, Entered]:
    """What to write, and what the browser gets."""
    attempt, lane = proof.attempt, proof.lane
    cookie = chance.new_token()
    wants = attempt.choice is DeviceChoice.REMEMBER and not proof.is_known
    device_cookie = chance.new_token() if wants else None
    remembered = _device(device_cookie, proof.credential, now) if device_cookie else None
    session = _session(proof, cookie, remembered, now)
    writes = Entry(
        session=session,
        credential=proof.credential,
        unlock=proof.unlocks,
        better=better,
        known=lane.device,
        remembered=remembered,
        forgets=proof.forgets,
        pace=lane.pace if was_slowed else None,
        replaces=fingerprint(attempt.session) if attempt.session else None,
        event=_event(proof, chance.new_id(), now),
        notice=None if proof.is_no_news else _notice(proof, chance.new_id(), now),
    )
    return writes, Entered(session, cookie, device_cookie, proof.forgets)


def _session(proof: Proof, cookie: str, remembered: Device | None, now: datetime) -> Session:
    kept = remembered or (None if proof.forgets else proof.lane.device)
    choice = proof.attempt.choice
    return Session(
        key=fingerprint(cookie),
        person=proof.account.person,
        # Clocks differ: what begins after everything was ended must look so.
        created_at=max(now, proof.account.ended_before + SMALLEST_STEP),
        last_seen=now,
        auth_time=now,
        # A password alone is Básica, however high the account stands.
        level=Level.BASICA,
        amr=METHODS,
        # Where nobody was asked, a device counts as shared unless it is a known one.
        shared=choice is DeviceChoice.SHARED or (choice is None and kept is None),
        device=kept.key if kept else None,
    )


def _device(cookie: str, credential: Credential, now: datetime) -> Device:
    return Device(credential.person, fingerprint(cookie), credential.version, now)


def _event(proof: Proof, event_id: str, now: datetime) -> Event:
    refs = {"device": "known" if proof.is_no_news else "new", "level": Level.BASICA.value}
    return Event(event_id, proof.account.person, What.SIGNED_IN, now, refs)


def _notice(proof: Proof, message_id: str, now: datetime) -> Message:
    return Message(message_id, Kind.NEW_DEVICE, proof.account.person, now)
