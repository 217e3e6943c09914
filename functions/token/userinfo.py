"""A person's claims, for the agency that she allowed to see them (OIDC Core, 5.3)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from functions.token.telling import Records, Telling
from llave.oidc.claims import OPENID
from llave.oidc.clients import Clients
from llave.oidc.errors import InsufficientScope, InvalidToken, TokenAbsent
from llave.oidc.grants import Grant
from llave.oidc.tokens import Rings, access_token
from llave.people.accounts import Status


class Grants(Protocol):
    """Where grants are read."""

    def get(self, grant: str) -> Grant | None: ...


@dataclass(frozen=True, slots=True)
class Counter:
    """What the userinfo endpoint works with."""

    rings: Rings
    grants: Grants
    clients: Clients
    records: Records
    issuer: str


def userinfo(token: str | None, counter: Counter, event_id: str, now: datetime) -> dict[str, Any]:
    """The claims of the token's scopes; raises InvalidToken, InsufficientScope."""
    telling = _opened(token, counter, now)
    claims = telling.claims()
    told = {**claims, **telling.verified(telling.grant.verified.userinfo, claims)}
    telling.put_down(told, event_id, now)
    return {"sub": telling.grant.sub, **told}


def _opened(token: str | None, counter: Counter, now: datetime) -> Telling:
    if token is None:
        raise TokenAbsent("no bearer token")
    access = access_token(token, counter.rings, counter.issuer, now)
    if counter.issuer not in access.audience:
        raise InvalidToken("not for us")
    if OPENID not in access.scopes:
        raise InsufficientScope("no openid")
    grant = counter.grants.get(access.grant)
    client = counter.clients.get(access.client_id)
    if grant is None or client is None or not grant.holds(now):
        raise InvalidToken("the grant has ended")
    account = counter.records.accounts.get(grant.person)
    if account is None or account.status is not Status.ACTIVE:
        raise InvalidToken("no active account")
    if not account.still_counts(grant.begun_at):
        raise InvalidToken("ended with everything of the account")
    scopes = tuple(scope for scope in access.scopes if scope in grant.scopes)
    return Telling(grant, client, account, scopes, counter.records)
