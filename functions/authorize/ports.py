"""What the authorization endpoint works with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from llave.oidc.clients import Clients
from llave.oidc.consents import Consent, Consents
from llave.oidc.grants import Code
from llave.oidc.hints import Hints
from llave.oidc.requests import PendingAuthorizations
from llave.oidc.supported import Way
from llave.oidc.tickets import Tickets
from llave.people.audit import Event
from llave.people.factors import Factors
from llave.people.sessions import Accounts, Sessions


class Codes(Protocol):
    """Where codes are issued."""

    def issue(self, pending: str, code: Code, consent: Consent | None, event: Event | None) -> None:
        """Answer a request that waits by a code, once; raises Conflict."""
        ...

    def decline(self, pending: str) -> None:
        """Answer a request that waits by a refusal, once; raises Conflict."""
        ...


class Verifications(Protocol):
    """Where it is known whether a person's documents are being looked at."""

    def is_under_way(self, person: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """The adapters, and the parts of the site that a person can be led to.

    What only a step-up needs is made when one is under way, so that a cold start need not import it.
    """

    clients: Clients
    pending: PendingAuthorizations
    sessions: Sessions
    accounts: Accounts
    consents: Consents
    codes: Codes
    hints: Hints
    factors: Callable[[], Factors]
    verifications: Callable[[], Verifications]
    tickets: Callable[[], Tickets]
    ways: frozenset[Way]
    issuer: str


@dataclass(frozen=True, slots=True)
class Fresh:
    """Random values for one answer."""

    id: str
    event: str
    token: str
