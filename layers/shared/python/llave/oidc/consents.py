"""What a person allowed an agency to see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Consent:
    """Scopes (and `verified_claims`) that a person gave to a client, and when she last did."""

    person: str
    client_id: str
    scopes: frozenset[str]
    given_at: datetime

    def covers(self, scopes: tuple[str, ...]) -> bool:
        return self.scopes.issuperset(scopes)


class Consents(Protocol):
    """Where consents are kept."""

    def get(self, person: str, client_id: str) -> Consent | None: ...
