"""Authenticator apps (RFC 6238): the secret, its address for a QR code, and the check of a code."""

from datetime import datetime
from urllib.parse import quote

import pyotp

STEP_S = 30
# One step each way, for clocks that differ and codes that are typed late.
DRIFT = 1
ISSUER = "Llave"


def new_secret() -> str:
    """160 random bits in base32, as RFC 4226, section 4, recommends."""
    return pyotp.random_base32(32)


def address(secret: str, who: str) -> str:
    """The `otpauth:` address that an app reads from the QR code; `who` tells accounts apart there."""
    return f"otpauth://totp/{ISSUER}:{quote(who, safe='@')}?secret={secret}&issuer={ISSUER}"


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step whose code this is, or None; all are compared, in constant time."""
    newest = int(now.timestamp()) // STEP_S
    totp = pyotp.TOTP(secret)
    found = None
    for step in range(newest - DRIFT, newest + DRIFT + 1):
        if pyotp.utils.strings_equal(code, totp.at(step * STEP_S)):
            found = step
    return found


def grouped(secret: str) -> str:
    """The secret as it is typed: groups of four."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
