"""The issuer itself: what it knows, what it gives codes and tokens for."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from llave.errors import Refused
from llave.people.passkeys import Site
from local.workforce.directory import Employee
from local.workforce.passkeys import Passkeys

CODE_LIFE_S = 60.0
TOKEN_LIFE_S = 300
KID = "workforce-1"
ASKED = ("client_id", "redirect_uri", "state", "nonce", "code_challenge")


@dataclass(frozen=True, slots=True)
class Code:
    """What a code was given for."""

    claims: Mapping[str, Any]
    challenge: str
    redirect_uri: str
    made_at: float


@dataclass(slots=True)
class Issuer:
    """`address` is its own, `client` the console's name, `redirect_uri` where codes may go."""

    address: str
    client: str
    redirect_uri: str
    people: Mapping[str, Employee]
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    codes: dict[str, Code] = field(default_factory=dict)
    passkeys: Passkeys = field(init=False)

    def __post_init__(self) -> None:
        self.passkeys = Passkeys(Site(self.address))

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        }

    def keys(self) -> dict[str, Any]:
        public = json.loads(ECAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": KID, "alg": "ES256", "use": "sig"}]}

    def problem_in(self, asked: Mapping[str, str]) -> str | None:
        """Why a request is not one of ours."""
        if any(not asked.get(name) for name in ASKED):
            return "a parameter is missing"
        if (asked["client_id"], asked["redirect_uri"]) != (self.client, self.redirect_uri):
            return "unknown client or address"
        wrong = asked.get("code_challenge_method") != "S256" or asked.get("response_type") != "code"
        return "only code with S256" if wrong else None

    def shown_by(self, form: Mapping[str, str]) -> tuple[Employee, list[str]] | None:
        """Who it is and how she showed it, by passkey or by a code of her app."""
        who = self.people.get(form.get("subject", ""))
        if who is None:
            return None
        if form.get("passkey"):
            try:
                return who, self.passkeys.amr(who.subject, form["passkey"])
            except Refused:
                return None
        is_right = who.is_right(form.get("otp", ""), datetime.now(UTC))
        return (who, ["pwd", "otp", "mfa"]) if is_right else None

    def give_code(self, who: Employee, amr: list[str], asked: Mapping[str, str]) -> str:
        """The address that the browser goes back to."""
        code, now = secrets.token_urlsafe(32), int(time.time())
        claims = {
            **who.claims(),
            "iss": self.address,
            "aud": self.client,
            "iat": now,
            "exp": now + TOKEN_LIFE_S,
            "auth_time": now,
            "nonce": asked["nonce"],
            "amr": amr,
        }
        challenge, where = asked["code_challenge"], asked["redirect_uri"]
        self.codes[code] = Code(claims, challenge, where, time.monotonic())
        query = {"code": code, "state": asked["state"], "iss": self.address}
        return f"{where}?{urlencode(query)}"

    def token_for(self, form: Mapping[str, Any]) -> str | None:
        """The ID token that a code is worth, once."""
        code = self.codes.pop(str(form.get("code")), None)
        if code is None or time.monotonic() - code.made_at > CODE_LIFE_S:
            return None
        digest = hashlib.sha256(str(form.get("code_verifier")).encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        named = (form.get("client_id"), form.get("redirect_uri"))
        if proof != code.challenge or named != (self.client, code.redirect_uri):
            return None
        return jwt.encode(dict(code.claims), self.key, algorithm="ES256", headers={"kid": KID})
