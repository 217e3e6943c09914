"""The page that hands a case in; the case itself is shown by `pages_start.home`."""

from functions.verify import flow
from functions.verify.app import app
from functions.verify.desk import desk, who_calls
from functions.verify.forms import ButtonForm
from functions.verify.pages_start import home
from functions.verify.paths import HOME
from llave import wiring
from llave.web.app import Answer
from llave.web.request import Request
from llave.web.response import see_other


@app.form("POST /verificar/enviar", ButtonForm, again=home)
def submit(request: Request, form: ButtonForm) -> Answer:
    """Hand it in."""
    person, now = who_calls(request).account.person, wiring.now()
    case = flow.newest(person, desk(), now)
    if case is not None:
        flow.submit(case, desk(), now)
    return see_other(HOME)
