"""The ring of signing keys: next, current, previous (design, section 5).

`next` is published before it signs, `current` signs, a `previous` key is published until every
token it signed has ended: a rotation loses no token. A compromised key leaves the ring at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

# How long verifiers may keep the published set.
PUBLISHED_FOR = timedelta(minutes=5)
SIGNS_FOR = timedelta(days=30)
# Verifiers that keep the set longer than they should still know a key when it begins to sign.
PUBLISHED_BEFORE = timedelta(hours=1)
# Far beyond the tokens' fifteen minutes, so that an ID token still says who signs out.
KEPT_AFTER = timedelta(days=1)


class State(StrEnum):
    """Where a key stands in its life."""

    NEXT = "next"
    CURRENT = "current"
    PREVIOUS = "previous"


class Rotation(StrEnum):
    """What a run of the rotation job did."""

    ROTATED = "rotated"
    NOT_DUE = "not-due"
    NEXT_TOO_YOUNG = "next-too-young"
    LOST_RACE = "lost-race"


class KeyUnknown(Exception):
    """The key that shall be revoked is not on the ring."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """`jwk` is public (RFC 7517); `wrapped` is the private key as KMS wrapped it; `kid` is the
    thumbprint of RFC 7638; `since` is when it came to its state."""

    kid: str
    state: State
    jwk: Mapping[str, str]
    since: datetime
    wrapped: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Ring:
    """All keys that are published; each change makes a new version, so that two jobs can not mix."""

    version: int = 0
    keys: tuple[SigningKey, ...] = ()

    def in_state(self, state: State) -> tuple[SigningKey, ...]:
        return tuple(key for key in self.keys if key.state is state)

    @property
    def current(self) -> SigningKey | None:
        return next(iter(self.in_state(State.CURRENT)), None)

    @property
    def next(self) -> SigningKey | None:
        return next(iter(self.in_state(State.NEXT)), None)

    def find(self, kid: object) -> SigningKey | None:
        """The key of that id; only keys of the ring are ever tried."""
        return next((key for key in self.keys if key.kid == kid), None)


class KeyPairs(Protocol):
    """Where new pairs come from; who asks never sees the private half."""

    def create(self, now: datetime) -> SigningKey:
        """A new pair, in the state next."""
        ...


class Rings(Protocol):
    """Where the ring is kept."""

    def read(self) -> Ring: ...

    def write(self, before: Ring, after: tuple[SigningKey, ...]) -> bool:
        """Replace the ring, if it is still the one that was read."""
        ...


def ensure(rings: Rings, pairs: KeyPairs, now: datetime) -> bool:
    """See to it that a key signs and a key is next; returns whether anything was missing."""
    ring = rings.read()
    missing = (ring.current is None) + (ring.next is None)
    made = [pairs.create(now) for _ in range(missing)]
    if ring.current is None:
        made[0] = replace(made[0], state=State.CURRENT)
    return bool(missing) and rings.write(ring, (*ring.keys, *made))


def rotate(
    rings: Rings, pairs: KeyPairs, now: datetime, signs_for: timedelta = SIGNS_FOR
) -> Rotation:
    """Let the next key sign if the current one has signed long enough, and forget ended ones."""
    ring = rings.read()
    if ring.current is None or ring.next is None:
        ensure(rings, pairs, now)
        return Rotation.NEXT_TOO_YOUNG
    if now - ring.current.since < signs_for:
        return Rotation.NOT_DUE
    if now - ring.next.since < PUBLISHED_BEFORE:
        return Rotation.NEXT_TOO_YOUNG
    after = (*_moved_on(ring, now), pairs.create(now))
    return Rotation.ROTATED if rings.write(ring, after) else Rotation.LOST_RACE


def revoke(rings: Rings, pairs: KeyPairs, kid: str, now: datetime) -> bool:
    """Emergency: take a key off the ring at once, with every token it signed; raises KeyUnknown.

    The next key signs from now on, published long enough or not. False when the ring changed
    meanwhile and the operator has to call again.
    """
    ring = rings.read()
    if ring.find(kid) is None:
        raise KeyUnknown(kid)
    left = [key for key in ring.keys if key.kid != kid]
    if not any(key.state is State.CURRENT for key in left):
        promoted = next((key for key in left if key.state is State.NEXT), None)
        left = [key for key in left if key is not promoted]
        left.append(replace(promoted or pairs.create(now), state=State.CURRENT, since=now))
    if not any(key.state is State.NEXT for key in left):
        left.append(pairs.create(now))
    return rings.write(ring, tuple(left))


def _moved_on(ring: Ring, now: datetime) -> tuple[SigningKey, ...]:
    following = {State.NEXT: State.CURRENT, State.CURRENT: State.PREVIOUS}
    return tuple(
        key if key.state is State.PREVIOUS else replace(key, state=following[key.state], since=now)
        for key in ring.keys
        if key.state is not State.PREVIOUS or now - key.since < KEPT_AFTER
    )
