"""The JSON routes of signing in and out."""

from functions.login import flow
from functions.login.answers import ChallengeShown, SessionOpened, SessionShown, SignInChallenge
from functions.login.app import app
from functions.login.flow import Challenged
from functions.login.forms import SignInForm
from llave import wiring
from llave.people import sessions
from llave.web.forms import from_json
from llave.web.request import Request
from llave.web.response import Response, as_json, drop_cookie


@app.api("POST /v1/sessions")
def open_session(request: Request) -> Response:
    """Sign in with a password."""
    outcome = flow.enter(from_json(SignInForm, request), request, wiring.now())
    if isinstance(outcome, Challenged):
        return as_json(_challenge(outcome).model_dump(mode="json"))
    session = outcome.session
    ends = session.created_at + session.life.absolute
    shown = SessionOpened(session=SessionShown(level=session.level.value, expires_at=ends))
    return as_json(shown.model_dump(mode="json"), 201).with_cookies(*flow.cookies(outcome))


@app.api("DELETE /v1/session")
def close_session(request: Request) -> Response:
    """Sign out; the same answer without a session."""
    flow.leave(request, wiring.now())
    return Response(status=204).with_cookies(drop_cookie(sessions.COOKIE))


def _challenge(outcome: Challenged) -> SignInChallenge:
    waiting = [channel.value for channel in outcome.channels]
    shown = ChallengeShown(id=outcome.token, methods=["confirm"], confirm=waiting)
    return SignInChallenge(challenge=shown)
