"""What a person says to be found: her e-mail, or her CURP with her phone.

A CURP alone finds only its verified holder: anybody can work out a CURP from public data.
"""

from dataclasses import dataclass

from llave.errors import InvalidInput
from llave.people import lookups
from llave.people.contacts import EmailAddress, PhoneNumber
from llave.people.curp import LENGTH, Curp
from llave.people.keyring import Keyring
from llave.people.lookups import Indexes


@dataclass(frozen=True, slots=True)
class Identifier:
    """An e-mail, a CURP and a phone, or a CURP; a phone beside an e-mail says nothing more."""

    email: EmailAddress | None = None
    curp: Curp | None = None
    phone: PhoneNumber | None = None

    @classmethod
    def parse(cls, text: str) -> "Identifier":
        """Read the one field that takes either; raises InvalidInput."""
        typed = text.strip()
        if "@" in typed:
            return cls(email=EmailAddress.parse(typed))
        if len(typed) != LENGTH:
            # Neither: the CURP's own words about length would puzzle who forgot the @.
            raise InvalidInput("identifier_shape", field="identifier")
        return cls(curp=Curp.parse(typed))


@dataclass(frozen=True, slots=True)
class Places:
    """Where an identifier is looked for: `guards` name the one account that has proved it, then
    `declared` the newest that only says so. All are index keys, newest secret first."""

    guards: tuple[str, ...]
    declared: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """One name for the identifier, to count under."""
        return self.guards[0]


def places(identifier: Identifier, keyring: Keyring) -> Places:
    """The index keys of an identifier."""
    if identifier.email:
        return _proved_or_declared(lookups.by_email(identifier.email, keyring))
    if identifier.curp is None:
        raise InvalidInput("required", field="identifier")
    if identifier.phone:
        pair = lookups.by_curp_and_phone(identifier.curp, identifier.phone, keyring)
        return _proved_or_declared(pair)
    return Places(_keys(lookups.by_curp(identifier.curp, keyring)))


def _proved_or_declared(indexes: Indexes) -> Places:
    keys = _keys(indexes)
    return Places(keys, keys)


def _keys(indexes: Indexes) -> tuple[str, ...]:
    return tuple(index.key for index in indexes.all)
