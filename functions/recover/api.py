"""The JSON routes of recovery."""

from functions.recover import flow
from functions.recover.answers import PasswordChanged, RecoveryAccepted
from functions.recover.app import app
from functions.recover.forms import NewPasswordForm, RecoverForm
from llave import wiring
from llave.web.forms import from_json
from llave.web.request import Request
from llave.web.response import Response, as_json


@app.api("POST /v1/recoveries")
def ask(request: Request) -> Response:
    """Ask for a recovery; the same answer to everybody."""
    form = from_json(RecoverForm, request)
    flow.ask(form.claim, form.robot_answer, request, wiring.now())
    return as_json(RecoveryAccepted().model_dump(), 202)


@app.api("POST /v1/recoveries/confirm")
def confirm(request: Request) -> Response:
    """Set the new password with the link's token."""
    flow.finish(from_json(NewPasswordForm, request).given, wiring.now())
    return as_json(PasswordChanged().model_dump())
