"""Cases under way whose execution is gone: it was never begun, or it ended without bringing the case
anywhere (aborted, failed, lost with a machine). They are begun again, a few times; then an operator
looks.

What the case did before is kept, and every step may run twice, so that a run that was lost after its
last write changes nothing.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from llave.documents.cases import UNDER_WAY, Case, Cases, State, WrongState, moved
from llave.documents.reviews import Reviews
from llave.people.audit import Event, What

# No step, pause of a queue or retry of an outbox takes so long.
PATIENCE = timedelta(minutes=10)
# A case that was never begun waits in its queue, at the document reader's pace, and the outbox brings it
# there again for so long (adapters/outbox.py): nobody else begins it meanwhile.
QUEUED = timedelta(days=7)
# Registries may be down for three weeks, and people take their time.
BACK = timedelta(days=60)
MOST_RUNS = 3
# Of the two minutes that a run has. How a case stands is asked one by one, some ten a second.
TIME = timedelta(seconds=90)


@dataclass(frozen=True, slots=True)
class Standing:
    """How often a case was begun, and whether its last run goes on."""

    runs: int
    is_running: bool


class UnderWay(Protocol):
    """The cases by their day of submission."""

    def submitted_on(self, day: date) -> tuple[str, ...]:
        """The ids of cases handed in on that day (UTC) that were not found decided yet."""
        ...

    def ended(self, case: str, day: date) -> None:
        """It was decided: it is no longer looked at."""
        ...


class Machine(Protocol):
    """As much of the workflow as is needed here."""

    def standing(self, case: str) -> Standing:
        """How a case stands there."""
        ...

    def begin(self, case: str, run: int = 0) -> None:
        """Have a case worked off; the same run a second time changes nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """What sweeping stands on."""

    under_way: UnderWay
    cases: Cases
    machine: Machine
    reviews: Reviews
    new_id: Callable[[], str]
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Swept:
    """Cases that were begun again, and those that were given to an operator."""

    begun: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()


def sweep(ports: Ports, now: datetime) -> Swept:
    """Look at the cases that were handed in and not decided, as many as there is time for: chance says
    which come first, so that each has its turn."""
    found: dict[State, list[str]] = {State.SUBMITTED: [], State.STUCK: []}
    in_queue = frozenset(ports.reviews.stuck())
    for case_id, day in _in_any_order(ports.under_way, now.date()):
        if ports.clock() - now > TIME:
            break
        case = ports.cases.get(case_id)
        if case is None or case.state not in UNDER_WAY:
            ports.under_way.ended(case_id, day)
        elif case.state is State.STUCK:
            if case_id not in in_queue:
                # Who moved it there was lost before anybody was told.
                ports.reviews.stick(case_id, now)
        elif brought := _brought(case, ports, now):
            found[brought].append(case_id)
    return Swept(tuple(found[State.SUBMITTED]), tuple(found[State.STUCK]))


def run_again(case: Case, ports: Ports, now: datetime) -> None:
    """An operator has a stuck case run once more; raises WrongState when it is not stuck."""
    if case.state is not State.STUCK:
        raise WrongState(case.state.value)
    runs = ports.machine.standing(case.id).runs
    ports.cases.move(case, moved(case, State.SUBMITTED, now), _line(case, ports, now))
    ports.reviews.done(case.id)
    ports.machine.begin(case.id, runs)


def _in_any_order(under_way: UnderWay, today: date) -> list[tuple[str, date]]:
    days = [today - timedelta(days=ago) for ago in range(BACK.days + 1)]
    cases = [(case, day) for day in days for case in under_way.submitted_on(day)]
    return random.sample(cases, len(cases))


def _brought(case: Case, ports: Ports, now: datetime) -> State | None:
    """Where a lost case was brought; None for one that is on its way."""
    if now - case.changed_at < PATIENCE:
        return None
    standing = ports.machine.standing(case.id)
    if standing.runs == 0 and now - case.changed_at < QUEUED:
        return None
    # The run may have ended well between the two looks.
    if standing.is_running or not _goes_on(ports.cases.get(case.id)):
        return None
    if standing.runs < MOST_RUNS:
        ports.machine.begin(case.id, standing.runs)
        return State.SUBMITTED
    try:
        ports.cases.move(case, moved(case, State.STUCK, now), _line(case, ports, now))
    except WrongState:
        # It moved meanwhile.
        return None
    ports.reviews.stick(case.id, now)
    return State.STUCK


def _goes_on(case: Case | None) -> bool:
    return case is not None and case.state in UNDER_WAY - {State.STUCK}


def _line(case: Case, ports: Ports, now: datetime) -> Event:
    return Event(ports.new_id(), case.person, What.CASE_MOVED, now, {"case": case.id})
