"""Issuing codes: `CODE#<sha256>` / `CODE` in the sessions table, with what rides along.

Apart from the grants, because what validates tokens never issues a code and need not import this.
"""

from typing import Any

from llave.adapters import dynamodb
from llave.adapters.authorizations import delete_authorization
from llave.adapters.consents import put_consent
from llave.adapters.grant_items import code_item, put_new
from llave.adapters.outbox import put_event
from llave.errors import Conflict
from llave.oidc.consents import Consent
from llave.oidc.grants import Code
from llave.people.audit import Event


class CodesTable:
    """Answering requests that wait: what the browser's side of OpenID Connect writes."""

    def __init__(self, sessions: str, people: str, ledger: str) -> None:
        self._sessions = sessions
        self._people = people
        self._ledger = ledger

    def issue(self, pending: str, code: Code, consent: Consent | None, event: Event | None) -> None:
        """Answer a request that waits by a code, once; raises Conflict."""
        self._answer(
            delete_authorization(self._sessions, pending),
            put_new(self._sessions, code_item(code)),
            *([put_consent(self._people, consent)] if consent else []),
            *([put_event(self._ledger, event)] if event else []),
        )

    def decline(self, pending: str) -> None:
        """Answer a request that waits by a refusal, once; raises Conflict."""
        self._answer(delete_authorization(self._sessions, pending))

    def _answer(self, *writes: dict[str, Any]) -> None:
        try:
            dynamodb.transact(writes)
        except dynamodb.ConditionFailed:
            raise Conflict("the request was answered before") from None
