"""Passwords at rest and the checks against them.

An attempt is counted before the password is looked at, in one atomic step that also answers with
the hash; what can not be counted is not checked. Whether there is no account, the password is wrong
or the credential locked: one Argon2 computation is made, and the answer is the same.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from llave.people.hashing import DECOY_HASH, PasswordHasher
from llave.people.keyring import Keyring, Purpose
from llave.people.passwords import Password

# NIST SP 800-63B-4, section 3.2.2: no more than 100 consecutive failures on one account. Beyond
# them only known devices, which count on a lane of their own, and recovery lead in.
MOST_FAILURES = 100


@dataclass(frozen=True, slots=True)
class Hashed:
    """A password's hash and the version of the pepper that it was made with."""

    hash: str = field(repr=False)
    pepper: int


@dataclass(frozen=True, slots=True)
class Credential:
    """One person's password. `version` grows with each new password; what was remembered under an
    older one (a device) no longer counts. `failures` are consecutive and never expire."""

    person: str
    hashed: Hashed
    version: int
    failures: int
    changed_at: datetime

    @property
    def is_locked(self) -> bool:
        """Whether only known devices and recovery lead in."""
        return self.failures >= MOST_FAILURES


class Credentials(Protocol):
    """Where passwords are kept."""

    def get(self, person: str) -> Credential | None:
        """The credential, for who has proved herself by other means (a known device, a recovery)."""
        ...

    def attempt(self, person: str | None, nobody: str, now: datetime) -> Credential | None:
        """Count one attempt and return the credential, or None when there is none or it is locked.

        Without a person the same work is done on an item of no consequence, named by `nobody`.
        """
        ...

    def succeeded(self, credential: Credential) -> None:
        """The password was right: no consecutive failures any more."""
        ...


def hashed(password: Password, keyring: Keyring) -> Hashed:
    """A new hash under the newest pepper."""
    pepper = keyring.live(Purpose.PEPPER)[0]
    return Hashed(PasswordHasher(pepper.value).hash(password), pepper.version)


def matches(password: Password, credential: Credential | None, keyring: Keyring) -> bool:
    """Whether it is the credential's password; without a credential the same work is done in vain."""
    if credential is None:
        newest = keyring.live(Purpose.PEPPER)[0]
        PasswordHasher(newest.value).verify(DECOY_HASH, password)
        return False
    pepper = keyring.version(Purpose.PEPPER, credential.hashed.pepper)
    return PasswordHasher(pepper.value).verify(credential.hashed.hash, password)


def rehashed(password: Password, credential: Credential, keyring: Keyring) -> Hashed | None:
    """A better hash of a password that was right, when parameters or pepper have moved on."""
    newest = keyring.live(Purpose.PEPPER)[0]
    stale = PasswordHasher(newest.value).needs_rehash(credential.hashed.hash)
    return (
        hashed(password, keyring) if stale or credential.hashed.pepper != newest.version else None
    )
