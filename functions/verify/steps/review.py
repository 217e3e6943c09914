"""The case goes to people: its token, by which the workflow hears of their answer, waits with it."""

from functions.verify.steps.opening import opened
from functions.verify.steps.step import Input, Output, step
from llave import wiring
from llave.documents.cases import State, moved
from llave.people.audit import Event, What


def review(event: Input) -> Output:
    """`{"case", "token"}`; nothing is answered: the workflow goes on when somebody decides."""
    found, now = opened(event["case"]), wiring.now()
    case = found.case
    if case.state is not State.REVIEW:
        line = Event(wiring.new_id(), case.person, What.CASE_MOVED, now, {"case": case.id})
        wiring.cases().move(case, moved(case, State.REVIEW, now), line)
    wiring.reviews().wait(case.id, event["token"], now)
    return {}


handle = step(review)
