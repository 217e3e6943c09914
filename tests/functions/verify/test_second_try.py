"""The second try: what was good of the first is there already, and becomes the new case's own."""

from datetime import timedelta

from llave import wiring
from llave.documents.cases import Picture, State, moved
from llave.documents.kinds import Slot
from llave.documents.pictures import prefix
from llave.documents.reasons import Reason, Why
from llave.people.audit import Event, What
from tests.aws import Aws
from tests.citizens import Citizen
from tests.photographing import SLOTS, Photographing
from tests.verifying import CURP

TOO_OLD = Reason(Why.BILL_TOO_OLD, Slot.BILL)


def rejected(aws: Aws, *reasons: Reason) -> Photographing:
    """She handed in all pictures, and this was said of them."""
    she = Photographing(aws)
    case = she.start()
    she.upload(case, *SLOTS)
    she.call("POST", f"/v1/verifications/{case}/submit")
    before = wiring.cases().get(case)
    assert before is not None
    line = Event("e1", before.person, What.CASE_MOVED, wiring.now())
    wiring.cases().move(before, moved(before, State.REJECTED, wiring.now(), reasons), line)
    return she


def done(she: Photographing) -> set[str]:
    return {one["slot"] for one in she.current()["slots"] if one["done"]}


def test_good_pictures_are_there_in_the_next_case(aws: Aws) -> None:
    she = rejected(aws, TOO_OLD)

    she.start()

    assert done(she) == {"front", "back"}


def test_choosing_other_documents_and_these_again_loses_nothing(aws: Aws) -> None:
    she = rejected(aws, TOO_OLD)
    she.start()
    she.browser.get("/verificar")
    she.browser.submit(action="/verificar/cambiar")

    she.start()

    assert done(she) == {"front", "back"}


def test_a_picture_of_the_new_case_takes_the_place_of_what_came_along(aws: Aws) -> None:
    she = rejected(aws, TOO_OLD)
    case = she.start()

    she.upload(case, "front")

    she.current()
    assert she.case_item(case)["front_key"].startswith(prefix(case))


def test_what_came_along_is_not_relied_on_after_a_week(aws: Aws) -> None:
    she = rejected(aws, TOO_OLD)
    case = she.start()
    earlier = she.case_item(case)["opened_at"] - int(timedelta(days=8).total_seconds() * 1000)

    she.set_case(case, opened_at=earlier)

    assert done(she) == set()
    assert "front_key" not in she.case_item(case)


def test_nobody_s_pictures_go_into_another_s_case(aws: Aws) -> None:
    rejected(aws, TOO_OLD)
    other = Photographing(aws, Citizen("p2", "otra@correo.mx", phone=None, curp=CURP.value))

    other.start()

    assert done(other) == set()


def test_the_workflow_makes_them_the_case_s_own(office) -> None:
    first = office.submit("p1", "c1")
    line = Event("e1", "p1", What.CASE_MOVED, wiring.now())
    wiring.cases().move(first, moved(first, State.REJECTED, wiring.now(), (TOO_OLD,)), line)
    office.carries = {Slot.FRONT: first.pictures[Slot.FRONT]}
    office.submit("p1", "c2")

    office.machine().run({"case": "c2"})

    second = office.case("c2")
    assert second.state is State.ACCEPTED
    assert {one.key.startswith(prefix("c2")) for one in second.pictures.values()} == {True}
    wiring.pictures().delete_all(prefix("c1"))
    assert wiring.pictures().read(second.pictures[Slot.FRONT])


def test_the_step_that_copies_may_run_twice(office) -> None:
    first = office.submit("p1", "c1")
    line = Event("e1", "p1", What.CASE_MOVED, wiring.now())
    wiring.cases().move(first, moved(first, State.REJECTED, wiring.now(), (TOO_OLD,)), line)
    office.carries = {Slot.FRONT: first.pictures[Slot.FRONT]}
    case = office.submit("p1", "c2")
    own = wiring.pictures().copy(case.pictures[Slot.FRONT], "cases/c2/front/original")

    once = wiring.carried().settle(case, Slot.FRONT, own)
    twice = wiring.carried().settle(case, Slot.FRONT, Picture(own.key, "another"))

    assert once.pictures[Slot.FRONT] == twice.pictures[Slot.FRONT] == own
