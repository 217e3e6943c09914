"""Jobs on cases of verification: what was lost is begun again, what is stuck is shown and run again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from functions.operate.doing import Job, do
from functions.operate.done import Done, JobRefused
from llave import log, wiring
from llave.documents import sweeping

# As many ids as an operator reads.
MOST_NAMED = 50


def handle(event: Mapping[str, Any], context: object = None) -> dict[str, Any]:
    """Do a job and answer what came of it."""
    return do(JOBS, event)


def sweep(given: Mapping[str, Any], now: datetime) -> Done:
    """Begin again what was lost. The ledger has a line for each case that moved, and none of the run."""
    if stuck := wiring.reviews().stuck():
        # An alarm stands on these lines until an operator has looked (infra/alarms.py). Before the
        # rest: a run that fails takes no alarm with it.
        log.warning("cases stuck", count=len(stuck))
    swept = sweeping.sweep(_ports(), now)
    if swept.begun or swept.stuck:
        log.warning("cases lost", count=len(swept.begun) + len(swept.stuck))
    stuck = wiring.reviews().stuck()
    return Done(changed=False, summary={"begun": len(swept.begun), "stuck": len(stuck)})


def stuck(given: Mapping[str, Any], now: datetime) -> Done:
    """The operators' queue, the oldest first."""
    found = wiring.reviews().stuck()
    named = " ".join(found[:MOST_NAMED])
    return Done(changed=False, summary={"found": len(found), "cases": named})


def run_again(given: Mapping[str, Any], now: datetime) -> Done:
    """Have one stuck case run once more: `{"case"}`."""
    case = wiring.cases().get(str(given.get("case")))
    if case is None:
        raise JobRefused("there is no such case; stuck-cases names them")
    sweeping.run_again(case, _ports(), now)
    return Done(changed=True, summary={"case": case.id})


def _ports() -> sweeping.Ports:
    return sweeping.Ports(
        wiring.under_way(),
        wiring.cases(),
        wiring.workflow(),
        wiring.reviews(),
        wiring.new_id,
        wiring.now,
    )


JOBS: Mapping[str, Job] = {
    "sweep-cases": sweep,
    "stuck-cases": stuck,
    "run-case-again": run_again,
}
