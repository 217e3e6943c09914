"""Signing in at the workforce issuer: OpenID Connect, code with PKCE, and an ID token that is looked at
strictly (OpenID Connect Core, 3.1.3.7)."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlencode

import jwt
from jwt.types import Options

from llave.errors import NotAllowed, Unavailable
from llave.people.codes import same
from llave.people.curp import Curp, CurpInvalid
from llave.people.names import PersonName

ALGORITHM = "ES256"
LONGEST = 8192
SKEW = timedelta(seconds=30)
# How long ago she may have shown who she is when she comes to us.
FRESH = timedelta(minutes=5)
SIGN_IN_LIFE = timedelta(minutes=10)
# Authenticator apps and keys; RFC 8176 calls them so. A password alone or SMS is neither.
STRONG = frozenset({"otp", "hwk"})
NEVER = frozenset({"sms", "tel"})
DECODING: Options = {
    "verify_exp": False,
    "verify_iat": False,
    "verify_nbf": False,
    "require": ["iss", "aud", "sub", "exp", "iat", "nonce", "auth_time", "amr"],
}


class WorkforceDown(Unavailable):
    """The issuer does not answer."""

    code = "workforce_unavailable"


class TokenNotRight(NotAllowed):
    """What the issuer gave, or what came in its name, does not prove who somebody is."""

    code = "workforce_refused"


class FactorTooWeak(NotAllowed):
    """She signed in, and not by what reviewers must have."""

    code = "workforce_factor"


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in under way; `key` is the fingerprint of the state, `browser` that of the cookie."""

    key: str = field(repr=False)
    browser: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    begun_at: datetime

    @property
    def expires_at(self) -> datetime:
        """Until when she may come back."""
        return self.begun_at + SIGN_IN_LIFE


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom the issuer vouches for."""

    subject: str
    name: PersonName
    amr: tuple[str, ...]
    curp: Curp = field(repr=False)


@dataclass(frozen=True, slots=True)
class Expected:
    """What an ID token must say."""

    issuer: str
    client: str
    nonce: str = field(repr=False)


class SignIns(Protocol):
    """Where sign-ins under way are kept."""

    def begin(self, sign_in: SignIn) -> None:
        """Keep one."""
        ...

    def take(self, key: str) -> SignIn | None:
        """The one with that key, which is gone from then on."""
        ...


class Workforce(Protocol):
    """The issuer. Each call raises WorkforceDown."""

    def authorization_endpoint(self) -> str:
        """Where a browser is sent."""
        ...

    def id_token(self, code: str, verifier: str, redirect_uri: str) -> str:
        """What the code is worth; raises TokenNotRight when the issuer refuses it."""
        ...

    def key(self, kid: str) -> Mapping[str, Any] | None:
        """The public key of that id, or None."""
        ...


def address(endpoint: str, client: str, returns_to: str, sign_in: SignIn, state: str) -> str:
    """Where the browser is sent: always to a fresh sign-in."""
    digest = hashlib.sha256(sign_in.verifier.encode()).digest()
    query = {
        "response_type": "code",
        "client_id": client,
        "redirect_uri": returns_to,
        "scope": "openid profile",
        "state": state,
        "nonce": sign_in.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        "max_age": str(int(FRESH.total_seconds())),
        "prompt": "login",
    }
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"


def identity_in(token: str, expected: Expected, workforce: Workforce, now: datetime) -> Identity:
    """Whom an ID token names; raises TokenNotRight, FactorTooWeak, WorkforceDown."""
    claims = _verified(token, expected, workforce)
    _expect_in_time(claims, now)
    if not isinstance(claims["nonce"], str) or not same(claims["nonce"], expected.nonce):
        raise TokenNotRight("nonce")
    amr = claims["amr"]
    if not isinstance(amr, list) or not all(isinstance(one, str) for one in amr):
        raise TokenNotRight("amr")
    if not STRONG & set(amr) or NEVER & set(amr):
        raise FactorTooWeak("amr")
    return Identity(_text(claims, "sub"), _name(claims), tuple(amr), _curp(claims))


def _verified(token: str, expected: Expected, workforce: Workforce) -> dict[str, Any]:
    if len(token) > LONGEST or not token.isascii():
        raise TokenNotRight("not a token")
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") != ALGORITHM or "crit" in header:
            raise TokenNotRight("algorithm")
        key = workforce.key(str(header.get("kid")))
        if key is None:
            raise TokenNotRight("unknown key")
        claims: dict[str, Any] = jwt.decode(
            token,
            jwt.PyJWK(dict(key), algorithm=ALGORITHM),
            algorithms=[ALGORITHM],
            issuer=expected.issuer,
            audience=expected.client,
            options=DECODING,
        )
    except (jwt.PyJWTError, ValueError, RecursionError) as error:
        raise TokenNotRight(type(error).__name__) from None
    # One of several audiences could replay it here.
    if claims["aud"] not in (expected.client, [expected.client]):
        raise TokenNotRight("audience")
    if claims.get("azp", expected.client) != expected.client:
        raise TokenNotRight("authorized party")
    return claims


def _expect_in_time(claims: Mapping[str, Any], now: datetime) -> None:
    moments = [claims[name] for name in ("iat", "exp", "auth_time")]
    if not all(type(one) in (int, float) for one in moments):
        raise TokenNotRight("times")
    issued, ends, shown = moments
    latest = (now + SKEW).timestamp()
    if issued > latest or shown > latest or now.timestamp() >= ends:
        raise TokenNotRight("not in time")
    if shown < (now - FRESH - SKEW).timestamp():
        raise TokenNotRight("signed in too long ago")


def _name(claims: Mapping[str, Any]) -> PersonName:
    """`family_name` holds the first surname, or both; `second_family_name` the other where the issuer has
    it."""
    second = claims.get("second_family_name")
    return PersonName(
        _text(claims, "given_name"),
        _text(claims, "family_name"),
        second if isinstance(second, str) and second else None,
    )


def _curp(claims: Mapping[str, Any]) -> Curp:
    """Without it nobody could say which case is her own."""
    try:
        return Curp(_text(claims, "curp"))
    except CurpInvalid:
        raise TokenNotRight("curp") from None


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= 200:
        raise TokenNotRight(name)
    return value
