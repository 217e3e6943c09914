"""The ring in its table: one of two jobs wins; readers keep it for a minute, unless a key is unknown."""

from datetime import timedelta

import pytest

from llave import wiring
from llave.adapters.signing_ring import ASKED_AGAIN_AFTER, FRESH_FOR, FreshRing
from llave.oidc import keys
from tests.oidc import LocalPairs


@pytest.fixture
def pairs(aws) -> LocalPairs:
    made = LocalPairs()
    keys.ensure(wiring.signing_ring(), made, wiring.now() - timedelta(hours=2))
    return made


def test_a_ring_reads_back_as_it_was_written(pairs: LocalPairs):
    ring = wiring.signing_ring().read()

    assert {key.kid for key in ring.keys} == set(pairs.made)
    assert (ring.current is not None, ring.next is not None, ring.version) == (True, True, 1)


def test_who_writes_over_an_older_ring_changes_nothing(pairs: LocalPairs):
    table = wiring.signing_ring()
    seen = table.read()
    assert table.write(seen, seen.keys[:1])

    assert not table.write(seen, ())
    assert [key.kid for key in table.read().keys] == [seen.keys[0].kid]


def test_a_reader_keeps_the_ring_for_a_minute_and_asks_again_for_an_unknown_key(pairs: LocalPairs):
    clock = [0.0]
    reader = FreshRing(wiring.signing_ring(), lambda: clock[0])
    old = reader.read()
    keys.rotate(wiring.signing_ring(), pairs, wiring.now(), timedelta())
    new_kid = next(kid for kid in pairs.made if old.find(kid) is None)

    assert reader.read() == old
    assert reader.knowing(new_kid).find(new_kid) is None
    clock[0] = ASKED_AGAIN_AFTER
    assert reader.knowing(old.keys[0].kid) == old
    assert reader.knowing(new_kid).find(new_kid) is not None
    keys.revoke(wiring.signing_ring(), pairs, new_kid, wiring.now())
    clock[0] += FRESH_FOR
    assert reader.read().find(new_kid) is None
