"""Signing and checking our own tokens: ES256, `at+jwt` access tokens (RFC 9068) and ID tokens.

Every check is on what we ourselves put in: the algorithm is fixed, `typ` tells the kinds apart, and
the key is one of the ring, whatever the header says (RFC 8725).
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

import jwt
from jwt.types import Options

from llave.oidc.errors import InvalidToken
from llave.oidc.keys import Ring

ALGORITHM = "ES256"
ACCESS = "at+jwt"
ID = "JWT"
TOKEN_LIFE = timedelta(minutes=15)
LONGEST = 4096
HEADER = frozenset({"alg", "kid", "typ"})
OURS: Options = {
    "verify_exp": False,
    "verify_iat": False,
    "verify_aud": False,
    "require": ["iss", "aud", "sub", "exp", "iat"],
}
# Ours are times of our own clock; a verifier of ours may run a little behind.
SKEW = timedelta(seconds=30)


class Signer(Protocol):
    """Whoever holds the current signing key."""

    def sign(self, claims: Mapping[str, Any], typ: str) -> str:
        """A compact JWS of the claims."""
        ...


class Rings(Protocol):
    """Where the public keys are read."""

    def knowing(self, kid: object) -> Ring:
        """The ring; read anew if it does not have that key and was not read just now."""
        ...


@dataclass(frozen=True, slots=True)
class AccessToken:
    """An access token of ours that is genuine and in time; whether its grant still holds is another
    question."""

    grant: str
    client_id: str
    audience: tuple[str, ...]
    scopes: tuple[str, ...]
    claims: Mapping[str, Any] = field(repr=False)


def access_token(token: str, rings: Rings, issuer: str, now: datetime) -> AccessToken:
    """Check an access token; raises InvalidToken."""
    claims = _verified(token, ACCESS, rings, issuer)
    if not _begun(claims, now) or now.timestamp() >= claims["exp"]:
        raise InvalidToken("not in time")
    return AccessToken(
        grant=claims["gid"],
        client_id=claims["client_id"],
        audience=tuple(claims["aud"]),
        scopes=tuple(claims["scope"].split()),
        claims=claims,
    )


def hinted(token: str, rings: Rings, issuer: str) -> tuple[str, str]:
    """Client and `sub` of an ID token that serves as a hint: it may have ended; raises InvalidToken."""
    claims = _verified(token, ID, rings, issuer)
    return claims["aud"], claims["sub"]


def half_hash(token: str) -> str:
    """`at_hash`: the left half of the SHA-256 (OIDC Core, 3.1.3.6)."""
    digest = hashlib.sha256(token.encode()).digest()
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def signed(claims: Mapping[str, Any], typ: str, kid: str, private_key: Any) -> str:
    """A compact JWS under a private key of the ring."""
    return jwt.encode(
        dict(claims), private_key, algorithm=ALGORITHM, headers={"kid": kid, "typ": typ}
    )


def _verified(token: str, typ: str, rings: Rings, issuer: str) -> dict[str, Any]:
    if len(token) > LONGEST or not token.isascii():
        raise InvalidToken("not a token of ours")
    try:
        header = jwt.get_unverified_header(token)
        # Nothing of ours names keys or extensions in the header (jku, jwk, x5u, crit).
        if header.keys() != HEADER or header["typ"] != typ or header["alg"] != ALGORITHM:
            raise InvalidToken("another header than ours")
        key = rings.knowing(header["kid"]).find(header["kid"])
        if key is None:
            raise InvalidToken("unknown key")
        # Times and audience are checked by the caller, against the clock that it was given.
        claims: dict[str, Any] = jwt.decode(
            token,
            jwt.PyJWK(dict(key.jwk), algorithm=ALGORITHM),
            algorithms=[ALGORITHM],
            issuer=issuer,
            options=OURS,
        )
    except (jwt.PyJWTError, ValueError, RecursionError) as error:
        raise InvalidToken(f"not a token of ours: {type(error).__name__}") from None
    return claims


def _begun(claims: Mapping[str, Any], now: datetime) -> bool:
    return bool(claims["iat"] <= (now + SKEW).timestamp())
