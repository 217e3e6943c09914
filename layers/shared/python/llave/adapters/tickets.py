"""Tickets in the sessions table.

`TICKET#<sha256 of the token>` / `TICKET`: reference, person, client, redirect_uri, state,
answer_until, created_at (epoch ms), expires_at; `PERSON#<id>` / `TICKET#<sha256 of the token>`: that it
is hers, expires_at.
"""

from datetime import datetime

from llave.adapters import dynamodb
from llave.adapters.accounts import person_key
from llave.adapters.authorizations import delete_authorization
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms, seconds
from llave.adapters.grant_items import put_new
from llave.errors import Conflict
from llave.oidc.tickets import Ticket

TICKET = "TICKET"
MOST_SHOWN = 10


class TicketsTable:
    """Keeping and reading tickets."""

    def __init__(self, sessions: str) -> None:
        self._sessions = sessions

    def keep(self, pending: str, ticket: Ticket) -> None:
        """Put a ticket in the place of the request that waits, once; raises Conflict."""
        writes = [
            delete_authorization(self._sessions, pending),
            put_new(self._sessions, _item(ticket)),
            put_new(self._sessions, _pointer(ticket)),
        ]
        try:
            dynamodb.transact(writes)
        except dynamodb.ConditionFailed:
            raise Conflict("the request was answered before") from None

    def get(self, key: str) -> Ticket | None:
        """The ticket whose token has this fingerprint."""
        item = dynamodb.get(self._sessions, _pk(key), TICKET)
        return _ticket_of(item) if item else None

    def of(self, person: str, now: datetime) -> tuple[Ticket, ...]:
        """A person's live tickets, newest first."""
        pointers = dynamodb.query(self._sessions, person_key(person), f"{TICKET}#")
        newest = sorted(pointers, key=lambda item: int(item["expires_at"]), reverse=True)
        found = [self.get(item["sk"].partition("#")[2]) for item in newest[:MOST_SHOWN]]
        live = [ticket for ticket in found if ticket is not None and ticket.is_live(now)]
        return tuple(sorted(live, key=lambda ticket: ticket.created_at, reverse=True))


def _pointer(ticket: Ticket) -> Item:
    return {
        "pk": person_key(ticket.person),
        "sk": _pk(ticket.key),
        "expires_at": seconds(ticket.expires_at),
    }


def _pk(key: str) -> str:
    return f"TICKET#{key}"


def _item(ticket: Ticket) -> Item:
    return {
        "pk": _pk(ticket.key),
        "sk": TICKET,
        "reference": ticket.reference,
        "person": ticket.person,
        "client": ticket.client_id,
        "redirect_uri": ticket.redirect_uri,
        "state": ticket.state,
        "answer_until": milliseconds(ticket.answer_until),
        "created_at": milliseconds(ticket.created_at),
        "expires_at": seconds(ticket.expires_at),
    }


def _ticket_of(item: Item) -> Ticket:
    return Ticket(
        key=item["pk"].partition("#")[2],
        reference=item["reference"],
        person=item["person"],
        client_id=item["client"],
        redirect_uri=item["redirect_uri"],
        state=item.get("state"),
        answer_until=moment_of_ms(item["answer_until"]),
        created_at=moment_of_ms(item["created_at"]),
    )
