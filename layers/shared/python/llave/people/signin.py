"""Signing in with a password: the order of the steps, and what they need.

On the wire, warm: from a new device BatchGetItem, the network's budget, the attempt, the account, one
transaction; from a known one BatchGetItem, its lane, the credential, the account, one transaction.
Failures make as many calls, whatever it is that failed. A device cookie that this person does not
know costs one call more, for who exists and who does not.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from llave.errors import WrongCredentials
from llave.people.accounts import Status
from llave.people.attempts import Attempt, Entered, Halfway, Lane, Seen, Unconfirmed
from llave.people.budgets import Budgets, spend
from llave.people.challenges import First
from llave.people.codes import fingerprint
from llave.people.credentials import Credential, Credentials, matches, rehashed
from llave.people.devices import Devices
from llave.people.entering import METHODS, Chance, Entry, Proof, entry
from llave.people.factors import Factors
from llave.people.identifiers import Places
from llave.people.keyring import Keyring
from llave.people.second_step import is_asked
from llave.people.sessions import Accounts
from llave.people.throttling import NETWORK, SPRAY, Pace, expect_room, shard_of


class Door(Protocol):
    """The reads and writes that only a sign-in makes."""

    def look(self, places: Places, paces: tuple[str, ...], shard: str, now: datetime) -> Seen:
        """Find the person and the brakes, in one call."""
        ...

    def slow(self, key: str, pace: Pace, now: datetime) -> None:
        """Keep a pace after a failure."""
        ...

    def enter(self, entry: Entry) -> None:
        """Write a sign-in; raises WrongCredentials when the password was changed meanwhile."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """What a sign-in stands on."""

    door: Door
    credentials: Credentials
    devices: Devices
    accounts: Accounts
    budgets: Budgets
    keyring: Keyring
    chance: Chance
    factors: Factors


def sign_in(attempt: Attempt, ports: Ports, now: datetime) -> Entered | Halfway | Unconfirmed:
    """Check the password; raises WrongCredentials, TooManyAttempts."""
    shard = shard_of(attempt.password, ports.keyring)
    paces = (attempt.network_pace, attempt.device_pace)
    seen = ports.door.look(attempt.places, paces, shard, now)
    lane = _known_lane(attempt, seen, ports, now) or _open_lane(attempt, seen, ports, now)
    if not matches(attempt.password, lane.credential, ports.keyring) or lane.credential is None:
        ports.door.slow(lane.pace, seen.pace(lane.pace).after_failure(now), now)
        ports.budgets.count(SPRAY.kind, shard, SPRAY.window, now)
        raise WrongCredentials("no match")
    return _proved(attempt, lane, lane.credential, seen, ports, now)


def _proved(
    attempt: Attempt, lane: Lane, credential: Credential, seen: Seen, ports: Ports, now: datetime
) -> Entered | Halfway | Unconfirmed:
    account = ports.accounts.get(credential.person)
    if account is None:
        raise WrongCredentials("no account")
    if account.status is Status.REGISTERED:
        ports.credentials.succeeded(credential)
        return Unconfirmed(account)
    proof = Proof(attempt, lane, credential, account)
    if halfway := _halfway(proof, ports, now):
        return halfway
    better = rehashed(attempt.password, credential, ports.keyring)
    was_slowed = lane.pace in seen.paces
    writes, entered = entry(proof, better, ports.chance, now, was_slowed=was_slowed)
    ports.door.enter(writes)
    return entered


def _halfway(proof: Proof, ports: Ports, now: datetime) -> Halfway | None:
    attempt, account = proof.attempt, proof.account
    if not (account.asks_second or attempt.needs_second):
        return None
    enrolled = ports.factors.of(account.person)
    if not is_asked(account, enrolled, now, needed=attempt.needs_second):
        return None
    if proof.unlocks:
        ports.credentials.succeeded(proof.credential)
    first = First(
        amr=METHODS,
        auth_time=now,
        version=proof.credential.version,
        choice=attempt.choice,
        device=proof.lane.device,
        replaces=fingerprint(attempt.session) if attempt.session else None,
        continues=attempt.continues,
    )
    return Halfway(account, first, enrolled)


def _known_lane(attempt: Attempt, seen: Seen, ports: Ports, now: datetime) -> Lane | None:
    if not attempt.device:
        return None
    seen.pace(attempt.device_pace).expect_patience(now)
    person = seen.person or attempt.places.name
    device = ports.devices.attempt(person, fingerprint(attempt.device), now)
    credential = ports.credentials.get(person) if device else None
    if device is None or credential is None or device.version != credential.version:
        return None
    return Lane(credential, device, attempt.device_pace)


def _open_lane(attempt: Attempt, seen: Seen, ports: Ports, now: datetime) -> Lane:
    seen.pace(attempt.network_pace).expect_patience(now)
    expect_room(seen.sprayed, now)
    spend(NETWORK, attempt.visitor.network, ports.budgets, now)
    credential = ports.credentials.attempt(seen.person, attempt.places.name, now)
    return Lane(credential, None, attempt.network_pace)
