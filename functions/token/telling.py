"""What an agency is told of a person: the claims of its scopes, and which of them were verified."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from llave.oidc.assurance import VERIFIED_CLAIMS, Ask
from llave.oidc.claims import claims_of, fields_needed
from llave.oidc.clients import Client
from llave.oidc.grants import Grant
from llave.people.accounts import Account, Level
from llave.people.audit import Event, What
from llave.people.vault import PersonKeys

if TYPE_CHECKING:
    from llave.people.evidence import Evidence


class Accounts(Protocol):
    """Where accounts are read."""

    def get(self, person: str) -> Account | None: ...


class Evidences(Protocol):
    """Where the records of verifications are read."""

    def get(self, person: str, evidence: str) -> "Evidence | None": ...


class Audit(Protocol):
    """Where it is put down that data were given."""

    def record(self, event: Event) -> None: ...


@dataclass(frozen=True, slots=True)
class Records:
    """Where what is known of a person is read, and where it is put down that it was told; few agencies
    ask for evidence, so its adapter is made when one does."""

    accounts: Accounts
    person_keys: PersonKeys
    evidences: Callable[[], Evidences]
    audit: Audit


@dataclass(frozen=True, slots=True)
class Telling:
    """One agency that is told of one person; `scopes` are those of the token."""

    grant: Grant
    client: Client
    account: Account
    scopes: tuple[str, ...]
    records: Records

    @property
    def level(self) -> Level:
        """What the sign-in reached, and never more than the account stands at now."""
        both = {self.grant.level, self.account.level} == {Level.VERIFICADA}
        return Level.VERIFICADA if both else Level.BASICA

    def claims(self) -> dict[str, Any]:
        """The claims of the scopes."""
        sealed = {
            name: self.account.sealed[name] for name in fields_needed(self.scopes, self.account)
        }
        if not sealed:
            return {}
        key = self.records.person_keys.open(self.account.person, self.account.wrapped_key)
        return claims_of(self.scopes, self.client.claims, key.unseal_all(sealed), self.level)

    def verified(self, ask: Ask | None, claims: Mapping[str, Any]) -> dict[str, Any]:
        """`verified_claims` of claims that are given; nothing unless she is verified, in a session
        that reached it, and the agency is registered for it."""
        evidence = self._evidence() if ask and self.client.verified_claims else None
        if ask is None or evidence is None:
            return {}
        # Few agencies ask for it.
        from llave.oidc.verified_claims import verified_claims

        made = verified_claims(ask, evidence, claims)
        return {VERIFIED_CLAIMS: made} if made else {}

    def put_down(self, claims: Mapping[str, Any], event_id: str, now: datetime) -> None:
        """Keep that data were given, if any were."""
        if not claims:
            return
        kinds = [*self.scopes, *([VERIFIED_CLAIMS] if VERIFIED_CLAIMS in claims else [])]
        refs = {"client": self.client.id, "scopes": " ".join(kinds)}
        self.records.audit.record(Event(event_id, self.account.person, What.DATA_GIVEN, now, refs))

    def _evidence(self) -> "Evidence | None":
        found = self.account.evidence
        if found is None or self.level is not Level.VERIFICADA:
            return None
        return self.records.evidences().get(self.account.person, found)


def in_id_token(
    grant: Grant, client: Client, records: Records, event_id: str, now: datetime
) -> dict[str, Any]:
    """What of verified claims was asked for in the ID token."""
    account = records.accounts.get(grant.person) if grant.verified.id_token else None
    if account is None:
        return {}
    telling = Telling(grant, client, account, grant.scopes, records)
    verified = telling.verified(grant.verified.id_token, telling.claims())
    telling.put_down(verified, event_id, now)
    return verified
