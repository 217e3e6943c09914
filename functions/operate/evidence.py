"""Pictures whose days have passed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from functions.operate.done import Done
from llave import wiring
from llave.documents.lapsing import Ports, lapse_due
from llave.documents.retention import delete_due

# So many end within the function's time; the next run goes on.
MOST_CASES = 1500


def delete(given: Mapping[str, Any], now: datetime) -> Done:
    """Cancel the cases that were left alone for too long, and delete every version of the pictures of
    those that ended long enough ago."""
    kept = wiring.retention()
    ports = Ports(wiring.collecting(), wiring.cases(), wiring.uploads(), wiring.new_id)
    lapsed = lapse_due(ports, kept, now, MOST_CASES)
    due = ((wiring.decided(), kept.decided), (wiring.cancelled(), kept.cancelled))
    gone = [delete_due(one, wiring.pictures(), days, now, MOST_CASES) for one, days in due]
    summary = {
        "lapsed": lapsed,
        "cases": sum(one.cases for one in gone),
        "versions": sum(one.versions for one in gone),
    }
    return Done(any(summary.values()), summary)
