"""Accounts that nobody confirmed in time."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from functions.operate.done import Done
from llave import wiring
from llave.people import purging
from llave.settings import settings

# So many end within the function's time; the next run goes on.
MOST = 5000


def purge(given: Mapping[str, Any], now: datetime) -> Done:
    """Delete registrations that were not confirmed within the settings' days."""
    kept = timedelta(days=settings().unconfirmed_days)
    ports = purging.Ports(
        wiring.unconfirmed(),
        wiring.accounts(),
        wiring.person_keys(),
        wiring.keyring(),
        wiring.new_id,
    )
    gone = purging.purge_due(ports, kept, now, MOST)
    return Done(gone > 0, {"purged": gone})
