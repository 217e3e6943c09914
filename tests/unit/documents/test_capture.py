"""The face's capture session: what its frames must show (T20)."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from llave.documents.capture import LIFE, Capture, Challenge, begun, verdict
from tests.fakes import NOW

ORDERS = list(permutations(Challenge))


def face(yaw: float = 0.0, *, eyes: bool = True) -> dict[str, Any]:
    return {
        "FaceDetails": [{"Pose": {"Yaw": yaw}, "EyesOpen": {"Value": eyes, "Confidence": 99.0}}]
    }


SHOWN = {
    Challenge.LEFT: face(35),
    Challenge.RIGHT: face(-35),
    Challenge.BLINK: face(eyes=False),
}


def session(order=tuple(Challenge), at=NOW):
    made = begun("nonce", "ana", "case", lambda _: order, NOW)
    return replace(made, spent_at=at)


def frames(order=tuple(Challenge)):
    return [face(), *(SHOWN[challenge] for challenge in order)]


@pytest.mark.parametrize("order", ORDERS)
def test_the_movements_in_their_order_are_valid(order):
    assert verdict(session(order), "ana", "case", frames(order)) is Capture.VALID


@pytest.mark.parametrize(("asked", "shown"), [(a, b) for a in ORDERS for b in ORDERS if a != b])
def test_another_order_shows_frames_of_another_time(asked, shown):
    assert verdict(session(asked), "ana", "case", frames(shown)) is Capture.NOT_SHOWN


def test_without_a_session_nothing_is_valid():
    assert verdict(None, "ana", "case", frames()) is Capture.MISSING
    assert verdict(replace(session(), spent_at=None), "ana", "case", frames()) is Capture.MISSING


@pytest.mark.parametrize(("person", "case"), [("eva", "case"), ("ana", "another")])
def test_a_session_of_another_is_replayed(person, case):
    assert verdict(session(), person, case, frames()) is Capture.REPLAYED


def test_a_session_ends_after_five_minutes():
    assert verdict(session(at=NOW + LIFE), "ana", "case", frames()) is Capture.LATE
    in_time = session(at=NOW + LIFE - timedelta(seconds=1))
    assert verdict(in_time, "ana", "case", frames()) is Capture.VALID


@pytest.mark.parametrize(
    "shown",
    [
        [],
        frames()[:-1],
        [*frames(), face()],
        [{"FaceDetails": []}, *frames()[1:]],
        [{}, *frames()[1:]],
        [{"FaceDetails": face()["FaceDetails"] * 2}, *frames()[1:]],
        [face(30), *frames()[1:]],
        [face(eyes=False), *frames()[1:]],
        [face()] * 4,
        [{"FaceDetails": [{}]}] * 4,
    ],
)
def test_frames_that_do_not_show_what_was_asked_are_not_valid(shown):
    assert verdict(session(), "ana", "case", shown) is Capture.NOT_SHOWN


def test_the_nonce_is_kept_as_a_fingerprint():
    assert "nonce" not in session().key
    assert session().key not in repr(session())
