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
from llave.people.keyring import Keyring, Purpose, Secret

# Whoever has one IPv6 address has the 2^64 beside it.
IPV6_PREFIX = 64
SEPARATOR = "\x1f"


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

    def counted(self, kind: str, key: str, window: timedelta, now: datetime) -> int:
        """How many this window has counted."""
        ...


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, as far as anybody can tell: both are hashes, `device` is None without a mark of ours."""

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


def is_spent(budget: Budget, key: str, budgets: Budgets, now: datetime) -> bool:
    """Whether the next one would be too many; counts nothing."""
    return budgets.counted(budget.kind, key, budget.window, now) >= budget.limit


def visitor(address: str, mark: str | None, keyring: Keyring) -> Visitor:
    """The visitor behind a client address and the mark that its browser bears.

    The mark keeps the browsers of a network apart; who drops it, or makes one up, counts with the
    rest of the network.
    """
    secret = keyring.live(Purpose.NETWORK)[0]
    nonce = _nonce_in(mark, keyring) if mark else None
    return Visitor(
        network=_hashed(secret.value, _network(address)),
        device=_hashed(secret.value, f"device\x1f{nonce}") if nonce else None,
    )


def marked(nonce: str, keyring: Keyring) -> str:
    """A mark for a browser; `nonce` is random."""
    return _signed(nonce, keyring.live(Purpose.NETWORK)[0])


def _nonce_in(mark: str, keyring: Keyring) -> str | None:
    nonce = mark.partition(".")[0]
    given = mark.encode("utf-8", "replace")
    made = [_signed(nonce, secret).encode() for secret in keyring.live(Purpose.NETWORK)]
    return nonce if any(hmac.compare_digest(given, one) for one in made) else None


def _signed(nonce: str, secret: Secret) -> str:
    return f"{nonce}.{_hashed(secret.value, f'mark{SEPARATOR}{nonce}')}"


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
