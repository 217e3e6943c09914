"""The pages on which a person sees, adds and removes what protects her account beside the password."""

from functions.account import shown_factors as show
from functions.account.app import app
from functions.account.desk import HOME, came_for, may_change, ports, refused, who_is_here
from functions.account.forms import AskForm, ButtonForm, RemoveForm
from llave import wiring
from llave.people import keeping
from llave.people.accounts import Level
from llave.people.bound import Bound, behind, lacking, may_bind
from llave.people.enrolments import FactorGone
from llave.people.factors import Enrolled, Method, is_stuck
from llave.web import returning
from llave.web.app import Answer, Shown
from llave.web.request import Request
from llave.web.response import Page, see_other

# What the page says first, by `aviso` in the query.
NOTICES = {
    "agregado": "seguridad.aviso.agregado",
    "quitado": "seguridad.aviso.quitado",
    "pedir": "seguridad.aviso.pedir",
}


@app.page("GET /cuenta/seguridad", refused=refused)
def security_page(request: Request, shown: Shown) -> Answer:
    """What she has, what she can add, when it is asked for."""
    now = wiring.now()
    who = who_is_here(request, now)
    enrolled = wiring.factors().of(who.account.person)
    notice = request.query.get("aviso", "") if request.method == "GET" else ""
    return Page(
        "account/seguridad.html",
        {
            "errors": shown.errors,
            "notice": NOTICES.get(notice, ""),
            "factors": show.rows(who.account, enrolled, wiring.person_keys()),
            "is_empty": enrolled.is_empty,
            "is_stuck": is_stuck(who.account, enrolled, now),
            "documents_help": lacking(who.account, who.session, enrolled, now) is None,
            "must_recover": enrolled.is_empty and not may_bind(who.account, who.session),
            "is_verified": who.account.level is Level.VERIFICADA,
            "has_totp": enrolled.totp is not None,
            "has_sms": enrolled.sms is not None,
            "codes_left": enrolled.codes.left if enrolled.codes else 0,
            "came_for": came_for(request, who, enrolled, now),
            "back": returning.place(request),
            "is_protected": behind(who.account, enrolled, now) is not None,
            "asks_always": who.account.asks_second,
        },
    )


@app.page("GET /cuenta/seguridad/codigos", refused=refused)
def codes_page(request: Request, shown: Shown) -> Answer:
    """What recovery codes are for."""
    _, enrolled = may_change(request, wiring.now())
    if enrolled.is_empty:
        return see_other(HOME)
    left = enrolled.codes.left if enrolled.codes else 0
    return Page("account/codigos.html", {"errors": shown.errors, "codes": (), "codes_left": left})


@app.form("POST /cuenta/seguridad/codigos", ButtonForm, again=codes_page, refused=refused)
def make_codes(request: Request, form: ButtonForm) -> Answer:
    """New codes, shown by this answer alone."""
    now = wiring.now()
    who, _ = may_change(request, now)
    codes = keeping.make_codes(who, ports(), now)
    download = show.as_download(codes)
    return Page("account/codigos.html", {"codes": codes, "codes_left": 0, "download": download})


@app.page("GET /cuenta/seguridad/quitar", refused=refused)
def remove_page(request: Request, shown: Shown) -> Answer:
    """What removing it would mean."""
    now = wiring.now()
    who, enrolled = may_change(request, now)
    given = request.query if request.method == "GET" else shown.values
    method, key = given.get("method", ""), given.get("key", "")
    which = show.which(who.account, enrolled, method, key, wiring.person_keys())
    if not which:
        return see_other(HOME)
    going = Bound(Method(method), key)
    return Page(
        "account/quitar.html",
        {
            "errors": shown.errors,
            "which": which,
            "method": method,
            "key": key,
            "is_last": enrolled.count == 1,
            "must_stay": keeping.must_stay(who.account, enrolled, going, ports(), now),
        },
    )


@app.form("POST /cuenta/seguridad/quitar", RemoveForm, again=remove_page, refused=refused)
def remove(request: Request, form: RemoveForm) -> Answer:
    """Remove it."""
    now = wiring.now()
    who, enrolled = may_change(request, now)
    method = Method(form.method)
    if not _has(enrolled, method, form.key or ""):
        raise FactorGone("none such")
    keeping.remove(who, method, form.key or "", ports(), now)
    return see_other(f"{HOME}?aviso=quitado")


@app.form("POST /cuenta/seguridad/pedir", AskForm, again=security_page, refused=refused)
def ask(request: Request, form: AskForm) -> Answer:
    """When the second step is asked for."""
    now = wiring.now()
    who, _ = may_change(request, now)
    keeping.ask_always(who, ports(), now, always=form.always == "yes")
    return see_other(f"{HOME}?aviso=pedir")


def _has(enrolled: Enrolled, method: Method, key: str) -> bool:
    if method is Method.PASSKEY:
        return enrolled.passkey(key) is not None
    return (enrolled.totp if method is Method.TOTP else enrolled.sms) is not None
