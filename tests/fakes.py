"""Stand-ins for what the core is given (time, ids, secrets, keys); passed in, never patched."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from llave.people.keyring import Purpose, Secret
from llave.people.vault import PersonKey

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@dataclass(slots=True)
class ManualClock:
    """A clock that stands until it is moved; call it for the time."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> datetime:
        """Let time pass."""
        self.at += by
        return self.at


@dataclass(slots=True)
class NumberedIds:
    """Ids that differ and can be foretold: id-1, id-2, …"""

    prefix: str = "id"
    last: int = 0

    def __call__(self) -> str:
        self.last += 1
        return f"{self.prefix}-{self.last}"


@dataclass(slots=True)
class FakeKeyring:
    """Secrets that follow from purpose and version; `versions` lives newest first."""

    versions: dict[Purpose, tuple[int, ...]] = field(default_factory=dict)

    def live(self, purpose: Purpose) -> tuple[Secret, ...]:
        return tuple(self.version(purpose, n) for n in self.versions.get(purpose, (1,)))

    def version(self, purpose: Purpose, version: int) -> Secret:
        value = hashlib.sha256(f"{purpose.value}#{version}".encode()).digest()
        return Secret(version, value)

    def rotating(self, *purposes: Purpose) -> "FakeKeyring":
        """The same keyring while these purposes have two live versions."""
        return FakeKeyring({**self.versions, **dict.fromkeys(purposes, (2, 1))})


@dataclass(slots=True)
class FakePersonKeys:
    """Keys that follow from the person; `opened` lists whose were unwrapped, as a trail would."""

    opened: list[str] = field(default_factory=list)

    def create(self, person: str) -> PersonKey:
        return PersonKey(person, _wrapped(person), _plain(person))

    def open(self, person: str, wrapped: bytes) -> PersonKey:
        if wrapped != _wrapped(person):
            raise ValueError("wrapped for another person")
        self.opened.append(person)
        return PersonKey(person, wrapped, _plain(person))


def _plain(person: str) -> bytes:
    return hashlib.sha256(f"key of {person}".encode()).digest()


def _wrapped(person: str) -> bytes:
    return b"wrapped:" + person.encode()
