"""Pictures whose days have passed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from functions.operate.done import Done
from llave import wiring
from llave.documents import retention
from llave.settings import settings

# So many end within the function's time; the next run goes on.
MOST_CASES = 1500


def delete(given: Mapping[str, Any], now: datetime) -> Done:
    """Delete every version of the pictures of cases that were decided long enough ago."""
    kept = timedelta(days=settings().evidence_days)
    gone = retention.delete_due(wiring.decided(), wiring.pictures(), kept, now, MOST_CASES)
    return Done(gone.cases > 0, {"cases": gone.cases, "versions": gone.versions})
