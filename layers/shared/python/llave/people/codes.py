"""Random tokens, and codes and link tokens derived from ids.

A derived secret is an HMAC of an id under the keyring's `codes` secret: the outbox carries the id,
and only the sender and the checker can know the code.
"""

import base64
import hashlib
import hmac

from llave.people.keyring import Secret

CODE_DIGITS = 6
# Too many to guess, however often it may be tried.
LONG_CODE_DIGITS = 12


def fingerprint(token: str) -> str:
    """How a token of 256 random bits is stored: SHA-256, in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def derived_code(secret: Secret, purpose: str, reference: str, digits: int = CODE_DIGITS) -> str:
    """Digits for an id; `reference` names the issue too, so that a resend differs."""
    number = int.from_bytes(_mac(secret, f"code:{purpose}", reference), "big")
    return f"{number % 10**digits:0{digits}d}"


def derived_token(secret: Secret, purpose: str, reference: str) -> str:
    """A 256-bit token for an id, for a link."""
    mac = _mac(secret, f"token:{purpose}", reference)
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()


def same(given: str, expected: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(given.encode(), expected.encode())


def _mac(secret: Secret, purpose: str, reference: str) -> bytes:
    return hmac.new(secret.value, f"{purpose}\x1f{reference}".encode(), hashlib.sha256).digest()
