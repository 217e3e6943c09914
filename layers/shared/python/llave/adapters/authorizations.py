"""Authorization requests that wait, in the sessions table.

`AUTHORIZATION#<id>` / `AUTHORIZATION`: client, client_name, redirect_uri, scopes, challenge, state,
nonce, level, factor, exact, verified, prompts, max_age, hint, created_at (epoch ms), browser
(fingerprint), expires_at.
"""

import re
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms, seconds
from llave.oidc.assurance import Wanted
from llave.oidc.clients import Factor
from llave.oidc.requests import AuthorizationRequest, PendingAuthorization
from llave.people.accounts import Level

AUTHORIZATION = "AUTHORIZATION"
ID = re.compile(r"[0-9a-f]{32}")


def delete_authorization(table: str, pending: str) -> dict[str, Any]:
    """The write that answers a request, once, for the transaction that issues its code."""
    return {
        "Delete": {
            "TableName": table,
            "Key": dynamodb.key(_pk(pending), AUTHORIZATION),
            "ConditionExpression": "attribute_exists(pk)",
        }
    }


class AuthorizationsTable:
    """Storing, reading and binding requests that wait."""

    def __init__(self, table: str) -> None:
        self._table = table

    def put(self, pending: PendingAuthorization) -> None:
        """Let a request wait."""
        dynamodb.put_once(self._table, _item(pending))

    def get(self, pending: str) -> PendingAuthorization | None:
        """The request of that id, if it still waits."""
        # What no id of ours looks like is no key of a table either.
        if ID.fullmatch(pending) is None:
            return None
        item = dynamodb.get(self._table, _pk(pending), AUTHORIZATION)
        return _pending_of(item) if item else None

    def bind(self, pending: str, browser: str) -> bool:
        """Tie a request to the first browser that brings it; False when it is another's or gone."""
        try:
            dynamodb.update(
                self._table,
                _pk(pending),
                AUTHORIZATION,
                UpdateExpression="SET browser = :browser",
                ConditionExpression="attribute_exists(pk) AND "
                "(attribute_not_exists(browser) OR browser = :browser)",
                ExpressionAttributeValues={":browser": {"S": browser}},
            )
        except dynamodb.ConditionFailed:
            return False
        return True


def _pk(pending: str) -> str:
    return f"AUTHORIZATION#{pending}"


def _item(pending: PendingAuthorization) -> Item:
    request = pending.request
    return {
        "pk": _pk(pending.id),
        "sk": AUTHORIZATION,
        "client": request.client_id,
        "client_name": pending.client_name,
        "redirect_uri": request.redirect_uri,
        "scopes": list(request.scopes),
        "challenge": request.code_challenge,
        "state": request.state,
        "nonce": request.nonce,
        "level": request.level.value,
        "factor": request.factor.value,
        "exact": [level.value for level in request.exact],
        "verified": request.verified.as_item(),
        "prompts": sorted(request.prompts),
        "max_age": request.max_age,
        "hint": request.id_token_hint,
        "created_at": milliseconds(pending.created_at),
        "browser": pending.browser,
        "expires_at": seconds(pending.expires_at),
    }


def _pending_of(item: Item) -> PendingAuthorization:
    return PendingAuthorization(
        id=item["pk"].partition("#")[2],
        client_name=item["client_name"],
        request=AuthorizationRequest(
            client_id=item["client"],
            redirect_uri=item["redirect_uri"],
            scopes=tuple(item["scopes"]),
            code_challenge=item["challenge"],
            state=item.get("state"),
            nonce=item.get("nonce"),
            level=Level(item["level"]),
            # One that waited through a deployment has no word of these.
            factor=Factor(item.get("factor", Factor.NONE)),
            exact=tuple(Level(level) for level in item.get("exact", ())),
            verified=Wanted.of_item(item.get("verified")),
            prompts=frozenset(item["prompts"]),
            max_age=item.get("max_age"),
            id_token_hint=item.get("hint"),
        ),
        created_at=moment_of_ms(item["created_at"]),
        browser=item.get("browser"),
    )
