"""From an agency's request to a code: sign-in, consent and answer, each once, in one browser."""

from datetime import datetime
from urllib.parse import urlencode

from functions.authorize.ports import Desk, Fresh
from llave.errors import NotFound, NotSignedIn
from llave.oidc.checks import checked
from llave.oidc.clients import Client
from llave.oidc.consents import Consent
from llave.oidc.errors import AuthorizationRefused, NotTrusted
from llave.oidc.grants import Code
from llave.oidc.parameters import Parameters
from llave.oidc.planner import UNREACHABLE, Here, Needed, Step, earned, here_is, needed_for, plan
from llave.oidc.requests import PendingAuthorization
from llave.people.accounts import Level
from llave.people.audit import Event, What
from llave.people.codes import fingerprint
from llave.people.factors import Enrolled
from llave.people.sessions import SignedIn, signed_in

WHY = {
    UNREACHABLE: "Ese nivel o factor no se puede alcanzar.",
    "login_required": "La persona tiene que entrar.",
    "interaction_required": "La persona tiene que comprobar quien es o agregar un segundo factor.",
    "consent_required": "La persona tiene que dar su permiso.",
    "verification_pending": "La persona esta comprobando quien es; regresara cuando termine.",
}

# Who stops before these has not refused her data: she has not got what the agency asks for.
UNMET = frozenset({Step.ENROLMENT, Step.VERIFICATION, Step.SECOND_FACTOR})


class RequestGone(NotFound):
    """No such request waits in this browser: it was answered, has ended, or is another's."""

    code = "request_gone"


def begun(
    parameters: Parameters, browser: str | None, desk: Desk, fresh: str, now: datetime
) -> PendingAuthorization:
    """Check a request and let it wait; raises NotTrusted, AuthorizationRefused.

    `browser` is None for one that an agency posted, since our cookies do not come with it.
    """
    client, request = checked(parameters, desk.clients, desk.ways)
    bound_to = fingerprint(browser) if browser else None
    pending = PendingAuthorization(fresh, client.name, request, now, bound_to)
    desk.pending.put(pending)
    return pending


def resumed(pending_id: str, browser: str, desk: Desk, now: datetime) -> PendingAuthorization:
    """A request that was posted, in the first browser that comes with it; raises RequestGone."""
    pending = desk.pending.get(pending_id)
    if pending is None or not pending.is_live(now):
        raise RequestGone("no such request")
    if not desk.pending.bind(pending.id, fingerprint(browser)):
        raise RequestGone("another browser's request")
    return pending


def waiting(
    pending_id: str, browser: str | None, desk: Desk, now: datetime
) -> PendingAuthorization:
    """A request that waits in this browser; raises RequestGone."""
    pending = desk.pending.get(pending_id)
    if pending is None or not pending.is_live(now):
        raise RequestGone("no such request")
    if browser is None or pending.browser != fingerprint(browser):
        raise RequestGone("another browser's request")
    return pending


def who_is_here(cookie: str | None, desk: Desk, now: datetime) -> SignedIn | None:
    """Who is signed in, if anybody is."""
    try:
        return signed_in(cookie, desk.sessions, desk.accounts, now)
    except NotSignedIn:
        return None


def client_of(pending: PendingAuthorization, desk: Desk) -> Client:
    """The client that asked, if it is still registered with that address; raises NotTrusted."""
    client = desk.clients.get(pending.client_id)
    if client is None or not client.may_redirect_to(pending.request.redirect_uri):
        raise NotTrusted("no longer registered")
    return client


def next_step(
    pending: PendingAuthorization, who: SignedIn | None, client: Client, desk: Desk, now: datetime
) -> Step | None:
    """What is missing, None when nothing is; raises AuthorizationRefused when it can not be had, when
    the agency forbade to ask (`prompt=none`), or hinted at somebody else."""
    if who and not desk.hints.names(pending.request.id_token_hint, who.account.person, client):
        raise refusal(pending, "login_required", "Entro otra persona que la indicada.")
    needed = needed_for(pending, client)
    found = plan(needed, _here(pending, needed, who, client, desk, now), desk.ways)
    if found.error is not None:
        raise refusal(pending, found.error, WHY[found.error])
    return found.next


def answered(
    pending: PendingAuthorization,
    who: SignedIn,
    client: Client,
    consented: bool,  # noqa: FBT001 - said by name everywhere
    desk: Desk,
    fresh: Fresh,
    now: datetime,
) -> str:
    """Issue the code, once; returns where the browser goes. Raises Conflict when it was answered,
    AuthorizationRefused when something is missing after all."""
    request = pending.request
    # What was planned is looked at once more, where it matters: in what is written.
    level = earned(needed_for(pending, client), who.account, who.session)
    if level is None:
        raise refusal(pending, UNREACHABLE, WHY[UNREACHABLE])
    consent = event = None
    if consented:
        scopes = frozenset(request.consented)
        consent = Consent(who.account.person, pending.client_id, scopes, now)
        refs = {"client": pending.client_id, "scopes": " ".join(request.consented)}
        event = Event(fresh.event, who.account.person, What.CONSENTED, now, refs)
    desk.codes.issue(pending.id, _code(pending, who, level, fresh, now), consent, event)
    return answer_address(request.redirect_uri, desk.issuer, request.state, code=fresh.token)


def declined(pending: PendingAuthorization, step: Step | None, desk: Desk) -> AuthorizationRefused:
    """The person said no, or that she will not do what is missing: the refusal to send, once; raises
    Conflict when it was answered."""
    desk.codes.decline(pending.id)
    if step in UNMET:
        return refusal(pending, UNREACHABLE, WHY["interaction_required"])
    return refusal(pending, "access_denied", "La persona no dio su permiso.")


def refusal(pending: PendingAuthorization, error: str, description: str) -> AuthorizationRefused:
    """An error that the agency of a request is told."""
    request = pending.request
    return AuthorizationRefused(error, description, request.redirect_uri, request.state)


def answer_address(redirect_uri: str, issuer: str, state: str | None, **answer: str) -> str:
    """Where an answer goes; `iss` says whose it is, in success and error (RFC 9207)."""
    query = {**answer, **({"state": state} if state is not None else {}), "iss": issuer}
    joint = "&" if "?" in redirect_uri else "?"
    return f"{redirect_uri}{joint}{urlencode(query)}"


def _here(
    pending: PendingAuthorization,
    needed: Needed,
    who: SignedIn | None,
    client: Client,
    desk: Desk,
    now: datetime,
) -> Here | None:
    if who is None:
        return None
    given = desk.consents.get(who.account.person, client.id)
    return here_is(
        who.account,
        who.session,
        # Who needs no second factor is not asked what she has.
        desk.factors().of(who.account.person) if needed.asks_second else Enrolled(),
        now,
        fresh=pending.accepts(who.session.auth_time, now),
        consented=given is not None and given.covers(pending.request.consented),
    )


def _code(
    pending: PendingAuthorization, who: SignedIn, level: Level, fresh: Fresh, now: datetime
) -> Code:
    request, session = pending.request, who.session
    return Code(
        key=fingerprint(fresh.token),
        grant=fresh.id,
        client_id=request.client_id,
        redirect_uri=request.redirect_uri,
        challenge=request.code_challenge,
        nonce=request.nonce,
        person=who.account.person,
        scopes=request.scopes,
        level=level,
        amr=session.amr,
        auth_time=session.auth_time,
        begun_at=session.created_at,
        created_at=now,
        verified=request.verified,
    )
