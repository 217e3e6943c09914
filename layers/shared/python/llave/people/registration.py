"""Registration: three steps that can be left and taken up again for 72 hours.

Who begins is given a person id and a data key at once: what RENAPO answers and what is typed is
sealed from the first moment. What has been given decides which step comes next.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from llave.errors import Conflict, InvalidInput, NotSignedIn
from llave.people.accounts import Residence
from llave.people.contacts import EmailAddress, PhoneNumber
from llave.people.population import RegisteredPerson
from llave.people.vault import PersonKey

COOKIE = "__Host-registration"
LIFE = timedelta(hours=72)


class RegistrationNotFound(NotSignedIn):
    """No live registration goes with the token."""

    code = "registration_not_found"


class StepMissing(Conflict):
    """An earlier step has not been done."""

    code = "step_missing"


class RegistrationDone(Conflict):
    """The account has been made; its data are changed in the account."""

    code = "registration_done"


class Step(StrEnum):
    """What comes next."""

    ADDRESS = "address"
    CONTACTS = "contacts"
    PASSWORD = "password"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class Registration:
    """One registration under way; `key` is the fingerprint of its token.

    When it is done the person's data are in the account and `sealed` is empty.
    """

    key: str = field(repr=False)
    person: str
    started_at: datetime
    expires_at: datetime
    wrapped_key: bytes = field(repr=False)
    sealed: Mapping[str, bytes] = field(repr=False)
    residence: Residence | None = None
    done_at: datetime | None = None

    @property
    def next_step(self) -> Step:
        if self.done_at is not None:
            return Step.CONFIRM
        if self.residence is None:
            return Step.ADDRESS
        has_email, has_phone = "email" in self.sealed, "phone" in self.sealed
        enough = has_email or (has_phone and self.residence is Residence.MEXICO)
        return Step.PASSWORD if enough else Step.CONTACTS

    def is_live(self, now: datetime) -> bool:
        return now < self.expires_at


@dataclass(frozen=True, slots=True, repr=False)
class Contacts:
    """What a person can be reached by; raises InvalidInput when it is too little."""

    email: EmailAddress | None
    phone: PhoneNumber | None
    residence: Residence

    def __post_init__(self) -> None:
        if self.residence is Residence.ABROAD and self.email is None:
            raise InvalidInput("email_required_abroad", field="email")
        if self.email is None and self.phone is None:
            raise InvalidInput("contact_required", field="email")


def begun(person: RegisteredPerson, key: PersonKey, token: str, now: datetime) -> Registration:
    """A registration that holds nothing but what RENAPO answered; `token` is a fingerprint."""
    sealed = key.seal_all(person.fields())
    return Registration(token, key.person, now, now + LIFE, key.wrapped, sealed)


def live(found: Registration | None, now: datetime) -> Registration:
    """The registration, if it can still be gone on with; raises RegistrationNotFound."""
    if found is None or not found.is_live(now):
        raise RegistrationNotFound
    return found


def sealed_address(address: Mapping[str, Any], key: PersonKey) -> bytes:
    """An address as JSON, sealed."""
    return key.seal("address", json.dumps(address, ensure_ascii=False))
