"""Capture sessions are used once, in time, for their own case."""

from datetime import timedelta

import pytest

from llave import wiring
from llave.documents.capture import LIFE, CaptureSpent, begun
from tests.fakes import NOW

SOON = NOW + timedelta(minutes=1)


@pytest.fixture
def session(aws):
    made = begun("nonce", "ana", "case", lambda all_of_them: all_of_them, NOW)
    wiring.captures().begin(made)
    return made


def test_a_session_comes_back_as_it_was_begun(session):
    assert wiring.captures().get(session.key) == session
    assert wiring.captures().get("another") is None


def test_a_session_is_used_once(session):
    spent = wiring.captures().spend(session.key, "ana", "case", SOON)

    assert spent.spent_at == SOON
    with pytest.raises(CaptureSpent):
        wiring.captures().spend(session.key, "ana", "case", SOON)
    assert wiring.captures().get(session.key) == spent


@pytest.mark.parametrize(
    ("person", "case", "at"),
    [("eva", "case", SOON), ("ana", "another", SOON), ("ana", "case", NOW + LIFE)],
)
def test_anothers_or_late_it_is_not_used(session, person, case, at):
    with pytest.raises(CaptureSpent):
        wiring.captures().spend(session.key, person, case, at)

    assert wiring.captures().get(session.key) == session


def test_the_nonce_is_nowhere(session, aws):
    assert "nonce" not in repr(aws.items("sessions"))
