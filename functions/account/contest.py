"""The page on which a holder learns that another account claims her CURP, and objects."""

from functions.account import desk
from functions.account.app import app
from functions.account.forms import ButtonForm
from functions.account.shown import when
from llave import wiring
from llave.errors import NotSignedIn, Refused
from llave.people.contesting import object_to
from llave.people.contests import Contest, ContestClosed, NotStrongEnough, State
from llave.people.factors import Method, usable
from llave.people.second_step import is_fresh, strong_factor
from llave.web.app import Answer, Shown
from llave.web.request import Request
from llave.web.response import Page, see_other

PAGE = "/cuenta/disputa"
AGAIN = "/entrar/confirmar-identidad?volver=disputa"
# As contests keep them.
NAMED = {
    Method.PASSKEY: "passkey",
    Method.TOTP: "totp",
    Method.RECOVERY_CODE: "recovery-code",
}


def refused(refusal: Refused) -> Answer:
    """Who is not signed in comes back here; whom no contest concerns sees her account. What she lacks
    to object is said by the page itself."""
    if isinstance(refusal, NotSignedIn):
        return see_other("/entrar?volver=disputa")
    if isinstance(refusal, ContestClosed):
        return see_other("/cuenta")
    return desk.refused(refusal)


@app.page(f"GET {PAGE}", refused=refused)
def contest_page(request: Request, shown: Shown) -> Answer:
    """What is claimed, until when she can object for sure, and what she needs for it."""
    now = wiring.now()
    who = desk.who_is_here(request, now)
    contest = _open(who.account.person)
    enrolled = wiring.factors().of(who.account.person)
    has_strong = any(one.is_strong for one in usable(who.account, enrolled, now))
    has_shown = is_fresh(who.session, enrolled, now) and strong_factor(who.session, enrolled)
    return Page(
        "account/disputa.html",
        {
            "errors": shown.errors,
            "opened": when(contest.opened_at),
            "until": when(contest.decidable_at),
            "objected": when(contest.objected_at) if contest.objected_at else "",
            "can_object": bool(has_shown),
            "has_strong": has_strong,
            "again": AGAIN,
        },
    )


@app.form(f"POST {PAGE}", ButtonForm, again=contest_page, refused=refused)
def objects(request: Request, form: ButtonForm) -> Answer:
    """Keep her objection; a second one changes nothing."""
    now = wiring.now()
    who, enrolled = desk.may_change(request, now)
    contest = _open(who.account.person)
    factor = strong_factor(who.session, enrolled)
    if factor is None:
        raise NotStrongEnough("signed in without a strong factor")
    if contest.state is State.NOTICED:
        object_to(contest, NAMED[factor], wiring.contests(), wiring.new_id, now)
    return see_other(PAGE)


def _open(person: str) -> Contest:
    """The contest against her; raises ContestClosed."""
    contest = wiring.contests().against(person)
    if contest is None:
        raise ContestClosed("none is open")
    return contest
