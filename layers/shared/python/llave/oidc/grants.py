"""Grants: what a person let a client do, the code that begins one, and the tokens that live of it.

A grant ends by itself, by revocation, and with everything else of its account (`begun_at` is when the
session of the person began).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from llave.oidc.assurance import NOTHING, Wanted
from llave.oidc.claims import OFFLINE
from llave.oidc.tokens import TOKEN_LIFE
from llave.people.accounts import Level

CODE_LIFE = timedelta(seconds=60)
# A used code is remembered, so that a replay is seen and its grant ends.
CODE_KEPT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Grant:
    """`sub` is the person as this client knows her; `ends_at` is the absolute end, which no refresh
    token carries further; `revoked_at` is None while the grant holds."""

    id: str
    client_id: str
    person: str = field(repr=False)
    sub: str
    scopes: tuple[str, ...]
    level: Level
    amr: tuple[str, ...]
    auth_time: datetime
    begun_at: datetime
    ends_at: datetime
    revoked_at: datetime | None = None
    verified: Wanted = NOTHING

    def holds(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.ends_at


@dataclass(frozen=True, slots=True)
class Code:
    """An authorization code as it is kept: `key` is its fingerprint, `grant` the id that its grant
    will have, so that a replay finds what to end."""

    key: str = field(repr=False)
    grant: str
    client_id: str
    redirect_uri: str
    challenge: str
    nonce: str | None = field(repr=False)
    person: str = field(repr=False)
    scopes: tuple[str, ...]
    level: Level
    amr: tuple[str, ...]
    auth_time: datetime
    begun_at: datetime
    created_at: datetime
    redeemed_at: datetime | None = None
    verified: Wanted = NOTHING

    @property
    def is_offline(self) -> bool:
        """Whether its grant outlives the first access token by a refresh token."""
        return OFFLINE in self.scopes

    def is_live(self, now: datetime) -> bool:
        return now < self.created_at + CODE_LIFE

    def grant_for(self, sub: str, now: datetime) -> Grant:
        """The grant that begins when the code is redeemed."""
        # Only who redeems codes needs to know how long sessions last.
        from llave.people.sessions import LIVES

        life = LIVES[self.level].absolute if self.is_offline else TOKEN_LIFE
        return Grant(
            id=self.grant,
            client_id=self.client_id,
            person=self.person,
            sub=sub,
            scopes=self.scopes,
            level=self.level,
            amr=self.amr,
            auth_time=self.auth_time,
            begun_at=self.begun_at,
            ends_at=now + life,
            verified=self.verified,
        )


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """A refresh token as it is kept: `key` is its fingerprint, `spent_at` when it was rotated."""

    key: str = field(repr=False)
    grant: str
    client_id: str
    ends_at: datetime
    spent_at: datetime | None = None


class Grants(Protocol):
    """Where codes are redeemed, and grants kept and ended."""

    def code(self, key: str) -> Code | None: ...

    def redeem(self, code: Code, grant: Grant, refresh: RefreshToken | None, now: datetime) -> None:
        """Spend a code and begin its grant; raises CodeAlreadyUsed, AccessEnded."""
        ...

    def get(self, grant: str) -> Grant | None: ...

    def refresh_token(self, key: str) -> RefreshToken | None: ...

    def renew(
        self, grant: Grant, used: RefreshToken, successor: RefreshToken | None, now: datetime
    ) -> None:
        """Go on with a grant, by a successor if the token rotates; raises RefreshTokenReused,
        AccessEnded."""
        ...

    def revoke(self, grant: str, now: datetime) -> None:
        """End a grant; one that has ended or never was stays so."""
        ...

    def end_all(self, person: str, now: datetime) -> None:
        """End every grant of a person that was begun until then; may be repeated."""
        ...
