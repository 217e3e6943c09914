"""A person's fields at rest: AES-256-GCM under a data key of her own.

The associated data is the person and the field, so that a sealed value moved to another person or
field does not open. The data key is wrapped by KMS with the encryption context `{person}`; where it
is unwrapped, CloudTrail has a line. Destroying the wrapped key destroys the person (design, rule
7).
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class PersonKey:
    """A person's data key: `wrapped` is stored, `plain` (32 bytes) lives in memory only."""

    person: str
    wrapped: bytes
    plain: bytes = field(repr=False)

    def seal(self, name: str, value: str) -> bytes:
        """Encrypt one field; a fresh nonce stands before the ciphertext."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self.plain).encrypt(nonce, value.encode(), self._bound_to(name))

    def unseal(self, name: str, sealed: bytes) -> str:
        """Decrypt one field; raises cryptography's InvalidTag for another person's or field's."""
        nonce, ciphertext = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        return AESGCM(self.plain).decrypt(nonce, ciphertext, self._bound_to(name)).decode()

    def seal_all(self, values: Mapping[str, str]) -> dict[str, bytes]:
        """Encrypt several fields."""
        return {name: self.seal(name, value) for name, value in values.items()}

    def unseal_all(self, sealed: Mapping[str, bytes]) -> dict[str, str]:
        """Decrypt several fields."""
        return {name: self.unseal(name, value) for name, value in sealed.items()}

    def _bound_to(self, name: str) -> bytes:
        return f"{self.person}\x1f{name}".encode()


class PersonKeys(Protocol):
    """Where data keys come from."""

    def create(self, person: str) -> PersonKey:
        """A new key for a person who has none."""
        ...

    def open(self, person: str, wrapped: bytes) -> PersonKey:
        """Unwrap a stored key; each call is one reading that CloudTrail records."""
        ...
