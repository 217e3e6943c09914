"""Codes and refresh tokens become tokens, and tokens end (RFC 6749, 7009)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.token.telling import Records, in_id_token
from llave.oidc.clients import CODE_GRANT, REFRESH_GRANT, Client
from llave.oidc.errors import InvalidRequest, InvalidToken, UnsupportedGrantType
from llave.oidc.exchange import Issuer, Redemption, redeem, renew
from llave.oidc.grants import Grants
from llave.oidc.tokens import Rings, access_token
from llave.people.codes import fingerprint
from llave.people.keyring import Keyring


@dataclass(frozen=True, slots=True)
class Desk:
    """What the token endpoint works with; `new_token` and `new_id` make what nobody can guess."""

    records: Records
    grants: Grants
    keyring: Keyring
    issuer: Issuer
    rings: Rings
    new_token: Callable[[], str]
    new_id: Callable[[], str]


def exchanged(
    form: Mapping[str, str], client: Client, desk: Desk, now: datetime
) -> Mapping[str, Any]:
    """The answer of the token endpoint; raises the errors of RFC 6749, 5.2."""
    kind = _needed(form, "grant_type")
    if kind not in EXCHANGES:
        raise UnsupportedGrantType("unknown grant type")
    return EXCHANGES[kind](form, client, desk, now)


def revoke(form: Mapping[str, str], client: Client, desk: Desk, now: datetime) -> None:
    """End the grant of a token; one that is unknown has ended already (RFC 7009, 2.2)."""
    token = _needed(form, "token")
    refresh = desk.grants.refresh_token(fingerprint(token))
    if refresh is not None:
        owner, grant = refresh.client_id, refresh.grant
    else:
        try:
            access = access_token(token, desk.rings, desk.issuer.name, now)
        except InvalidToken:
            return
        owner, grant = access.client_id, access.grant
    if owner != client.id:
        raise InvalidRequest("the token of another client")
    desk.grants.revoke(grant, now)


def _by_code(
    form: Mapping[str, str], client: Client, desk: Desk, now: datetime
) -> Mapping[str, Any]:
    given = Redemption(
        code=_needed(form, "code"),
        redirect_uri=_needed(form, "redirect_uri"),
        verifier=_needed(form, "code_verifier"),
    )
    grant, code, refresh = redeem(given, client, desk.grants, desk.keyring, desk.new_token(), now)
    more = in_id_token(grant, client, desk.records, desk.new_id(), now)
    return desk.issuer.tokens(
        grant, client, nonce=code.nonce, refresh=refresh, jti=desk.new_id(), now=now, more=more
    )


def _by_refresh_token(
    form: Mapping[str, str], client: Client, desk: Desk, now: datetime
) -> Mapping[str, Any]:
    token = _needed(form, "refresh_token")
    scope = form.get("scope") or None
    grant, refresh = renew(token, scope, client, desk.grants, desk.new_token(), now)
    return desk.issuer.tokens(
        grant, client, nonce=None, refresh=refresh, jti=desk.new_id(), now=now
    )


def _needed(form: Mapping[str, str], name: str) -> str:
    value = form.get(name)
    if not value:
        raise InvalidRequest(f"no {name}")
    return value


EXCHANGES: Mapping[
    str, Callable[[Mapping[str, str], Client, Desk, datetime], Mapping[str, Any]]
] = {CODE_GRANT: _by_code, REFRESH_GRANT: _by_refresh_token}
