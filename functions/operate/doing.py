"""How a job is done: by its name, with a line in the ledger when it changed anything."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from functions.operate.done import Done
from llave import log, wiring
from llave.people.audit import Event, What

# The line of the ledger that belongs to no person.
OPERATIONS = "operations"
Job = Callable[[Mapping[str, Any], datetime], Done]


class UnknownJob(Exception):
    """The call names no job that there is."""


def do(jobs: Mapping[str, Job], event: Mapping[str, Any]) -> dict[str, Any]:
    """Do a job and answer what came of it; what fails or is refused raises, for the caller to see."""
    given = {name: value for name, value in event.items() if name != "job"}
    name = str(event.get("job"))
    if name not in jobs:
        raise UnknownJob(f"unknown job {name[:40]!r}; there are: {', '.join(sorted(jobs))}")
    now = wiring.now()
    done = jobs[name](given, now)
    if done.changed:
        refs = {"job": name, **{key: str(value) for key, value in done.summary.items()}}
        wiring.audit().record(Event(wiring.new_id(), OPERATIONS, What.OPERATED, now, refs))
    log.info("job done", job=name, outcome="changed" if done.changed else "nothing to do")
    return {"job": name, "changed": done.changed, **done.summary}
