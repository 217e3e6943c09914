"""A case's moves and the limit of tries, without any table."""

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llave.documents.cases import (
    DECIDED,
    MOST_TRIES,
    MOVES,
    OPEN,
    TRIES_WINDOW,
    UNDER_WAY,
    Picture,
    PicturesMissing,
    State,
    TooManyTries,
    WrongState,
    moved,
    one_more_try,
    opened,
    placed,
    submitted,
)
from llave.documents.kinds import BillKind, DocumentKind, Slot, slots_of
from llave.documents.reasons import Reason, Why
from llave.errors import InvalidInput
from tests.fakes import NOW

LATER = NOW + timedelta(hours=1)


def case(kind: DocumentKind = DocumentKind.INE):
    return opened("c", "ana", kind, BillKind.WATER, NOW)


def full(kind: DocumentKind = DocumentKind.INE):
    made = case(kind)
    for slot in slots_of(kind):
        made = placed(made, slot, Picture(slot.value, "v"), NOW)
    return made


def test_the_states_are_open_or_decided():
    assert set(State) == OPEN | DECIDED
    assert not OPEN & DECIDED
    assert UNDER_WAY < OPEN
    assert set(MOVES) == set(State)


def test_what_is_decided_stays_decided():
    assert all(not MOVES[state] for state in DECIDED)


def test_every_open_case_can_be_cancelled():
    assert all(State.CANCELLED in MOVES[state] for state in OPEN)


@pytest.mark.parametrize(("begins", "to"), list(product(State, State)))
def test_only_the_tables_moves_are_made(begins, to):
    from dataclasses import replace

    at = replace(full(), state=begins)

    if to in MOVES[begins]:
        after = moved(at, to, LATER, (Reason(Why.REVIEWER),))
        assert (after.state, after.changed_at) == (to, LATER)
        assert after.decided_at == (LATER if to in DECIDED else None)
    else:
        with pytest.raises(WrongState):
            moved(at, to, LATER)


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_case_is_handed_in_with_every_picture_of_its_kind(kind):
    assert submitted(full(kind), "session", LATER).submitted_at == LATER
    with pytest.raises(PicturesMissing):
        submitted(case(kind), None, LATER)


def test_a_picture_has_a_place_on_the_document():
    with pytest.raises(InvalidInput):
        placed(case(DocumentKind.PASSPORT), Slot.BACK, Picture("k", "v"), NOW)


@given(st.lists(st.integers(0, 60 * 24), max_size=60))
def test_no_six_hours_hold_more_than_five_tries(minutes):
    counted: tuple = ()
    made = []
    for minute in sorted(minutes):
        now = NOW + timedelta(minutes=minute)
        try:
            counted = one_more_try(counted, now)
        except TooManyTries as refused:
            # Told when to come back, she is let in then: else this raises.
            one_more_try(counted, now + timedelta(seconds=refused.retry_after))
            continue
        made.append(now)

    for start in made:
        inside = [at for at in made if start <= at < start + TRIES_WINDOW]
        assert len(inside) <= MOST_TRIES
