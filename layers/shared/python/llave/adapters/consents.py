"""Consents in the people table: `PERSON#<id>` / `CONSENT#<client_id>`: scopes, given_at (epoch ms)."""

from typing import Any

from llave.adapters import dynamodb
from llave.adapters.accounts import person_key
from llave.adapters.dynamodb import milliseconds, moment_of_ms
from llave.oidc.consents import Consent


def put_consent(table: str, consent: Consent) -> dict[str, Any]:
    """The write that remembers a consent, for the transaction that it allows."""
    item = {
        "pk": person_key(consent.person),
        "sk": _sk(consent.client_id),
        "scopes": sorted(consent.scopes),
        "given_at": milliseconds(consent.given_at),
    }
    return {"Put": {"TableName": table, "Item": dynamodb.to_item(item)}}


class ConsentsTable:
    """Reading consents; writing one rides in a transaction."""

    def __init__(self, table: str) -> None:
        self._table = table

    def get(self, person: str, client_id: str) -> Consent | None:
        """What the person allowed the client, or None."""
        item = dynamodb.get(self._table, person_key(person), _sk(client_id))
        if item is None:
            return None
        given_at = moment_of_ms(item["given_at"])
        return Consent(person, client_id, frozenset(item["scopes"]), given_at)


def _sk(client_id: str) -> str:
    return f"CONSENT#{client_id}"
