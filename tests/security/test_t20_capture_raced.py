"""T20: a case bears the capture session of the photograph that it is handed in with, whatever comes
between reading the case and writing that it was handed in."""

import pytest

from llave import wiring
from llave.adapters.cases import CasesTable
from llave.documents.cases import Case, Picture
from llave.documents.kinds import Slot
from llave.documents.pictures import original_key
from tests.aws import Aws
from tests.photographing import Photographing


@pytest.mark.parametrize("after_reading", [False, True])
def test_a_plain_photograph_that_comes_between_is_not_taken_for_the_session_s(
    aws: Aws, monkeypatch: pytest.MonkeyPatch, *, after_reading: bool
) -> None:
    she = Photographing(aws)
    case = she.start()
    she.upload(case, "front", "back", "bill")
    she.capture(case)
    she.current()
    standing, plain = CasesTable._standing, Picture(original_key(case, Slot.FACE), "plain")
    places = iter([True])

    def raced(table: CasesTable, case_id: str) -> Case:
        before = standing(table, case_id)
        if not next(places, False):
            return before
        placed = table.place(before, Slot.FACE, plain, wiring.now())
        return before if after_reading else placed

    monkeypatch.setattr(CasesTable, "_standing", raced)

    assert she.call("POST", f"/v1/verifications/{case}/submit").status == 200

    kept = she.case_item(case)
    assert (kept["face_version"], kept.get("capture")) == ("plain", None)
    assert kept["state"] == "submitted"
