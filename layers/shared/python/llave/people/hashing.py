"""Password hashes: Argon2id over a keyed digest, so that a stolen table alone is worth nothing.

The digest also caps what Argon2 is given at 32 bytes. Numbers: OWASP password storage, ASVS 5.0.
"""

import hmac

from argon2 import PasswordHasher as Argon2Hasher
from argon2 import Type
from argon2.exceptions import VerifyMismatchError

from llave.people.passwords import Password

MEMORY_KIB = 19 * 1024
PASSES = 2
LANES = 1
_ARGON2 = Argon2Hasher(
    time_cost=PASSES,
    memory_cost=MEMORY_KIB,
    parallelism=LANES,
    hash_len=32,
    salt_len=16,
    type=Type.ID,
)
# For who has no account: the same work, and no password opens it, since nobody knows one that
# hashes to these bytes (they are the digits of pi).
DECOY_HASH = (
    f"$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}"
    "$JD9qiIWjCNMTGYouA3BzRA$pAk4IimfMdAILvqY7E5siUUoIeY40BN3vlRmzzTpDGw"
)


class PasswordHasher:
    """Hashes and checks passwords under one version of the pepper (32 bytes)."""

    def __init__(self, pepper: bytes) -> None:
        self._pepper = pepper

    def hash(self, password: Password) -> str:
        """A new PHC string with its own salt."""
        return _ARGON2.hash(self._digest(password))

    def verify(self, stored: str, password: Password) -> bool:
        """Whether the password is the one that was hashed, in constant time."""
        try:
            return _ARGON2.verify(stored, self._digest(password))
        except VerifyMismatchError:
            return False

    def needs_rehash(self, stored: str) -> bool:
        """Whether it was made with other parameters than those of today."""
        return _ARGON2.check_needs_rehash(stored)

    def _digest(self, password: Password) -> bytes:
        return hmac.digest(self._pepper, password.value.encode(), "sha256")
