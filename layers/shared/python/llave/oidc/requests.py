"""An authorization request that passed every check, and its wait for the person (OIDC Core, 3.1.2)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from llave.oidc.assurance import NOTHING, VERIFIED_CLAIMS, Wanted
from llave.oidc.clients import Factor
from llave.oidc.redirects import origin_of
from llave.people.accounts import Level

# Long enough to register on the way.
PENDING_LIFE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """What an agency asked for, checked; `level` and `factor` are the least it takes, `exact` the
    only levels it takes when it said so; `max_age` in seconds; `verified` are the verified claims that
    it asks for."""

    client_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    code_challenge: str
    state: str | None = None
    nonce: str | None = field(default=None, repr=False)
    level: Level = Level.BASICA
    factor: Factor = Factor.NONE
    exact: tuple[Level, ...] = ()
    verified: Wanted = NOTHING
    prompts: frozenset[str] = frozenset()
    max_age: int | None = None
    id_token_hint: str | None = field(default=None, repr=False)

    @property
    def consented(self) -> tuple[str, ...]:
        """What the person is asked to allow, one word each: scopes, and verified claims."""
        return (*self.scopes, *((VERIFIED_CLAIMS,) if self.verified else ()))

    @property
    def redirect_origin(self) -> str:
        """What `form-action` must name: the origin, or the scheme of a native app."""
        return origin_of(self.redirect_uri)


@dataclass(frozen=True, slots=True)
class PendingAuthorization:
    """A request that waits for its person to sign in or consent.

    `browser` is the fingerprint of the browser that brought it, None until one has: a request that
    an agency posts comes without our cookies.
    """

    id: str
    client_name: str
    request: AuthorizationRequest
    created_at: datetime
    browser: str | None = field(default=None, repr=False)

    @property
    def client_id(self) -> str:
        return self.request.client_id

    @property
    def redirect_origin(self) -> str:
        """The origin that the pages on the way must let their forms lead to."""
        return self.request.redirect_origin

    @property
    def expires_at(self) -> datetime:
        return self.created_at + PENDING_LIFE

    def is_live(self, now: datetime) -> bool:
        return now < self.expires_at

    def accepts(self, auth_time: datetime, now: datetime) -> bool:
        """Whether a sign-in of that time is fresh enough (`prompt=login`, `max_age`); a page that
        signs people in shows its form to who is signed in as well when it is not."""
        if auth_time >= self.created_at:
            return True
        age = self.request.max_age
        old = age is not None and now - auth_time > timedelta(seconds=age)
        return not old and "login" not in self.request.prompts


class PendingAuthorizations(Protocol):
    """Where requests wait."""

    def get(self, pending: str, /) -> PendingAuthorization | None:
        """The request of that id, if it still waits; whether it is live is the caller's to ask."""
        ...

    def put(self, pending: PendingAuthorization) -> None:
        """Let a request wait."""
        ...

    def bind(self, pending: str, browser: str) -> bool:
        """Tie a request to the first browser that brings it; False when it is another's."""
        ...
