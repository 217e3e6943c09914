"""Which pictures go along into the next try."""

from dataclasses import replace
from datetime import timedelta

import pytest

from llave.documents.carrying import CARRIED_FOR, carried, outdated
from llave.documents.cases import Case, Picture, State, moved, opened
from llave.documents.kinds import BillKind, DocumentKind, Slot, slots_of
from llave.documents.pictures import original_key
from llave.documents.reasons import Public, Reason, Why
from tests.fakes import NOW

FRONT, BACK, BILL, FACE = Slot.FRONT, Slot.BACK, Slot.BILL, Slot.FACE


def rejected(*reasons: Reason) -> Case:
    case = opened("c1", "p1", DocumentKind.INE, BillKind.WATER, NOW)
    pictures = {
        slot: Picture(original_key("c1", slot), f"v-{slot}") for slot in slots_of(case.kind)
    }
    handed_in = moved(replace(case, pictures=pictures), State.SUBMITTED, NOW)
    return moved(handed_in, State.REJECTED, NOW, reasons)


def along(case: Case, kind: DocumentKind = DocumentKind.INE, bill: BillKind = BillKind.WATER):
    return set(carried(case, kind, bill, NOW))


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (Reason(Why.BILL_TOO_OLD, BILL), {FRONT, BACK}),
        (Reason(Why.UNREADABLE, BILL), {FRONT, BACK}),
        (Reason(Why.WRONG_DOCUMENT, BILL), {FRONT, BACK}),
        (Reason(Why.UNREADABLE, FRONT), {BACK, BILL}),
        (Reason(Why.UNREADABLE, BACK, Public.FILE_LOCKED), {FRONT, BILL}),
        (Reason(Why.NO_FACE, FACE), {FRONT, BACK, BILL}),
        (Reason(Why.FACE_DIFFERS, FACE), {FRONT, BACK, BILL}),
        (Reason(Why.WRONG_DOCUMENT, FRONT), {BILL}),
        (Reason(Why.DOCUMENT_EXPIRED, FRONT), {BILL}),
        (Reason(Why.CREDENTIAL_EXPIRED), {BILL}),
        (Reason(Why.OTHER_CURP), {BILL}),
        (Reason(Why.OTHER_PERSON), {BILL}),
        (Reason(Why.REVIEWER, FRONT, Public.RETAKE), {BACK, BILL}),
        (Reason(Why.REVIEWER), set()),
    ],
    ids=lambda value: value.code if isinstance(value, Reason) else "",
)
def test_what_was_good_goes_along_and_the_face_never_does(reason, expected):
    assert along(rejected(reason)) == expected


def test_a_doubt_beside_a_fault_keeps_nothing_back():
    case = rejected(Reason(Why.BILL_TOO_OLD, BILL), Reason(Why.CAPTURE_NOT_VALID))

    assert along(case) == {FRONT, BACK}


def test_another_document_needs_its_own_pictures():
    case = rejected(Reason(Why.NO_FACE, FACE))

    assert along(case, kind=DocumentKind.PASSPORT) == {BILL}
    assert along(case, bill=BillKind.GAS) == {FRONT, BACK}


def test_only_a_rejected_case_of_these_days_gives_anything():
    case = rejected(Reason(Why.BILL_TOO_OLD, BILL))
    later = NOW + CARRIED_FOR + timedelta(seconds=1)

    assert carried(None, case.kind, case.bill, NOW) == {}
    assert carried(case, case.kind, case.bill, later) == {}
    gone = replace(case, pictures_deleted_at=NOW)
    assert carried(gone, case.kind, case.bill, NOW) == {}
    other = replace(case, state=State.ACCEPTED)
    assert carried(other, case.kind, case.bill, NOW) == {}


def test_what_was_carried_long_ago_is_to_be_taken_again():
    before = rejected(Reason(Why.BILL_TOO_OLD, BILL))
    good = carried(before, before.kind, before.bill, NOW)
    case = replace(opened("c2", "p1", before.kind, before.bill, NOW), pictures=good)
    own = replace(case, pictures={**case.pictures, BACK: Picture(original_key("c2", BACK), "v2")})

    assert outdated(case, NOW + CARRIED_FOR) == ()
    assert set(outdated(case, NOW + CARRIED_FOR + timedelta(1))) == {FRONT, BACK}
    assert outdated(own, NOW + CARRIED_FOR + timedelta(1)) == (FRONT,)
