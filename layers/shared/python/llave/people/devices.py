"""Devices that a person chose to have remembered.

A known device proves nothing by itself. It has a counted lane of its own to the password, so that
nobody who fails from elsewhere can lock its owner out, and her sign-ins from it are no news to her.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

COOKIE = "__Host-device"
# The longest that browsers keep a cookie.
DEVICE_LIFE = timedelta(days=400)
MOST_DEVICE_FAILURES = 20


class DeviceChoice(StrEnum):
    """What a person says of the device she signs in on."""

    REMEMBER = "remember"
    OWN = "own"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Device:
    """`key` is the fingerprint of the cookie; `version` the password's version when it was
    remembered: a new password forgets every device."""

    person: str
    key: str = field(repr=False)
    version: int
    remembered_at: datetime


class Devices(Protocol):
    """Where devices are kept."""

    def attempt(self, person: str, key: str, now: datetime) -> Device | None:
        """Count one attempt on the device's lane; None when it is not known to this person or its
        lane is spent. A person who does not exist costs the same."""
        ...
