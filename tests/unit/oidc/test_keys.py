"""The ring of signing keys: a rotation loses no token, and a compromised key goes at once."""

from datetime import datetime, timedelta

import pytest

from llave.oidc import keys
from llave.oidc.keys import KeyUnknown, Ring, Rotation, SigningKey, State
from tests.fakes import NOW
from tests.oidc import UnwrappedPairs


class Rings:
    """One ring in memory, with the condition of the table."""

    def __init__(self) -> None:
        self.ring = Ring()

    def read(self) -> Ring:
        return self.ring

    def write(self, before: Ring, after: tuple[SigningKey, ...]) -> bool:
        if before.version != self.ring.version:
            return False
        self.ring = Ring(before.version + 1, after)
        return True


@pytest.fixture
def rings() -> Rings:
    return Rings()


@pytest.fixture
def pairs() -> UnwrappedPairs:
    return UnwrappedPairs()


def states(rings: Rings) -> list[str]:
    return sorted(key.state.value for key in rings.ring.keys)


def kid_of(rings: Rings, state: State) -> str:
    return rings.ring.in_state(state)[0].kid


def test_the_first_job_makes_what_is_missing_once(rings: Rings, pairs: UnwrappedPairs):
    assert keys.ensure(rings, pairs, NOW) is True
    assert states(rings) == ["current", "next"]
    assert keys.ensure(rings, pairs, NOW) is False
    assert len(pairs.made) == 2


def test_the_next_key_signs_and_the_last_one_stays_published(rings: Rings, pairs: UnwrappedPairs):
    keys.ensure(rings, pairs, NOW)
    current, following = kid_of(rings, State.CURRENT), kid_of(rings, State.NEXT)
    later = NOW + keys.SIGNS_FOR

    assert keys.rotate(rings, pairs, later) is Rotation.ROTATED

    assert states(rings) == ["current", "next", "previous"]
    assert kid_of(rings, State.CURRENT) == following
    assert kid_of(rings, State.PREVIOUS) == current


def test_a_rotation_waits_for_its_time(rings: Rings, pairs: UnwrappedPairs):
    keys.ensure(rings, pairs, NOW)

    early = NOW + keys.SIGNS_FOR - timedelta(seconds=1)
    at_once = keys.rotate(rings, pairs, NOW + timedelta(minutes=5), timedelta())

    assert keys.rotate(rings, pairs, early) is Rotation.NOT_DUE
    assert at_once is Rotation.NEXT_TOO_YOUNG


def test_a_key_is_forgotten_when_its_tokens_have_ended(rings: Rings, pairs: UnwrappedPairs):
    keys.ensure(rings, pairs, NOW)
    first = kid_of(rings, State.CURRENT)
    _rotated(rings, pairs, NOW + timedelta(hours=2))
    _rotated(rings, pairs, NOW + timedelta(hours=4))
    assert rings.ring.find(first) is not None
    assert len(rings.ring.in_state(State.PREVIOUS)) == 2

    _rotated(rings, pairs, NOW + timedelta(hours=2) + keys.KEPT_AFTER)

    assert rings.ring.find(first) is None


def test_of_two_rotations_one_wins(rings: Rings, pairs: UnwrappedPairs):
    keys.ensure(rings, pairs, NOW)
    seen = rings.read()
    _rotated(rings, pairs, NOW + timedelta(hours=2))

    class Late(Rings):
        def read(self) -> Ring:
            return seen

    late = Late()
    late.ring = rings.ring
    outcome = keys.rotate(late, pairs, NOW + timedelta(hours=2), timedelta())

    assert outcome is Rotation.LOST_RACE


@pytest.mark.parametrize("state", [State.CURRENT, State.NEXT])
def test_a_revoked_key_is_gone_and_something_signs(
    rings: Rings, pairs: UnwrappedPairs, state: State
):
    keys.ensure(rings, pairs, NOW)
    stolen = kid_of(rings, state)

    assert keys.revoke(rings, pairs, stolen, NOW) is True

    assert rings.ring.find(stolen) is None
    assert states(rings) == ["current", "next"]


def test_an_unknown_key_can_not_be_revoked(rings: Rings, pairs: UnwrappedPairs):
    with pytest.raises(KeyUnknown):
        keys.revoke(rings, pairs, "otra", NOW)


def _rotated(rings: Rings, pairs: UnwrappedPairs, now: datetime) -> None:
    assert keys.rotate(rings, pairs, now, timedelta()) is Rotation.ROTATED
