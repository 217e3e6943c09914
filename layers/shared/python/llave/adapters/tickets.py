"""Tickets in the sessions table.

`TICKET#<sha256 of the token>` / `TICKET`: reference, person, client, redirect_uri, state,
answer_until, created_at (epoch ms), expires_at.
"""

from llave.adapters import dynamodb
from llave.adapters.authorizations import delete_authorization
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms, seconds
from llave.adapters.grant_items import put_new
from llave.errors import Conflict
from llave.oidc.tickets import Ticket

TICKET = "TICKET"


class TicketsTable:
    """Keeping and reading tickets."""

    def __init__(self, sessions: str) -> None:
        self._sessions = sessions

    def keep(self, pending: str, ticket: Ticket) -> None:
        """Put a ticket in the place of the request that waits, once; raises Conflict."""
        writes = [
            delete_authorization(self._sessions, pending),
            put_new(self._sessions, _item(ticket)),
        ]
        try:
            dynamodb.transact(writes)
        except dynamodb.ConditionFailed:
            raise Conflict("the request was answered before") from None

    def get(self, key: str) -> Ticket | None:
        """The ticket whose token has this fingerprint."""
        item = dynamodb.get(self._sessions, _pk(key), TICKET)
        return _ticket_of(item) if item else None


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
