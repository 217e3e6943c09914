"""How fast passwords may be tried, beside the count on the credential itself.

Four brakes, each for another attack: a growing wait for one identifier from one place (guessing), a
budget for a network (many accounts from one address), a budget for one password over all accounts and
networks (spraying), and no more than 100 consecutive failures a credential. A known device passes the
second and third, so that a storm keeps nobody out who was there before.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from llave.errors import TooManyAttempts
from llave.people.budgets import Budget
from llave.people.keyring import Keyring, Purpose
from llave.people.passwords import Password

# Typing errors are free; then 2, 4, 8 ... seconds, a quarter of an hour at most.
FREE_FAILURES = 3
LONGEST_WAIT = timedelta(minutes=15)
PACE_LIFE = timedelta(days=1)

# A school, or a carrier's whole town behind one address, is one network on the day of a benefit.
NETWORK = Budget("signin-network", 1_500, timedelta(minutes=10))
# The whole country's failures, kept apart by twelve bits of the keyed hash of the password: too few to
# tell anything of it, enough that whoever sprays one password meets the end of its own share alone.
# 2,000 sign-ins a second of which one in ten fails are 29 honest failures a share in ten minutes.
SPRAY = Budget("signin-password", 200, timedelta(minutes=10))
SPRAY_SHARDS = 4096


@dataclass(frozen=True, slots=True)
class Pace:
    """The consecutive failures on one identifier from one place, and until when to wait."""

    failures: int = 0
    until: datetime | None = None

    def expect_patience(self, now: datetime) -> None:
        """Raises TooManyAttempts while the wait lasts."""
        if self.until is not None and now < self.until:
            wait = (self.until - now).total_seconds()
            raise TooManyAttempts("pace", retry_after=max(1, round(wait)))

    def after_failure(self, now: datetime) -> "Pace":
        """The pace after one more failure."""
        failures = self.failures + 1
        return Pace(failures, now + wait_after(failures))


def wait_after(failures: int) -> timedelta:
    """The wait after so many consecutive failures."""
    if failures < FREE_FAILURES:
        return timedelta()
    # The exponent is bounded too: a timedelta ends at some 2^49 seconds.
    return min(timedelta(seconds=2 ** min(failures - FREE_FAILURES + 1, 20)), LONGEST_WAIT)


def pace_key(identifier: str, place: str) -> str:
    """The name of an identifier's pace at a place (a network, a known device)."""
    return hashlib.sha256(f"{identifier}\x1f{place}".encode()).hexdigest()[:32]


def shard_of(password: Password, keyring: Keyring) -> str:
    """The share of the country's failures that this password counts on."""
    secret = keyring.live(Purpose.NETWORK)[0].value
    mac = hmac.digest(secret, b"password\x1f" + password.value.encode(), "sha256")
    return f"{int.from_bytes(mac[:4], 'big') % SPRAY_SHARDS:04d}"


def expect_room(failures: int, now: datetime) -> None:
    """Raises TooManyAttempts when a password has failed on too many accounts."""
    if failures >= SPRAY.limit:
        raise TooManyAttempts("signin-password", retry_after=SPRAY.wait(now))
