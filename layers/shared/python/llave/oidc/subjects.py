"""Pairwise subjects (OIDC Core, 8.1): two agencies can not join what they know of one person."""

import base64
import hashlib
import hmac

from llave.people.keyring import Keyring, Purpose

# A second version would give every person another `sub` everywhere, so there never is one.
VERSION = 1


def pairwise(person: str, sector: str, keyring: Keyring) -> str:
    """The `sub` under which the agencies of a sector know a person."""
    secret = keyring.version(Purpose.PAIRWISE, VERSION)
    mac = hmac.new(secret.value, f"{sector}\x1f{person}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()
