"""T20: a face that was not taken in a session of ours is never accepted without anybody looking."""

from datetime import timedelta
from typing import Any

import pytest

from llave import wiring
from llave.documents.capture import LIFE, Capture, CaptureSpent, Challenge, begun, verdict
from llave.documents.decision import Thresholds, decide
from llave.documents.reasons import Outcome, Public, told
from tests.fakes import NOW
from tests.verifying import facts

ORDER = (Challenge.RIGHT, Challenge.BLINK, Challenge.LEFT)


def face(yaw: float = 0.0, *, eyes: bool = True) -> dict[str, Any]:
    return {"FaceDetails": [{"Pose": {"Yaw": yaw}, "EyesOpen": {"Value": eyes}}]}


FRAMES = [face(), face(-30), face(eyes=False), face(30)]


@pytest.fixture
def session(aws):
    made = begun("nonce", "ana", "case", lambda _: ORDER, NOW)
    wiring.captures().begin(made)
    return made


def outcome(capture: Capture) -> Outcome:
    return decide(facts(capture=capture), Thresholds()).outcome


def test_a_session_that_was_used_shows_who_was_before_the_camera(session):
    spent = wiring.captures().spend(session.key, "ana", "case", NOW)

    assert outcome(verdict(spent, "ana", "case", FRAMES)) is Outcome.ACCEPT


def test_a_photograph_without_a_session_is_looked_at(session):
    for missing in (None, session):
        capture = verdict(missing, "ana", "case", FRAMES)
        assert outcome(capture) is Outcome.REVIEW


def test_a_nonce_opens_the_way_once(session):
    wiring.captures().spend(session.key, "ana", "case", NOW)

    with pytest.raises(CaptureSpent):
        wiring.captures().spend(session.key, "ana", "case", NOW)


@pytest.mark.parametrize(
    ("person", "case", "after"),
    [("eva", "case", timedelta()), ("ana", "another", timedelta()), ("ana", "case", LIFE)],
)
def test_a_nonce_of_another_or_an_old_one_opens_nothing(session, person, case, after):
    with pytest.raises(CaptureSpent):
        wiring.captures().spend(session.key, person, case, NOW + after)


def test_frames_of_another_session_are_looked_at(session):
    """Their movements came in another order, or under another case."""
    spent = wiring.captures().spend(session.key, "ana", "case", NOW)
    replayed = [FRAMES[0], FRAMES[3], FRAMES[2], FRAMES[1]]

    assert outcome(verdict(spent, "ana", "case", replayed)) is Outcome.REVIEW
    assert outcome(verdict(spent, "ana", "another", FRAMES)) is Outcome.REVIEW
    assert outcome(verdict(spent, "ana", "case", [face()] * 4)) is Outcome.REVIEW


def test_nobody_is_told_that_the_session_gave_it_away():
    for capture in set(Capture) - {Capture.VALID}:
        reasons = decide(facts(capture=capture), Thresholds()).reasons
        assert told(reasons) == ((Public.LOOKING, None),)
