"""Thresholds that an environment names: what contradicts itself is refused by its name."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.environments import PROD
from llave.documents.thresholds import ThresholdInvalid, Thresholds
from llave.people.evidence import Strength
from llave.settings import SettingMissing, Settings
from tests.aws import ENVIRONMENT

SHARES = st.floats(0, 0.49)


@given(SHARES, SHARES, st.integers(0, 63), st.sampled_from(Strength))
def test_what_is_written_is_read_again(low: float, other: float, bits: int, least: Strength):
    thresholds = Thresholds(
        unreadable=low, other_face=other, sure=0.5, copied_bits=bits, least_automatic=least
    )

    assert Thresholds.parse(str(thresholds)) == thresholds


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sure": 1.01}, "sure is not between 0 and 1"),
        ({"same_face": float("nan")}, "same_face is not between 0 and 1"),
        ({"same_in_frames": -0.1}, "same_in_frames is not between 0 and 1"),
        ({"unreadable": 0.8}, "unreadable is not below sure"),
        ({"other_face": 0.9}, "other_face is not below same_face"),
        ({"bill_months": 0}, "bill_months is not between 1 and 12"),
        ({"copied_bits": 64}, "copied_bits is not between 0 and 63"),
    ],
)
def test_thresholds_that_can_not_be_are_refused(changes: dict[str, Any], said: str):
    with pytest.raises(ThresholdInvalid, match=said):
        replace(PROD.documents.thresholds, **changes)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (str(Thresholds()).replace("same_face=0.9", "same_face=high"), "same_face can not be"),
        (str(Thresholds()).replace("=fair", "=perfect"), "least_automatic can not be 'perfect'"),
        (str(Thresholds()).replace("sure=0.8,", ""), "sure is not given"),
        (f"{Thresholds()},surest=1", "surest is no threshold"),
        (str(Thresholds()).replace("other_face=0.55", "other_face=0.95"), "other_face is not"),
    ],
)
def test_a_function_with_bad_thresholds_does_not_begin(written: str, said: str):
    with pytest.raises(SettingMissing, match=f"LLAVE_THRESHOLDS: {said}"):
        Settings.parse(ENVIRONMENT | {"LLAVE_THRESHOLDS": written})
