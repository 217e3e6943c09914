"""Agencies as clients of OpenID Connect: what one is registered for, and nothing else is granted.

A registration is JSON with the names of RFC 7591, and a few of our own (docs/guia-de-integracion.md).
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from llave.oidc.redirects import is_registered
from llave.people.accounts import Level


class AuthMethod(StrEnum):
    """How a client proves itself at our endpoints (OIDC Core, 9)."""

    BASIC = "client_secret_basic"
    POST = "client_secret_post"
    NONE = "none"


class ApplicationType(StrEnum):
    """Native apps may use loopback addresses with any port, and schemes of their own."""

    WEB = "web"
    NATIVE = "native"


class Factor(StrEnum):
    """The least second factor that an agency needs at sign-in."""

    NONE = "none"
    SECOND = "second"
    PHISHING_RESISTANT = "phishing-resistant"


CODE_GRANT = "authorization_code"
REFRESH_GRANT = "refresh_token"
GRANT_TYPES = (CODE_GRANT, REFRESH_GRANT)
SIGNED_BY = "ES256"


@dataclass(frozen=True, slots=True)
class Client:
    """One registered client. `secret_hashes` are SHA-256 in hex, two while a secret is replaced;
    `sector` decides which clients see the same `sub`; `audience` is who its access tokens are for.

    `verified_claims` says that it may ask for them; `initiate_login_uri` is where a person begins
    anew who comes from us (OIDC Core, 4).
    """

    id: str
    name: str
    purpose: str
    redirect_uris: tuple[str, ...]
    post_logout_redirect_uris: tuple[str, ...]
    auth_method: AuthMethod
    secret_hashes: tuple[str, ...] = field(repr=False)
    application_type: ApplicationType
    grant_types: frozenset[str]
    scopes: frozenset[str]
    claims: frozenset[str]
    minimum_level: Level
    minimum_factor: Factor
    sector: str
    audience: str
    id_token_alg: str
    verified_claims: bool = False
    initiate_login_uri: str | None = None

    @property
    def is_public(self) -> bool:
        """Whether it can keep no secret, so that only PKCE ties it to its codes."""
        return self.auth_method is AuthMethod.NONE

    @property
    def is_native(self) -> bool:
        return self.application_type is ApplicationType.NATIVE

    def may_redirect_to(self, uri: str) -> bool:
        """Whether an answer may go to that address."""
        return is_registered(uri, self.redirect_uris, native=self.is_native)

    def may_return_to(self, uri: str) -> bool:
        """Whether a person may be sent there after signing out."""
        return is_registered(uri, self.post_logout_redirect_uris, native=self.is_native)


class Clients(Protocol):
    """Where registered clients are found."""

    def get(self, client_id: str) -> Client | None: ...


def registration_of(client: Client) -> dict[str, Any]:
    """The registration as it is stored; `registrations.parse_client` reads it back."""
    return {
        "client_id": client.id,
        "client_name": client.name,
        "purpose": client.purpose,
        "redirect_uris": list(client.redirect_uris),
        "post_logout_redirect_uris": list(client.post_logout_redirect_uris),
        "token_endpoint_auth_method": client.auth_method.value,
        "client_secret_sha256": list(client.secret_hashes),
        "application_type": client.application_type.value,
        "grant_types": sorted(client.grant_types),
        "scope": " ".join(sorted(client.scopes)),
        "claims": sorted(client.claims),
        "minimum_level": client.minimum_level.value,
        "minimum_factor": client.minimum_factor.value,
        "sector_identifier": client.sector,
        "audience": client.audience,
        "id_token_signed_response_alg": client.id_token_alg,
        "verified_claims": client.verified_claims,
        **({"initiate_login_uri": client.initiate_login_uri} if client.initiate_login_uri else {}),
    }
