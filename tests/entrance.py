"""Sign-in in memory: many accounts, any network, any time; what it keeps can be looked at."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from llave.people.accounts import Account, Channel, Contact, Level, Residence, Status
from llave.people.attempts import Attempt, Entered, Halfway, Seen, Unconfirmed
from llave.people.budgets import Visitor, window_start
from llave.people.contacts import EmailAddress
from llave.people.credentials import MOST_FAILURES, Credential, Hashed, hashed
from llave.people.devices import MOST_DEVICE_FAILURES, Device, DeviceChoice
from llave.people.entering import Chance, Entry
from llave.people.factors import Enrolled
from llave.people.identifiers import Identifier, Places, places
from llave.people.passwords import Password
from llave.people.signin import Ports, sign_in
from llave.people.throttling import SPRAY, Pace
from tests.fakes import FakeKeyring, ManualClock, NumberedIds

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Entrance:
    """The ports of a sign-in; `checked` counts the passwords that were looked at."""

    clock: ManualClock = field(default_factory=ManualClock)
    keyring: FakeKeyring = field(default_factory=FakeKeyring)
    persons: dict[str, str] = field(default_factory=dict)
    accounts_by: dict[str, Account] = field(default_factory=dict)
    credentials_by: dict[str, Credential] = field(default_factory=dict)
    devices_by: dict[tuple[str, str], tuple[Device, int]] = field(default_factory=dict)
    paces: dict[str, Pace] = field(default_factory=dict)
    used: dict[tuple[str, str, int], int] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    checked: int = 0

    def __post_init__(self) -> None:
        ids, tokens = NumberedIds("id"), NumberedIds("token")
        lanes = Lanes(self)
        self.ports = Ports(
            self, lanes, lanes.devices, self, self, self.keyring, Chance(ids, tokens), NoFactors()
        )

    def settle(
        self, email: str, secret: Hashed, person: str = "", status: Status = Status.ACTIVE
    ) -> str:
        """An account with this e-mail and password; returns the person."""
        person = person or f"person-{len(self.accounts_by)}"
        place = places(Identifier(email=EmailAddress(email)), self.keyring)
        self.persons[place.name] = person
        self.accounts_by[person] = Account(
            person=person,
            status=status,
            level=Level.BASICA,
            residence=Residence.MEXICO,
            created_at=LONG_AGO,
            ended_before=LONG_AGO,
            privacy_notice="1",
            contacts={Channel.EMAIL: Contact(place.name, LONG_AGO)},
            wrapped_key=b"",
            sealed={},
        )
        self.credentials_by[person] = Credential(person, secret, 1, 0, LONG_AGO)
        return person

    def hash(self, password: str) -> Hashed:
        """A hash that many accounts of a test can share."""
        return hashed(Password(password), self.keyring)

    def sign_in(
        self,
        email: str,
        password: str,
        network: str = "net",
        device: str | None = None,
        choice: DeviceChoice | None = None,
    ) -> Entered | Unconfirmed:
        """Sign in now; raises WrongCredentials, TooManyAttempts."""
        attempt = Attempt(
            places=places(Identifier(email=EmailAddress(email)), self.keyring),
            password=Password(password),
            visitor=Visitor(network),
            device=device,
            choice=choice,
        )
        outcome = sign_in(attempt, self.ports, self.clock())
        assert not isinstance(outcome, Halfway)
        return outcome

    # The door.

    def look(self, places: Places, paces: tuple[str, ...], shard: str, now: datetime) -> Seen:
        key = (SPRAY.kind, shard, window_start(SPRAY.window, now))
        kept = {name: self.paces[name] for name in paces if name in self.paces}
        return Seen(self.persons.get(places.name), kept, self.used.get(key, 0))

    def slow(self, key: str, pace: Pace, now: datetime) -> None:
        self.paces[key] = pace

    def enter(self, entry: Entry) -> None:
        self.entries.append(entry)
        credential = self.credentials_by[entry.credential.person]
        if entry.unlock:
            self.credentials_by[credential.person] = replace(credential, failures=0)
        if entry.remembered:
            device = entry.remembered
            self.devices_by[(device.person, device.key)] = (device, 0)
        if entry.known and entry.forgets:
            del self.devices_by[(entry.known.person, entry.known.key)]
        elif entry.known:
            self.devices_by[(entry.known.person, entry.known.key)] = (entry.known, 0)
        if entry.pace:
            self.paces.pop(entry.pace, None)

    # Budgets and accounts.

    def counted(self, kind: str, key: str, window: timedelta, now: datetime) -> int:
        return self.used.get((kind, key, window_start(window, now)), 0)

    def count(self, kind: str, key: str, window: timedelta, now: datetime) -> int:
        name = (kind, key, window_start(window, now))
        self.used[name] = self.used.get(name, 0) + 1
        return self.used[name]

    def get(self, person: str) -> Account | None:
        return self.accounts_by.get(person)


@dataclass
class Lanes:
    """Counting on credentials and, in `devices`, on known devices."""

    entrance: Entrance

    @property
    def devices(self) -> "DeviceLanes":
        return DeviceLanes(self.entrance)

    def get(self, person: str) -> Credential | None:
        return self.entrance.credentials_by.get(person)

    def attempt(self, person: str | None, nobody: str, now: datetime) -> Credential | None:
        self.entrance.checked += 1
        credential = self.entrance.credentials_by.get(person or "")
        if credential is None or credential.failures >= MOST_FAILURES:
            return None
        counted = replace(credential, failures=credential.failures + 1)
        self.entrance.credentials_by[credential.person] = counted
        return counted

    def succeeded(self, credential: Credential) -> None:
        self.entrance.credentials_by[credential.person] = replace(credential, failures=0)


@dataclass
class DeviceLanes:
    """Counting on known devices."""

    entrance: Entrance

    def attempt(self, person: str, key: str, now: datetime) -> Device | None:
        device, failures = self.entrance.devices_by.get((person, key), (None, 0))
        if device is None or failures >= MOST_DEVICE_FAILURES:
            return None
        self.entrance.devices_by[(person, key)] = (device, failures + 1)
        return device


class NoFactors:
    """Nobody here has a second factor."""

    def of(self, person: str) -> Enrolled:
        return Enrolled()
