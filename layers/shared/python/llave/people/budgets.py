"""Budgets: how often something may happen in a window, counted before it happens.

Windows are fixed (10:00-10:10, 10:10-10:20), so that a count is one atomic addition and the wait is
known; at a window's edge twice the limit can pass, which the limits allow for.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Protocol

from llave.errors import TooManyAttempts
from llave.people.keyring import Keyring, Purpose

# Whoever has one IPv6 address has the 2^64 beside it.
IPV6_PREFIX = 64


@dataclass(frozen=True, slots=True)
class Budget:
    """`limit` times in a `window`; `kind` names the counter."""

    kind: str
    limit: int
    window: timedelta

    def window_start(self, now: datetime) -> int:
        """The start of the window that holds this moment, in epoch seconds."""
        return window_start(self.window, now)

    def wait(self, now: datetime) -> int:
        """Seconds until the next window."""
        return self.window_start(now) + int(self.window.total_seconds()) - int(now.timestamp())


class Budgets(Protocol):
    """Where it is counted."""

    def count(self, kind: str, key: str, window: timedelta, now: datetime) -> int:
        """Count one more in this window and return how many that makes; atomic."""
        ...


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, as far as anybody can tell: both are hashes, `device` is None without our cookie."""

    network: str = field(repr=False)
    device: str | None = field(default=None, repr=False)


def window_start(window: timedelta, now: datetime) -> int:
    """The start of the fixed window that holds this moment, in epoch seconds."""
    length = int(window.total_seconds())
    return int(now.timestamp()) // length * length


def spend(budget: Budget, key: str, budgets: Budgets, now: datetime) -> None:
    """Count one more; raises TooManyAttempts with the wait when the budget is spent."""
    if budgets.count(budget.kind, key, budget.window, now) > budget.limit:
        raise TooManyAttempts(budget.kind, retry_after=budget.wait(now))


def visitor(address: str, cookie: str | None, keyring: Keyring) -> Visitor:
    """The visitor behind a client address and the random cookie that every browser of ours bears.

    The cookie proves nothing (who drops it counts with the rest of the network): it only keeps the
    honest ones of a network apart.
    """
    secret = keyring.live(Purpose.NETWORK)[0]
    return Visitor(
        network=_hashed(secret.value, _network(address)),
        device=_hashed(secret.value, f"device\x1f{cookie}") if cookie else None,
    )


def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 4:
        return str(parsed)
    return str(ip_network((int(parsed), IPV6_PREFIX), strict=False))


def _hashed(secret: bytes, value: str) -> str:
    return hmac.new(secret, value.encode(), hashlib.sha256).hexdigest()[:32]
