"""The whole workflow beside a scanner that takes its time, finds something, or never answers."""

from typing import Any

import pytest

from functions.verify import shown
from functions.verify.steps.cleaning import guardduty
from llave import wiring
from llave.documents.cases import State, moved
from llave.documents.kinds import Slot
from llave.documents.reasons import Public, told
from llave.people.audit import Event, What
from llave.people.outbox import Kind
from tests.asl import StateFailed


def run(office: Any) -> Any:
    machine = office.machine()
    machine.run({"case": "c1"})
    return machine


def test_three_times_unscanned_and_then_clean_is_accepted(office):
    # Once as they are handed in, and while the first file waits twice.
    office.scanner.asleep = 3
    office.submit()

    machine = run(office)

    assert office.case().state is State.ACCEPTED
    assert machine.waited == [1, 2, 4]


def test_what_is_never_scanned_gets_stuck_where_an_operator_sees_it(office):
    office.scanner.asleep = 1_000
    office.submit()
    machine = office.machine()

    with pytest.raises(StateFailed, match="CaseStuck"):
        machine.run({"case": "c1"})

    assert len(machine.waited) == guardduty.MOST_PAUSES
    assert wiring.reviews().stuck() == ("c1",)
    assert office.case().state is State.STUCK
    assert "Screen" not in machine.entered


@pytest.mark.parametrize("said", ["FAILED", "ACCESS_DENIED", "SOMETHING_NEW"])
def test_a_scanner_that_fails_refuses_nobody_and_lets_nobody_through(office, said):
    office.scanner.found = {"back": said}
    office.submit()

    with pytest.raises(StateFailed, match="CaseStuck"):
        run(office)

    assert office.case().state is State.STUCK
    assert office.aws.outbox(Kind.CASE_REJECTED, Kind.VERIFIED) == []


def test_a_case_that_was_stuck_goes_on_when_its_file_was_scanned_again(office):
    office.scanner.found = {"back": "FAILED"}
    office.submit()
    with pytest.raises(StateFailed):
        run(office)

    # On demand, and then as `run-case-again` has it run.
    office.scanner.found, office.scanner.seen = {}, set()
    office.scanner.works()
    stuck = office.case()
    line = Event("e1", "p1", What.CASE_MOVED, wiring.now())
    wiring.cases().move(stuck, moved(stuck, State.SUBMITTED, wiring.now()), line)
    run(office)

    assert office.case().state is State.ACCEPTED


@pytest.mark.parametrize(
    ("verdict", "public", "words"),
    [
        ("THREATS_FOUND", Public.FILE_FORMAT, "Toma una foto del documento."),
        ("UNSUPPORTED", Public.FILE_LOCKED, "Quítala o toma una foto"),
    ],
)
def test_what_it_finds_is_refused_with_help_and_another_try(office, verdict, public, words):
    office.scanner.found = {"bill": verdict}
    office.submit()

    machine = run(office)

    case = office.case()
    assert "ReadAndAsk" not in machine.entered
    assert case.state is State.REJECTED
    assert told(case.reasons) == ((public, Slot.BILL),)
    assert [one for one in shown.reasons(case) if words in one]
    assert len(office.aws.outbox(Kind.CASE_REJECTED)) == 1
