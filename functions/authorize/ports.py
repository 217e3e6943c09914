"""What the authorization endpoint works with."""

from dataclasses import dataclass
from typing import Protocol

from llave.oidc.clients import Clients
from llave.oidc.consents import Consent, Consents
from llave.oidc.grants import Code
from llave.oidc.hints import Hints
from llave.oidc.requests import PendingAuthorizations
from llave.people.audit import Event
from llave.people.sessions import Accounts, Sessions


class Codes(Protocol):
    """Where codes are issued."""

    def issue(self, pending: str, code: Code, consent: Consent | None, event: Event | None) -> None:
        """Answer a request that waits by a code, once; raises Conflict."""
        ...

    def decline(self, pending: str) -> None:
        """Answer a request that waits by a refusal, once; raises Conflict."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """The adapters."""

    clients: Clients
    pending: PendingAuthorizations
    sessions: Sessions
    accounts: Accounts
    consents: Consents
    codes: Codes
    hints: Hints
    issuer: str


@dataclass(frozen=True, slots=True)
class Fresh:
    """Random values for one answer."""

    id: str
    event: str
    token: str
