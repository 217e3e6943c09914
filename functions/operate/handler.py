"""What is done by the clock and by operators: one job a call, `{"job": name, ...its own fields}`."""

from collections.abc import Mapping
from typing import Any

from functions.operate.jobs import JOBS
from llave import log, wiring
from llave.people.audit import Event, What

# The line of the ledger that belongs to no person.
OPERATIONS = "operations"


class UnknownJob(Exception):
    """The call names no job that there is."""


def handle(event: Mapping[str, Any], context: object = None) -> dict[str, Any]:
    """Do a job and answer what came of it; what fails or is refused raises, for the caller to see."""
    given = {name: value for name, value in event.items() if name != "job"}
    name = str(event.get("job"))
    if name not in JOBS:
        raise UnknownJob(f"unknown job {name[:40]!r}; there are: {', '.join(sorted(JOBS))}")
    now = wiring.now()
    done = JOBS[name](given, now)
    if done.changed:
        refs = {"job": name, **{key: str(value) for key, value in done.summary.items()}}
        wiring.audit().record(Event(wiring.new_id(), OPERATIONS, What.OPERATED, now, refs))
    log.info("job done", job=name, outcome="changed" if done.changed else "nothing to do")
    return {"job": name, "changed": done.changed, **done.summary}
