"""The page on which a contact is added, corrected or confirmed later than at the registration."""

from urllib.parse import urlencode

from functions.account import desk
from functions.account.app import app
from llave import wiring
from llave.errors import InvalidInput, NotSignedIn, Refused
from llave.people.accounts import Account, Channel
from llave.people.correcting import ContactSettled, correct, masked
from llave.people.enrolments import NotFresh
from llave.web.app import Answer, Shown
from llave.web.contact_forms import ContactForm
from llave.web.request import Request
from llave.web.response import Page, see_other

ACCOUNT = "/cuenta"
NOTICES = {"resend": "contacto.reenviado", "correct": "contacto.enviado"}


def refused(refusal: Refused) -> Answer:
    """Where who may not do this yet can see to it, and comes back to her account."""
    if isinstance(refusal, NotSignedIn):
        return see_other("/entrar")
    if isinstance(refusal, NotFresh):
        return see_other("/entrar/confirmar-identidad?volver=cuenta")
    return desk.refused(refusal)


@app.page("GET /cuenta/contacto", refused=refused)
def contact_page(request: Request, shown: Shown) -> Answer:
    """The contact that is asked for, when it is not confirmed; else her account."""
    who, _ = desk.may_change(request, wiring.now())
    asked = shown.values.get("channel") or request.query.get("canal", "")
    channel = next((one for one in _open(who.account) if one.value == asked), None)
    if channel is None:
        return see_other(ACCOUNT)
    has_it = channel in who.account.contacts
    return Page(
        "account/contacto.html",
        {
            "errors": shown.errors,
            "values": shown.values,
            "channel": channel.value,
            "address": masked(who.account, channel, wiring.person_keys()) if has_it else "",
            "notice": NOTICES.get(request.query.get("aviso", ""), ""),
        },
    )


@app.form("POST /cuenta/contacto", ContactForm, again=contact_page, refused=refused)
def mend_contact(request: Request, form: ContactForm) -> Answer:
    """Confirm it by its code, have another sent, or put another in its place."""
    now = wiring.now()
    who, _ = desk.may_change(request, now)
    if form.medium not in _open(who.account):
        raise ContactSettled("confirmed already")
    if form.action == "code":
        if form.code is None:
            raise InvalidInput("required", field="code")
        wiring.confirming().by_code(who.account.person, form.medium, form.code, now)
        return see_other(ACCOUNT)
    if form.action == "resend":
        wiring.confirming().resend(who.account.person, form.medium, now)
    else:
        _correct(who.account, form)
    query = urlencode({"canal": form.channel, "aviso": form.action})
    return see_other(f"/cuenta/contacto?{query}")


def _open(account: Account) -> list[Channel]:
    """What is not confirmed: contacts that wait for it, and those that she has not given."""
    return [channel for channel in Channel if channel not in account.confirmed_channels]


def _correct(account: Account, form: ContactForm) -> None:
    if form.corrected is None:
        raise InvalidInput("required", field=form.channel)
    correct(account, form.corrected, wiring.correcting(), wiring.now())
