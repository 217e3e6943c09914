"""The JSON routes of signing in and out."""

import json
from datetime import datetime

from functions.login import flow
from functions.login.answers import ChallengeShown, SessionOpened, SessionShown, SignInChallenge
from functions.login.app import app
from functions.login.flow import Challenged, Stepped
from functions.login.forms import SecondStepForm, SignInForm
from functions.login.second import named, remember
from llave import wiring
from llave.people import sessions
from llave.people.attempts import Entered
from llave.people.challenges import COOKIE
from llave.people.factors import Method
from llave.people.stepping import Waiting, passkey_options, send_code, take
from llave.web.forms import from_json
from llave.web.request import Request
from llave.web.response import Response, as_json, drop_cookie


@app.api("POST /v1/sessions")
def open_session(request: Request) -> Response:
    """Sign in with a password."""
    outcome = flow.enter(from_json(SignInForm, request), request, wiring.now())
    if isinstance(outcome, Challenged):
        return as_json(_challenge(outcome).model_dump(mode="json", exclude_none=True))
    if isinstance(outcome, Stepped):
        shown = _second(outcome).model_dump(mode="json", exclude_none=True)
        return remember(as_json(shown), outcome)
    return _opened(outcome)


@app.api("POST /v1/sessions/challenge")
def answer_challenge(request: Request) -> Response:
    """Take the second step; `sms` without a code has one sent, and 202 says so."""
    now = wiring.now()
    form = from_json(SecondStepForm, request)
    here = named(request, form.challenge, now)
    if form.method == Method.SMS.value and not form.code:
        return _sent(here, now)
    entered = take(here, form.given, flow.step_ports(), now)
    return _opened(entered).with_cookies(drop_cookie(COOKIE))


@app.api("DELETE /v1/session")
def close_session(request: Request) -> Response:
    """Sign out; the same answer without a session."""
    flow.leave(request, wiring.now())
    return Response(status=204).with_cookies(drop_cookie(sessions.COOKIE))


def _opened(entered: Entered) -> Response:
    session = entered.session
    ends = session.created_at + session.life.absolute
    shown = SessionOpened(session=SessionShown(level=session.level.value, expires_at=ends))
    return as_json(shown.model_dump(mode="json"), 201).with_cookies(*flow.cookies(entered))


def _sent(here: Waiting, now: datetime) -> Response:
    send_code(here, flow.step_ports(), now)
    return as_json({"sent": True}, 202)


def _second(stepped: Stepped) -> SignInChallenge:
    here = stepped.waiting
    options = passkey_options(here, flow.step_ports().site)
    shown = ChallengeShown(
        id=here.challenge.id,
        methods=[method.value for method in here.methods],
        passkey=json.loads(options) if options else None,
    )
    return SignInChallenge(challenge=shown)


def _challenge(outcome: Challenged) -> SignInChallenge:
    waiting = [channel.value for channel in outcome.channels]
    shown = ChallengeShown(id=outcome.token, methods=["confirm"], confirm=waiting)
    return SignInChallenge(challenge=shown)
