"""One try to sign in: what came, what stood there, and the way to the password."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from llave.people.accounts import Account
from llave.people.budgets import Visitor
from llave.people.challenges import First
from llave.people.codes import fingerprint
from llave.people.credentials import Credential
from llave.people.devices import Device, DeviceChoice
from llave.people.factors import Enrolled
from llave.people.identifiers import Places
from llave.people.passwords import Password
from llave.people.sessions import Session
from llave.people.throttling import Pace, pace_key


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a browser sent. `device` and `session` are the cookies it brought; `choice` is None where
    nobody was asked.

    `needs_second` says that what she came for takes a second step, `continues` that she is in and
    shows again who she is.
    """

    places: Places
    password: Password
    visitor: Visitor
    device: str | None = field(default=None, repr=False)
    session: str | None = field(default=None, repr=False)
    choice: DeviceChoice | None = None
    needs_second: bool = False
    continues: bool = False

    @property
    def network_pace(self) -> str:
        return pace_key(self.places.name, self.visitor.network)

    @property
    def device_pace(self) -> str:
        """The pace of this cookie; without one a name that nothing is ever kept under."""
        return pace_key(self.places.name, f"device\x1f{fingerprint(self.device or '')}")


@dataclass(frozen=True, slots=True)
class Seen:
    """What stood there when the attempt began."""

    person: str | None
    paces: Mapping[str, Pace]
    sprayed: int

    def pace(self, key: str) -> Pace:
        return self.paces.get(key, Pace())


@dataclass(frozen=True, slots=True)
class Lane:
    """The way to the password: over a known device, or the open one that strangers take too."""

    credential: Credential | None
    device: Device | None
    pace: str


@dataclass(frozen=True, slots=True)
class Entered:
    """She is in. `cookie` is the session's, `device_cookie` new when the device is remembered from
    now on, and `forgets` says that the browser must drop the one it has."""

    session: Session
    cookie: str = field(repr=False)
    device_cookie: str | None = field(default=None, repr=False)
    forgets: bool = False


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """The password is right, and no contact of the account is confirmed yet."""

    account: Account


@dataclass(frozen=True, slots=True)
class Halfway:
    """The password is right, and a second step is asked."""

    account: Account
    first: First
    enrolled: Enrolled
