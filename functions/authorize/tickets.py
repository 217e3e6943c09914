"""A request that waits for longer than an hour: kept as a ticket, and the page of its link."""

from datetime import datetime, timedelta, timezone

from functions.authorize.app import app
from functions.authorize.desk import desk, refused
from functions.authorize.flow import WHY, RequestGone, answer_address, who_is_here
from functions.authorize.ports import Desk, Fresh
from llave import wiring
from llave.oidc.clients import Client
from llave.oidc.errors import NotTrusted
from llave.oidc.planner import UNREACHABLE
from llave.oidc.requests import PendingAuthorization
from llave.oidc.tickets import Ticket, beginning_anew, ticket_for
from llave.people.accounts import Level
from llave.people.codes import fingerprint
from llave.people.sessions import COOKIE, SignedIn
from llave.web.app import Shown
from llave.web.request import Request
from llave.web.response import Page, Response

# The capital's time, all year since 2022.
CAPITAL = timezone(timedelta(hours=-6))


def kept_for_later(
    pending: PendingAuthorization, who: SignedIn, desk: Desk, fresh: Fresh, now: datetime
) -> str:
    """Let the request wait for longer than an hour, as a ticket; returns its token. Raises Conflict
    when it was answered."""
    ticket = ticket_for(pending, who.account.person, fingerprint(fresh.token), fresh.id, now)
    desk.tickets().keep(pending.id, ticket)
    return fresh.token


def ticket_of(token: str, who: SignedIn | None, desk: Desk, now: datetime) -> Ticket:
    """A ticket, for whoever brings its token, unless another person is signed in; raises
    RequestGone."""
    ticket = desk.tickets().get(fingerprint(token)) if token else None
    if ticket is None or not ticket.is_live(now):
        raise RequestGone("no such ticket")
    if who is not None and who.account.person != ticket.person:
        raise RequestGone("another person's ticket")
    return ticket


@app.page("GET /tramites/seguir", refused=refused)
def follow(request: Request, _shown: Shown) -> Page | Response:
    """What became of the request, and the way back to the agency.

    Who is not signed in is only shown the way: the agency sends her to sign in.
    """
    now = wiring.now()
    who = who_is_here(request.cookies.get(COOKIE), desk(), now)
    ticket = ticket_of(request.query.get("boleto", ""), who, desk(), now)
    client = desk().clients.get(ticket.client_id)
    if client is None:
        raise NotTrusted("no longer registered")
    return Page(
        "authorize/ticket.html",
        {
            "agency": client.name,
            "standing": _standing(who, desk()),
            "anew": beginning_anew(ticket, client, desk().issuer),
            "back": _back(ticket, who, client, desk(), now),
            "until": ticket.expires_at.astimezone(CAPITAL).strftime("%d/%m/%Y"),
        },
    )


def _standing(who: SignedIn | None, desk: Desk) -> str:
    """verified, under_way, open (something is left to do) or, without anybody signed in, unknown."""
    if who is None:
        return "unknown"
    if who.account.level is Level.VERIFICADA:
        return "verified"
    return "under_way" if desk.verifications().is_under_way(who.account.person) else "open"


def _back(
    ticket: Ticket, who: SignedIn | None, client: Client, desk: Desk, now: datetime
) -> str | None:
    """Where the agency hears that the person is being verified, while it still listens."""
    is_heard = now < ticket.answer_until and client.may_redirect_to(ticket.redirect_uri)
    if who is None or not is_heard:
        return None
    told = {"error": UNREACHABLE, "error_description": WHY["verification_pending"]}
    if client.initiate_login_uri is not None:
        told["ticket"] = ticket.reference
    return answer_address(ticket.redirect_uri, desk.issuer, ticket.state, **told)
