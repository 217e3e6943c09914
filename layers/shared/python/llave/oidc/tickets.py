"""Tickets: an agency's request that waits for longer than an hour, because the person is being verified.

A ticket answers nothing and lifts nobody: it leads back to the agency, which asks anew, and what has
been reached is then planned as always. Therefore its link may be kept, mailed and opened anywhere.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlencode

from llave.oidc.clients import Client
from llave.oidc.requests import PendingAuthorization

# Longer than any review or waiting for a registry.
TICKET_LIFE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Ticket:
    """`key` is the fingerprint of the link's token; `reference` is what the agency knows it by.

    `redirect_uri` and `state` are where the agency hears that she is being verified, until
    `answer_until`: later its own session has ended.
    """

    key: str = field(repr=False)
    reference: str
    person: str = field(repr=False)
    client_id: str
    redirect_uri: str
    state: str | None
    answer_until: datetime
    created_at: datetime

    @property
    def expires_at(self) -> datetime:
        return self.created_at + TICKET_LIFE

    def is_live(self, now: datetime) -> bool:
        return now < self.expires_at


class Tickets(Protocol):
    """Where tickets are kept."""

    def keep(self, pending: str, ticket: Ticket) -> None:
        """Put a ticket in the place of the request that waits, once; raises Conflict."""
        ...

    def get(self, key: str) -> Ticket | None:
        """The ticket whose token has this fingerprint; whether it is live is the caller's to ask."""
        ...

    def of(self, person: str, now: datetime) -> tuple[Ticket, ...]:
        """A person's live tickets, newest first."""
        ...


def ticket_for(
    pending: PendingAuthorization, person: str, key: str, reference: str, now: datetime
) -> Ticket:
    """The ticket that a request is kept as."""
    request = pending.request
    return Ticket(
        key=key,
        reference=reference,
        person=person,
        client_id=pending.client_id,
        redirect_uri=request.redirect_uri,
        state=request.state,
        answer_until=pending.expires_at,
        created_at=now,
    )


def beginning_anew(ticket: Ticket, client: Client, issuer: str) -> str | None:
    """Where the agency begins again (OIDC Core, 4); None when it has registered no such address."""
    if client.initiate_login_uri is None:
        return None
    joint = "&" if "?" in client.initiate_login_uri else "?"
    query = urlencode({"iss": issuer, "ticket": ticket.reference})
    return f"{client.initiate_login_uri}{joint}{query}"
