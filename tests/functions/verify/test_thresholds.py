"""The thresholds of the environment are those by which a case is decided."""

from datetime import timedelta

import pytest

from llave import wiring
from llave.documents.cases import State
from llave.documents.kinds import Slot
from llave.documents.thresholds import Thresholds
from llave.settings import settings
from tests.functions.verify.conftest import Office, recent_bill
from tests.verifying import read


def name(monkeypatch: pytest.MonkeyPatch, thresholds: Thresholds) -> None:
    monkeypatch.setenv("LLAVE_THRESHOLDS", str(thresholds))
    settings.cache_clear()


@pytest.mark.parametrize(
    ("thresholds", "state"),
    [
        (Thresholds(), State.ACCEPTED),
        (Thresholds(same_face=0.99), State.REVIEW),
        (Thresholds(same_face=0.995, other_face=0.985), State.REJECTED),
    ],
)
def test_faces_are_judged_by_the_thresholds_of_the_environment(
    office: Office, monkeypatch: pytest.MonkeyPatch, thresholds: Thresholds, state: State
):
    name(monkeypatch, thresholds)
    office.answer = {"verdict": "settled", "reviewers": [], "reasons": []}
    office.submit()

    office.machine().run({"case": "c1"})

    assert office.case().state is state


@pytest.mark.parametrize(("months", "state"), [(3, State.ACCEPTED), (1, State.REJECTED)])
def test_how_old_a_bill_may_be_is_the_environment_s_to_say(
    office: Office, monkeypatch: pytest.MonkeyPatch, months: int, state: State
):
    name(monkeypatch, Thresholds(bill_months=months))
    issued = (wiring.now() - timedelta(days=45)).date().isoformat()
    office.bill = recent_bill(date=read(issued, slot=Slot.BILL))
    office.submit()

    office.machine().run({"case": "c1"})

    assert office.case().state is state
