"""A new secret for a look-up, while everybody goes on finding and nothing is held twice.

1. A second version is made. Within minutes every process writes under both and reads under both.
2. Filling: whatever stands under the old version alone is written under the new one as well, in passes
   over all accounts, until a whole pass finds nothing to write.
3. Only then may an operator retire the old version.
4. When every process has forgotten it, what still stands under it is dropped.

While two versions live the old one's items are the truth: who knows the new version writes both in one
transaction, who does not know it yet writes the old one alone.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from llave.people.accounts import Account, Channel
from llave.people.confirming import indexes_of
from llave.people.contacts import PhoneNumber
from llave.people.curp import Curp
from llave.people.keyring import Keyring, Made, Purpose
from llave.people.lookups import Index, Indexes, by_curp, by_phone
from llave.people.vault import PersonKey

# Longer than any process goes on without looking for new versions, and than any call takes.
SPREAD = timedelta(minutes=20)
# A key of the table, where a pass goes on.
Cursor = tuple[str, str]


class State(StrEnum):
    """FILLED: every guard stands under both. RETIRED: the old secret is gone, its items are being
    dropped."""

    FILLING = "filling"
    FILLED = "filled"
    RETIRED = "retired"
    DONE = "done"


class NotFilled(Exception):
    """Guards under the old version may be missing under the new one: it can not retire yet."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """One purpose on its way from one version to the next; `since` is when its state began, `written`
    what the pass under way had to write so far."""

    purpose: Purpose
    old: int
    new: int
    state: State
    since: datetime
    cursor: Cursor | None = None
    written: int = 0
    passes: int = 0

    @property
    def is_moving(self) -> bool:
        """Whether there is work to do."""
        return self.state in (State.FILLING, State.RETIRED)

    def may_move(self, now: datetime) -> bool:
        """Whether every process knows by now what began with the state."""
        return self.is_moving and now >= self.since + SPREAD

    def after_page(self, written: int, cursor: Cursor | None, now: datetime) -> "Rotation":
        """What it is after one more page; a pass ends where no cursor leads on."""
        total = self.written + written
        if cursor is not None:
            return replace(self, cursor=cursor, written=total)
        if self.state is State.RETIRED:
            return replace(self, state=State.DONE, since=now, cursor=None, written=0)
        if total:
            return replace(self, cursor=None, written=0, passes=self.passes + 1)
        return replace(self, state=State.FILLED, since=now, cursor=None, passes=self.passes + 1)


@dataclass(frozen=True, slots=True)
class Page:
    """Ids of accounts or cases, or keys of items; `cursor` is None at the end."""

    found: tuple[Cursor, ...]
    cursor: Cursor | None


@dataclass(frozen=True, slots=True)
class Renamed:
    """What is found under `old` is to be found under `new` too."""

    purpose: Purpose
    person: str
    old: Index
    new: Index


class Rotations(Protocol):
    """Where it is kept how far a rotation is."""

    def of(self, purpose: Purpose) -> tuple[Rotation, ...]:
        """Those of a purpose, the newest first."""
        ...

    def keep(self, before: Rotation | None, after: Rotation) -> bool:
        """Keep it; False when another run has moved it meanwhile."""
        ...


def begun(purpose: Purpose, made: tuple[Made, ...], rotations: Rotations) -> None:
    """Keep a rotation that an operator began by making a second version."""
    if len(made) < 2 or any(one.new == made[0].version for one in rotations.of(purpose)):
        return
    first = Rotation(purpose, made[1].version, made[0].version, State.FILLING, made[0].at)
    rotations.keep(None, first)


def advance(
    rotation: Rotation,
    rotations: Rotations,
    one_page: Callable[[Rotation], tuple[int, Cursor | None]],
    has_time: Callable[[], bool],
    now: datetime,
) -> Rotation:
    """Page after page while there is time; `one_page` does the work from the rotation's cursor on.

    Another run of the same job does the same work, which harms nothing; the slower one stops.
    """
    while rotation.may_move(now) and has_time():
        written, cursor = one_page(rotation)
        after = rotation.after_page(written, cursor, now)
        if not rotations.keep(rotation, after):
            return rotation
        rotation = after
    return rotation


def retired(rotation: Rotation | None, made: tuple[Made, ...], now: datetime) -> Rotation:
    """The rotation whose old version goes now; raises NotFilled."""
    if rotation is None or rotation.state not in (State.FILLED, State.RETIRED):
        raise NotFilled(rotation.state.value if rotation else "no rotation")
    if {one.version for one in made} != {rotation.old, rotation.new}:
        raise NotFilled("the versions that live are others")
    if rotation.state is State.RETIRED:
        return rotation
    return replace(rotation, state=State.RETIRED, since=now, cursor=None, written=0, passes=0)


def renamed(
    rotation: Rotation, account: Account, key: PersonKey, keyring: Keyring
) -> Renamed | None:
    """Under what an account is found by this purpose, old and new; None when it is not."""
    # Reads the versions again when this process does not know the new one yet.
    keyring.version(rotation.purpose, rotation.new)
    found = _indexes(rotation.purpose, account, key, keyring)
    if found is None:
        return None
    by_version = {index.version: index for index in found.all}
    old, new = by_version[rotation.old], by_version[rotation.new]
    return Renamed(rotation.purpose, account.person, old, new)


def _indexes(
    purpose: Purpose, account: Account, key: PersonKey, keyring: Keyring
) -> Indexes | None:
    if purpose is Purpose.LOOKUP_CURP:
        return by_curp(Curp(key.unseal("curp", account.sealed["curp"])), keyring)
    if purpose is Purpose.LOOKUP_EMAIL:
        has_email = Channel.EMAIL in account.contacts
        return indexes_of(key, account, Channel.EMAIL, keyring) if has_email else None
    if Channel.PHONE not in account.contacts:
        return None
    if purpose is Purpose.LOOKUP_PHONE:
        return by_phone(PhoneNumber(key.unseal("phone", account.sealed["phone"])), keyring)
    return indexes_of(key, account, Channel.PHONE, keyring)
