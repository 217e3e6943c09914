"""What a validation answers, and what Llave says of itself: the truth of this deployment."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from llave import oidc
from llave.oidc.assurance import CLAIMS as VERIFIED
from llave.oidc.assurance import EVIDENCE, TRUST_FRAMEWORK
from llave.oidc.claims import CLAIMS, SCOPES
from llave.oidc.clients import GRANT_TYPES, AuthMethod, Client
from llave.oidc.errors import InvalidRequest, InvalidToken
from llave.oidc.grants import Grant
from llave.oidc.keys import Ring
from llave.oidc.supported import PROMPTS, Way, levels
from llave.oidc.tokens import ALGORITHM, AccessToken, Rings, access_token
from llave.people.accounts import Level

SCHEMA = Path(oidc.__file__).parent / "schemas" / "verified_claims.json"
INACTIVE: Mapping[str, Any] = {"active": False}
# What a validation tells of a token, besides its scopes (RFC 7662, 2.2).
TOLD = ("iss", "aud", "sub", "client_id", "exp", "iat", "jti", "acr", "amr", "auth_time")


class Grants(Protocol):
    """Where grants are read: once for each validation."""

    def get(self, grant: str) -> Grant | None: ...


def introspected(
    token: str | None, caller: Client, rings: Rings, grants: Grants, issuer: str, now: datetime
) -> Mapping[str, Any]:
    """What an agency learns of a token that was given to it; of any other only that it is none.

    Raises InvalidRequest when there is no token at all.
    """
    if not token:
        raise InvalidRequest("no token")
    try:
        found = access_token(token, rings, issuer, now)
    except InvalidToken:
        return INACTIVE
    if caller.audience not in found.audience:
        return INACTIVE
    grant = grants.get(found.grant)
    if grant is None or not grant.holds(now):
        return INACTIVE
    return _told(found)


def published(ring: Ring) -> dict[str, Any]:
    """The JWK set (RFC 7517): what signs, what will, and what did."""
    return {"keys": [dict(key.jwk) for key in ring.keys]}


def discovery(issuer: str, ways: frozenset[Way]) -> dict[str, Any]:
    """OpenID Provider metadata (OIDC Discovery, 3; RFC 8414), for what can be reached by these ways."""
    confidential = [method.value for method in AuthMethod if method is not AuthMethod.NONE]
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/oauth/authorize",
        "token_endpoint": f"{issuer}/oauth/token",
        "userinfo_endpoint": f"{issuer}/oauth/userinfo",
        "jwks_uri": f"{issuer}/oauth/jwks",
        "introspection_endpoint": f"{issuer}/oauth/introspect",
        "revocation_endpoint": f"{issuer}/oauth/revoke",
        "end_session_endpoint": f"{issuer}/oauth/logout",
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": list(GRANT_TYPES),
        "acr_values_supported": [level.acr for level in levels(ways)],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "token_endpoint_auth_methods_supported": [method.value for method in AuthMethod],
        "introspection_endpoint_auth_methods_supported": confidential,
        "revocation_endpoint_auth_methods_supported": [method.value for method in AuthMethod],
        "claims_supported": ["sub", "acr", "amr", "auth_time", *CLAIMS],
        "claim_types_supported": ["normal"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
        "prompt_values_supported": sorted(PROMPTS),
        "claims_parameter_supported": True,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "require_request_uri_registration": False,
        "ui_locales_supported": ["es-MX"],
        **_assurance(issuer, Level.VERIFICADA in levels(ways)),
    }


def schema() -> dict[str, Any]:
    """The JSON Schema of the `verified_claims` that Llave gives."""
    import json

    read: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return read


def _assurance(issuer: str, is_reached: bool) -> dict[str, Any]:  # noqa: FBT001 - its one question
    """Metadata of OpenID Connect for Identity Assurance 1.0, which has none for a schema: that member is
    ours (RFC 8414, 2, allows others). Nothing when nobody can be verified."""
    if not is_reached:
        return {"verified_claims_supported": False}
    from llave.oidc import verified_claims as made

    methods = {*made.BY_MACHINE, *made.BY_PERSON}
    return {
        "verified_claims_supported": True,
        "llave_verified_claims_schema_uri": f"{issuer}/oauth/schemas/verified_claims.json",
        "trust_frameworks_supported": [TRUST_FRAMEWORK],
        "claims_in_verified_claims_supported": list(VERIFIED),
        "evidence_supported": list(EVIDENCE),
        "documents_supported": sorted(
            {*(kind for kind, _ in made.DOCUMENTS.values()), *made.BILLS.values()}
        ),
        "documents_check_methods_supported": sorted(methods),
        "electronic_records_supported": sorted(kind for kind, _ in made.RECORDS.values()),
    }


def _told(token: AccessToken) -> dict[str, Any]:
    told = {name: token.claims[name] for name in TOLD}
    return {"active": True, "token_type": "Bearer", "scope": " ".join(token.scopes), **told}
