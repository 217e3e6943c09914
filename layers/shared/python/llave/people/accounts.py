"""Accounts: what is known of a person without reading her data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Status(StrEnum):
    """Registered: the three steps are done. Active: a contact is confirmed, so it may sign in."""

    REGISTERED = "registered"
    ACTIVE = "active"


class Level(StrEnum):
    """Llave Básica or Verificada; the OIDC `acr` is `urn:llave:nivel:<level>`."""

    BASICA = "basica"
    VERIFICADA = "verificada"

    @property
    def acr(self) -> str:
        return f"urn:llave:nivel:{self.value}"


class Channel(StrEnum):
    """A medium on which a person is reached."""

    EMAIL = "email"
    PHONE = "phone"


class Residence(StrEnum):
    """Where a person lives; abroad the e-mail is compulsory."""

    MEXICO = "mx"
    ABROAD = "abroad"


@dataclass(frozen=True, slots=True)
class Contact:
    """A registered contact; `index` finds it (see lookups), the address itself is sealed.

    A phone is found with the CURP; `number_index` is of the number alone, for who recovers with it.
    """

    index: str
    confirmed_at: datetime | None = None
    number_index: str | None = None

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None


# The names of the sealed fields: text, but for `address`, JSON of the registration's address step.
SEALED_FIELDS = (
    "curp",
    "given_names",
    "first_surname",
    "second_surname",
    "sex",
    "birth_date",
    "birth_state",
    "address",
    "email",
    "phone",
)


@dataclass(frozen=True, slots=True)
class Account:
    """One account. `person` is its opaque id; `sealed` opens only with the person's key.

    Whatever was begun before `ended_before` (sessions, grants) no longer counts. `evidence` is the
    record behind the level; since `displaced_at` another account holds the CURP that this one
    declares. `asks_second` says that she has a second factor and wants it asked at every sign-in.
    `reset_by` are the media that recoveries went over, `reset_at` when the first of them was; both
    are gone once a factor that is older, or new evidence, has shown that she is herself.
    """

    person: str
    status: Status
    level: Level
    residence: Residence
    created_at: datetime
    ended_before: datetime
    privacy_notice: str
    contacts: Mapping[Channel, Contact]
    wrapped_key: bytes = field(repr=False)
    sealed: Mapping[str, bytes] = field(repr=False)
    evidence: str | None = None
    displaced_at: datetime | None = None
    asks_second: bool = False
    reset_by: tuple[Channel, ...] = ()
    reset_at: datetime | None = None

    @property
    def confirmed_channels(self) -> tuple[Channel, ...]:
        return tuple(channel for channel, contact in self.contacts.items() if contact.is_confirmed)

    def still_counts(self, begun_at: datetime) -> bool:
        """Whether a session or grant begun at that time was not ended with everything else."""
        return begun_at > self.ended_before
