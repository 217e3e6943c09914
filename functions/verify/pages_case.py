"""The page that hands a case in; the case itself is shown by `pages_start.home`."""

from functions.verify import flow
from functions.verify.app import app
from functions.verify.desk import desk, who_calls
from functions.verify.forms import ButtonForm
from functions.verify.pages_start import home
from functions.verify.paths import HOME, SECOND_STEP
from functions.verify.protecting import Missing, standing
from llave import wiring
from llave.web.app import Answer
from llave.web.request import Request
from llave.web.response import see_other


@app.form("POST /verificar/enviar", ButtonForm, again=home)
def submit(request: Request, form: ButtonForm) -> Answer:
    """Hand it in."""
    who, now = who_calls(request), wiring.now()
    case = flow.newest(who.account.person, desk(), now)
    if case is None:
        return see_other(HOME)
    if standing(who, now).missing is Missing.STEP:
        return see_other(SECOND_STEP)
    flow.submit(who, case, desk(), now)
    return see_other(HOME)
