"""A person's claims, for the agency that she allowed to see them (OIDC Core, 5.3)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from llave.oidc.claims import OPENID, claims_of, fields_needed
from llave.oidc.clients import Client, Clients
from llave.oidc.errors import InsufficientScope, InvalidToken, TokenAbsent
from llave.oidc.grants import Grant
from llave.oidc.tokens import AccessToken, Rings, access_token
from llave.people.accounts import Account, Status
from llave.people.audit import Event, What
from llave.people.vault import PersonKeys


class Accounts(Protocol):
    """Where accounts are read."""

    def get(self, person: str) -> Account | None: ...


class Grants(Protocol):
    """Where grants are read."""

    def get(self, grant: str) -> Grant | None: ...


class Audit(Protocol):
    """Where it is put down that data were given."""

    def record(self, event: Event) -> None: ...


@dataclass(frozen=True, slots=True)
class Counter:
    """What the userinfo endpoint works with."""

    rings: Rings
    grants: Grants
    clients: Clients
    accounts: Accounts
    person_keys: PersonKeys
    audit: Audit
    issuer: str


def userinfo(token: str | None, counter: Counter, event_id: str, now: datetime) -> dict[str, Any]:
    """The claims of the token's scopes; raises InvalidToken, InsufficientScope."""
    access, grant, client, account = _opened(token, counter, now)
    scopes = tuple(scope for scope in access.scopes if scope in grant.scopes)
    person = _unsealed(fields_needed(scopes, account), account, counter)
    claims = claims_of(scopes, client.claims, person, grant.level)
    if claims:
        refs = {"client": client.id, "scopes": " ".join(scopes)}
        counter.audit.record(Event(event_id, account.person, What.DATA_GIVEN, now, refs))
    return {"sub": grant.sub, **claims}


def _opened(
    token: str | None, counter: Counter, now: datetime
) -> tuple[AccessToken, Grant, Client, Account]:
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
    account = counter.accounts.get(grant.person)
    if account is None or account.status is not Status.ACTIVE:
        raise InvalidToken("no active account")
    if not account.still_counts(grant.begun_at):
        raise InvalidToken("ended with everything of the account")
    return access, grant, client, account


def _unsealed(names: tuple[str, ...], account: Account, counter: Counter) -> dict[str, str]:
    if not names:
        return {}
    key = counter.person_keys.open(account.person, account.wrapped_key)
    return key.unseal_all({name: account.sealed[name] for name in names})
