"""The issuer: discovery, keys, a page to sign in by a code of an app or a passkey, and the token endpoint."""

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
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from local.workforce.directory import Employee
from local.workforce.page import sign_in_page

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


ISSUER = web.AppKey("issuer", Issuer)


def build(issuer: Issuer) -> web.Application:
    app = web.Application()
    app[ISSUER] = issuer
    app.router.add_get("/.well-known/openid-configuration", _metadata)
    app.router.add_get("/jwks", _keys)
    app.router.add_get("/authorize", _show)
    app.router.add_post("/authorize", _sign_in)
    app.router.add_post("/token", _token)
    app.router.add_get("/_health", _health)
    return app


async def _metadata(request: web.Request) -> web.Response:
    return web.json_response(request.app[ISSUER].metadata())


async def _keys(request: web.Request) -> web.Response:
    return web.json_response(request.app[ISSUER].keys())


async def _health(_: web.Request) -> web.Response:
    return web.json_response({})


async def _show(request: web.Request) -> web.Response:
    issuer = request.app[ISSUER]
    problem = issuer.problem_in(request.query)
    if problem:
        return web.Response(status=400, text=problem)
    return _page(issuer, dict(request.query))


async def _sign_in(request: web.Request) -> web.Response:
    issuer = request.app[ISSUER]
    form = {name: str(value) for name, value in (await request.post()).items()}
    problem = issuer.problem_in(form)
    if problem:
        return web.Response(status=400, text=problem)
    who = issuer.people.get(form.get("subject", ""))
    if who is None or not who.is_right(form.get("otp", ""), datetime.now(UTC)):
        return _page(issuer, form, "El usuario o el código no es correcto.")
    raise web.HTTPSeeOther(issuer.give_code(who, ["pwd", "otp", "mfa"], form))


async def _token(request: web.Request) -> web.Response:
    form = await request.post()
    token = request.app[ISSUER].token_for(dict(form))
    if form.get("grant_type") != "authorization_code" or token is None:
        return web.json_response({"error": "invalid_grant"}, status=400)
    answer = {"id_token": token, "access_token": secrets.token_urlsafe(16), "token_type": "Bearer"}
    return web.json_response(answer, headers={"cache-control": "no-store"})


def _page(issuer: Issuer, asked: Mapping[str, str], problem: str = "") -> web.Response:
    text = sign_in_page(issuer.people, asked, problem, datetime.now(UTC))
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    headers = {"content-security-policy": policy, "cache-control": "no-store"}
    status = 401 if problem else 200
    return web.Response(status=status, text=text, content_type="text/html", headers=headers)
