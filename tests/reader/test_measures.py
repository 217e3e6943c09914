import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.reader import measures

LEFT, RIGHT = (100.0, 100.0), (160.0, 100.0)


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_similarity_grows_with_the_cosine(one: float, other: float):
    lower, higher = sorted((one, other))

    assert 0 <= measures.similarity(lower) <= measures.similarity(higher) <= 100


@pytest.mark.parametrize(
    ("cosine", "similarity"),
    [(-1, 0), (0, 20), (0.363, 80), (0.5, 90), (1, 100), (1.2, 100), (-3, 0)],
)
def test_similarity_has_its_anchors(cosine: float, similarity: float):
    assert measures.similarity(cosine) == pytest.approx(similarity)


@pytest.mark.parametrize(("nose", "sign"), [(130.0, 0), (150.0, 1), (110.0, -1)])
def test_the_nose_tells_where_the_head_turns(nose: float, sign: int):
    yaw = measures.yaw(LEFT, RIGHT, (nose, 130.0))

    assert (yaw > 1) - (yaw < -1) == sign


def test_a_head_that_only_leans_is_not_turned():
    eye_left, eye_right, nose = (100.0, 100.0), (142.4, 142.4), (100.0, 142.4)

    assert measures.roll(eye_left, eye_right) == pytest.approx(45)
    assert measures.yaw(eye_left, eye_right, nose) == pytest.approx(0, abs=0.1)


def test_a_profile_is_at_most_a_quarter_turn():
    assert 75 < measures.yaw(LEFT, RIGHT, (400.0, 130.0)) < 90


def test_one_eye_in_shadow_does_not_close_the_other():
    assert measures.eyes_open((0.8, 0.1))[0]
    assert not measures.eyes_open((0.05, 0.1))[0]
    assert not measures.eyes_open(())[0]
