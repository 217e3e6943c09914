"""Cases in the people table: one open case a person, counted tries, moves once."""

from datetime import timedelta

import pytest

from llave import wiring
from llave.documents.cases import (
    CaseOpen,
    Picture,
    PicturesMissing,
    State,
    TooManyTries,
    WrongState,
    moved,
    opened,
)
from llave.documents.kinds import BillKind, DocumentKind, Slot, slots_of
from llave.documents.reasons import Reason, Why
from llave.errors import InvalidInput, NotFound
from llave.people.outbox import Kind
from tests.aws import Aws
from tests.fakes import NOW
from tests.verifying import APP, Town, town

SIX_HOURS = timedelta(hours=6)
REASON = Reason(Why.DOCUMENT_EXPIRED, Slot.FRONT)


@pytest.fixture
def here(aws: Aws) -> Town:
    made = town(aws)
    made.declares("ana")
    return made


def begin(here: Town, person: str = "ana", kind: DocumentKind = DocumentKind.INE, at=NOW):
    case = opened(here.id(), person, kind, BillKind.GAS, at)
    wiring.cases().open(case, APP, here.event(person, at))
    return case


def filled(here: Town, at=NOW):
    case = begin(here, at=at)
    for slot in slots_of(case.kind):
        case = wiring.cases().place(case, slot, Picture(f"{case.id}/{slot}", "v1"), at)
    return case


def submit(here: Town, case, at=NOW):
    message = here.message(case, at)
    return wiring.cases().submit(case, APP, at, here.event(case.person, at), message)


def rejected(here: Town, case, at=NOW):
    after = moved(case, State.REJECTED, at, (REASON,))
    return wiring.cases().move(case, after, here.event(case.person, at))


def test_a_case_comes_back_as_it_was_written(here):
    case = filled(here)

    assert wiring.cases().get(case.id) == case
    assert case.missing == ()
    assert wiring.cases().get("none") is None


def test_a_person_has_one_open_case(here):
    begin(here)

    with pytest.raises(CaseOpen):
        begin(here)


def test_an_account_that_is_not_active_opens_none(here, aws):
    with pytest.raises(WrongState):
        begin(here, "nobody")

    assert not [item for item in aws.items("people") if item["sk"] == "CASES"]


def test_after_a_decision_another_case_may_begin(here):
    first = rejected(here, submit(here, filled(here)))
    later = NOW + timedelta(minutes=1)
    second = begin(here, at=later)

    assert wiring.cases().of("ana") == (second, first)
    assert first.reasons == (REASON,)


def test_a_picture_is_replaced_by_a_newer_one(here):
    case = filled(here)
    newer = Picture("front", "v2")

    case = wiring.cases().place(case, Slot.FRONT, newer, NOW)

    assert case.pictures[Slot.FRONT] == newer


def test_a_place_that_the_document_lacks_is_refused(here):
    case = begin(here, kind=DocumentKind.PASSPORT)

    with pytest.raises(InvalidInput):
        wiring.cases().place(case, Slot.BACK, Picture("x", "v"), NOW)


def test_nothing_is_placed_once_it_was_handed_in(here):
    before = filled(here)
    submit(here, before)

    with pytest.raises(WrongState):
        wiring.cases().place(before, Slot.FRONT, Picture("x", "v"), NOW)


def test_a_case_without_all_pictures_is_not_handed_in(here):
    with pytest.raises(PicturesMissing):
        submit(here, begin(here))


def test_a_submission_sent_twice_is_one_case_and_one_message(here, aws):
    case = filled(here)

    answers = [submit(here, case) for _ in range(3)]

    assert {answer.state for answer in answers} == {State.SUBMITTED}
    assert len(aws.outbox(Kind.CASE_SUBMITTED)) == 1
    assert aws.outbox(Kind.CASE_SUBMITTED)[0].refs == {"case": case.id}


def test_five_tries_in_six_hours(here):
    start = NOW
    for number in range(5):
        at = start + timedelta(minutes=number)
        rejected(here, submit(here, filled(here, at), at), at)
    sixth = filled(here, start + timedelta(minutes=10))

    with pytest.raises(TooManyTries) as refused:
        submit(here, sixth, start + timedelta(minutes=10))
    assert refused.value.retry_after == 6 * 3600 - 600

    # Only the oldest has passed: one more, and not two.
    at = start + SIX_HOURS
    rejected(here, submit(here, sixth, at), at)
    with pytest.raises(TooManyTries):
        submit(here, filled(here, at), at)


def test_a_case_that_moved_otherwise_stays_where_it_is(here):
    case = submit(here, filled(here))
    review = moved(case, State.REVIEW, NOW)
    wiring.cases().move(case, review, here.event("ana"))

    with pytest.raises(WrongState):
        rejected(here, case)
    again = wiring.cases().move(case, review, here.event("ana"))

    assert again.state is State.REVIEW


def test_acceptance_comes_with_the_level_alone(here):
    case = submit(here, filled(here))

    with pytest.raises(WrongState):
        wiring.cases().move(case, moved(case, State.ACCEPTED, NOW), here.event("ana"))


def test_a_case_that_does_not_exist_is_not_handed_in(here):
    case = opened("none", "ana", DocumentKind.INE, BillKind.GAS, NOW)

    with pytest.raises(NotFound):
        submit(here, case)


def test_readings_are_kept_sealed_and_written_anew(here):
    case = filled(here)
    for sealed in (b"one", b"two"):
        wiring.cases().keep_reading(case.id, "identity", sealed)
    wiring.cases().keep_reading(case.id, "face", b"face")

    assert wiring.cases().readings(case.id) == {"identity": b"two", "face": b"face"}


def test_a_decided_case_is_due_until_its_pictures_are_deleted(here):
    case = rejected(here, submit(here, filled(here)))
    day = NOW.date()

    assert wiring.decided().ended_on(day) == (case.id,)
    wiring.decided().pictures_deleted(case.id, day, NOW)
    assert wiring.decided().ended_on(day) == ()
    found = wiring.cases().get(case.id)
    assert found is not None
    assert found.pictures_deleted_at == NOW


def test_a_cancelled_case_is_due_apart_from_those_that_were_decided(here):
    case = filled(here)
    wiring.cases().move(case, moved(case, State.CANCELLED, NOW), here.event("ana"))

    assert wiring.cancelled().ended_on(NOW.date()) == (case.id,)
    assert wiring.decided().ended_on(NOW.date()) == ()
