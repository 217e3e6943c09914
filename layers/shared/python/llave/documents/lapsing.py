"""Cases that were begun and never handed in: untouched for some weeks they are cancelled, so that their
pictures go.

A picture that comes is a touch, and the weeks begin anew. Nobody is told: she did not ask for anything
yet, and begins another when she wants to.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from llave.documents.cases import Case, Cases, State, WrongState, moved
from llave.documents.pictures import due_days, prefix
from llave.documents.retention import BACK, Retention, lapses_at
from llave.documents.uploads import Uploads, handed_in
from llave.people.audit import Event, What


class Collecting(Protocol):
    """Cases for which pictures are still taken, by the day (UTC) of the touch that was last known."""

    def touched_on(self, day: date) -> tuple[str, ...]:
        """Their ids."""
        ...

    def forget(self, case: str, day: date) -> None:
        """It was handed in, or cancelled."""
        ...

    def touched(self, case: str, known: date, day: date) -> None:
        """It is found on that day from now on."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """What lapsing stands on."""

    collecting: Collecting
    cases: Cases
    uploads: Uploads
    new_id: Callable[[], str]


def lapse_due(ports: Ports, retention: Retention, now: datetime, most: int) -> int:
    """Cancel what was left alone for too long; how many cases that were. So many are looked at as `most`
    says, the oldest first."""
    lapsed = looked_at = 0
    for day in due_days(now.date(), retention.collecting, BACK):
        for case_id in ports.collecting.touched_on(day)[: most - looked_at]:
            looked_at += 1
            lapsed += _is_over(case_id, day, ports, retention, now)
    return lapsed


def _is_over(case_id: str, day: date, ports: Ports, retention: Retention, now: datetime) -> bool:
    case = ports.cases.get(case_id)
    if case is None or case.state is not State.COLLECTING:
        ports.collecting.forget(case_id, day)
        return False
    try:
        case = _with_uploads(case, ports, now)
        if now < lapses_at(case, retention):
            ports.collecting.touched(case_id, day, case.changed_at.date())
            return False
        line = Event(ports.new_id(), case.person, What.CASE_MOVED, now, {"case": case_id})
        ports.cases.move(case, moved(case, State.CANCELLED, now), line)
    except WrongState:
        # She hands it in, or gives it up, at this moment.
        return False
    ports.collecting.forget(case_id, day)
    return True


def _with_uploads(case: Case, ports: Ports, now: datetime) -> Case:
    """A picture that nobody reported (the network went, or the page was closed) is a touch as well."""
    for slot, picture in handed_in(case, ports.uploads.newest(prefix(case.id))).items():
        if case.pictures.get(slot) != picture:
            case = ports.cases.place(case, slot, picture, now)
    return case
