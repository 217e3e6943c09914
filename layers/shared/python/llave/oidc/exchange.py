"""A code or a refresh token becomes tokens: who may, once, and what is in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from llave.oidc import pkce
from llave.oidc.claims import OPENID
from llave.oidc.clients import REFRESH_GRANT, Client
from llave.oidc.errors import (
    CodeAlreadyUsed,
    InvalidGrant,
    InvalidScope,
    RefreshTokenReused,
    UnauthorizedClient,
)
from llave.oidc.grants import Code, Grant, Grants, RefreshToken
from llave.oidc.subjects import pairwise
from llave.oidc.tokens import ACCESS, ID, TOKEN_LIFE, Signer, half_hash
from llave.people.codes import fingerprint
from llave.people.keyring import Keyring


@dataclass(frozen=True, slots=True)
class Redemption:
    """What the client sent with a code."""

    code: str = field(repr=False)
    redirect_uri: str
    verifier: str = field(repr=False)


def redeem(
    given: Redemption, client: Client, grants: Grants, keyring: Keyring, refresh: str, now: datetime
) -> tuple[Grant, Code, str | None]:
    """The grant of a code, and its refresh token if it has one; raises InvalidGrant and its kinds."""
    code = grants.code(fingerprint(given.code))
    if code is None or not _is_theirs(code, given, client):
        raise InvalidGrant("no such code for this client, address and verifier")
    if code.redeemed_at is not None:
        grants.revoke(code.grant, now)
        raise CodeAlreadyUsed("replayed")
    if not code.is_live(now):
        raise InvalidGrant("the code has ended")
    grant = code.grant_for(pairwise(code.person, client.sector, keyring), now)
    kept = _refresh_token(refresh, grant) if code.is_offline else None
    try:
        grants.redeem(code, grant, kept, now)
    except CodeAlreadyUsed:
        # Somebody was faster with the same code, the right verifier and the client's secret.
        grants.revoke(code.grant, now)
        raise
    return grant, code, refresh if kept else None


def renew(
    token: str, scope: str | None, client: Client, grants: Grants, successor: str, now: datetime
) -> tuple[Grant, str | None]:
    """The grant of a refresh token, narrowed to `scope`, and the token's successor if it rotates;
    raises InvalidGrant and its kinds, InvalidScope, UnauthorizedClient."""
    if REFRESH_GRANT not in client.grant_types:
        raise UnauthorizedClient("refresh_token is not among its grant types")
    used = grants.refresh_token(fingerprint(token))
    if used is None or used.client_id != client.id or now >= used.ends_at:
        raise InvalidGrant("no such refresh token for this client")
    grant = grants.get(used.grant)
    if grant is None or not grant.holds(now):
        raise InvalidGrant("the grant has ended")
    narrowed = _narrowed(grant, scope)
    # Who proves itself by a secret keeps one token bound to it; others get a new one each time.
    following = _refresh_token(successor, grant) if client.is_public else None
    try:
        if used.spent_at is not None:
            raise RefreshTokenReused("rotated before")
        grants.renew(grant, used, following, now)
    except RefreshTokenReused:
        grants.revoke(grant.id, now)
        raise
    return narrowed, successor if following else None


def access_claims(
    grant: Grant, client: Client, issuer: str, jti: str, now: datetime
) -> dict[str, Any]:
    """The claims of an access token (RFC 9068, 2.2); `gid` is what introspection looks up."""
    return {
        "iss": issuer,
        "aud": [client.audience, issuer],
        "sub": grant.sub,
        "client_id": client.id,
        "scope": " ".join(grant.scopes),
        "iat": int(now.timestamp()),
        "exp": int(min(now + TOKEN_LIFE, grant.ends_at).timestamp()),
        "jti": jti,
        "gid": grant.id,
        **_authentication(grant),
    }


def id_claims(
    grant: Grant, issuer: str, nonce: str | None, access_token: str, now: datetime
) -> dict[str, Any]:
    """The claims of an ID token (OIDC Core, 2); by themselves they are no personal data."""
    return {
        "iss": issuer,
        "aud": grant.client_id,
        "sub": grant.sub,
        "iat": int(now.timestamp()),
        "exp": int((now + TOKEN_LIFE).timestamp()),
        "at_hash": half_hash(access_token),
        **({"nonce": nonce} if nonce is not None else {}),
        **_authentication(grant),
    }


@dataclass(frozen=True, slots=True)
class Issuer:
    """What tokens are made with."""

    name: str
    signer: Signer

    def tokens(
        self,
        grant: Grant,
        client: Client,
        *,
        nonce: str | None,
        refresh: str | None,
        jti: str,
        now: datetime,
        more: Mapping[str, Any] | None = None,
    ) -> Mapping[str, Any]:
        """The token endpoint's answer (RFC 6749, 5.1; OIDC Core, 3.1.3.3); `more` are claims that were
        asked for in the ID token."""
        access = self.signer.sign(access_claims(grant, client, self.name, jti, now), ACCESS)
        answer: dict[str, Any] = {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": int((min(now + TOKEN_LIFE, grant.ends_at) - now).total_seconds()),
            "scope": " ".join(grant.scopes),
        }
        if OPENID in grant.scopes:
            claims = {**(more or {}), **id_claims(grant, self.name, nonce, access, now)}
            answer["id_token"] = self.signer.sign(claims, ID)
        if refresh is not None:
            answer["refresh_token"] = refresh
        return answer


def _is_theirs(code: Code, given: Redemption, client: Client) -> bool:
    return (
        code.client_id == client.id
        and code.redirect_uri == given.redirect_uri
        and pkce.proves(given.verifier, code.challenge)
    )


def _refresh_token(token: str, grant: Grant) -> RefreshToken:
    return RefreshToken(fingerprint(token), grant.id, grant.client_id, grant.ends_at)


def _narrowed(grant: Grant, scope: str | None) -> Grant:
    if scope is None:
        return grant
    asked = tuple(scope.split(" "))
    if not set(grant.scopes).issuperset(asked):
        raise InvalidScope("more than was granted")
    return replace(grant, scopes=asked)


def _authentication(grant: Grant) -> dict[str, Any]:
    return {
        "auth_time": int(grant.auth_time.timestamp()),
        "acr": grant.level.acr,
        "amr": list(grant.amr),
    }
