"""The page on which who is in shows again who she is, before she changes what protects her account."""

from functions.login import flow
from functions.login.app import app
from functions.login.flow import Challenged, Stepped
from functions.login.forms import AgainPage
from functions.login.goals import goal, goal_of
from functions.login.second import PATH, remember
from llave import wiring
from llave.people import devices, sessions
from llave.people.attempts import Attempt
from llave.people.budgets import visitor
from llave.people.devices import DeviceChoice
from llave.people.identifiers import Places
from llave.people.sessions import Session, SignedIn
from llave.web.app import Answer, Shown
from llave.web.request import Request
from llave.web.response import Page, see_other

HOME = "/cuenta/seguridad"


@app.page("GET /entrar/confirmar-identidad")
def again_page(request: Request, shown: Shown) -> Answer:
    """The password; the second step follows if she has one."""
    now = wiring.now()
    goes = goal_of(request, shown, now)
    if flow.who_is_in(request, now) is None:
        return see_other(goes.on("/entrar"))
    return Page(
        "login/otra_vez.html",
        {"errors": shown.errors, "values": shown.values, "kept": goes.query},
    )


@app.form("POST /entrar/confirmar-identidad", AgainPage, again=again_page)
def again(request: Request, form: AgainPage) -> Answer:
    """Sign in again as the same person: the session that she had ends, and a new one begins."""
    now = wiring.now()
    who = flow.who_is_in(request, now)
    goes = goal(None, form.volver, now)
    if who is None:
        return see_other(goes.on("/entrar"))
    outcome = flow.tried(_attempt(who, form, request), now)
    if isinstance(outcome, Stepped):
        return remember(see_other(goes.on(PATH)), outcome)
    if isinstance(outcome, Challenged):
        return see_other("/entrar")
    return see_other(goes.address(HOME)).with_cookies(*flow.cookies(outcome))


def _attempt(who: SignedIn, form: AgainPage, request: Request) -> Attempt:
    contacts = who.account.contacts.values()
    return Attempt(
        places=Places(tuple(contact.index for contact in contacts if contact.is_confirmed)),
        password=form.password,
        visitor=visitor(request.client_address, None, wiring.keyring()),
        device=request.cookies.get(devices.COOKIE),
        session=request.cookies.get(sessions.COOKIE),
        choice=_same_device(who.session),
        needs_second=True,
        continues=True,
    )


def _same_device(session: Session) -> DeviceChoice | None:
    """Nobody is asked again: it is the device that it was."""
    if session.device:
        return None
    return DeviceChoice.SHARED if session.shared else DeviceChoice.OWN
