"""Finding a person by what she knows (e-mail, CURP, phone) without storing it readable.

An index is an HMAC-SHA256 under a secret of its own purpose. While two secrets live, reading tries
both and writing writes both, so that uniqueness holds through a rotation.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from llave.people.contacts import EmailAddress, PhoneNumber
from llave.people.curp import Curp
from llave.people.keyring import Keyring, Purpose

KINDS = {
    Purpose.LOOKUP_EMAIL: "EMAIL",
    Purpose.LOOKUP_PHONE: "PHONE",
    Purpose.LOOKUP_CURP: "CURP",
    Purpose.LOOKUP_CURP_PHONE: "CURP+PHONE",
}


@dataclass(frozen=True, slots=True)
class Index:
    """One value under one secret; `key` is the start of the item's partition key."""

    kind: str
    version: int
    digest: str

    @property
    def key(self) -> str:
        return f"{self.kind}#{self.version}#{self.digest}"


@dataclass(frozen=True, slots=True)
class Indexes:
    """The index of one value under every live secret, newest first."""

    all: tuple[Index, ...]

    @property
    def newest(self) -> Index:
        return self.all[0]


def by_email(email: EmailAddress, keyring: Keyring) -> Indexes:
    """Indexes of an e-mail address in its canonical form."""
    return _indexes(Purpose.LOOKUP_EMAIL, email.canonical, keyring)


def by_phone(phone: PhoneNumber, keyring: Keyring) -> Indexes:
    """Indexes of a phone number in E.164."""
    return _indexes(Purpose.LOOKUP_PHONE, phone.value, keyring)


def by_curp(curp: Curp, keyring: Keyring) -> Indexes:
    """Indexes of a CURP."""
    return _indexes(Purpose.LOOKUP_CURP, curp.value, keyring)


def by_curp_and_phone(curp: Curp, phone: PhoneNumber, keyring: Keyring) -> Indexes:
    """Indexes of the pair, which identifies a person without e-mail on a family's phone."""
    return _indexes(Purpose.LOOKUP_CURP_PHONE, f"{curp.value}\x1f{phone.value}", keyring)


def _indexes(purpose: Purpose, value: str, keyring: Keyring) -> Indexes:
    return Indexes(
        tuple(
            Index(KINDS[purpose], secret.version, _digest(secret.value, value))
            for secret in keyring.live(purpose)
        )
    )


def _digest(secret: bytes, value: str) -> str:
    mac = hmac.new(secret, value.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()
