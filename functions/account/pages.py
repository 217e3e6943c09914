"""The pages of the account, and the page for every address that is no other."""

from functions.account import shown as show
from functions.account import verification
from functions.account.app import app
from functions.account.flow import overview
from llave import wiring
from llave.errors import NotFound
from llave.people.sessions import COOKIE, SignedIn, who_is_signed_in
from llave.settings import settings
from llave.web.app import Answer, Shown
from llave.web.problems import problem
from llave.web.request import Request
from llave.web.response import Page, drop_cookie, see_other

MOST_EVENTS = 20
# What is asked for here wants no page.
DATA = ("/v1/", "/oauth/", "/.well-known/")


@app.page("GET /cuenta")
def account_page(request: Request, shown: Shown) -> Answer:
    """Her data, her contacts and what happened lately; who is not signed in signs in first."""
    cookie = request.cookies.get(COOKIE)
    who = who_is_signed_in(cookie, wiring.sessions(), wiring.accounts(), wiring.now())
    if who is None:
        return see_other("/entrar").with_cookies(drop_cookie(COOKIE))
    seen = overview(who, wiring.person_keys())
    return Page(
        "account/cuenta.html",
        {
            "contest": wiring.contests().against(who.account.person) is not None,
            "person": show.person_rows(seen),
            "contacts": show.contact_rows(seen) + show.address_row(seen),
            "level": show.level_row(seen),
            "level_text": show.EXPLAINED[who.account.level],
            **_verification(who),
            "events": show.event_rows(
                wiring.history().newest(who.account.person, MOST_EVENTS), _agency
            ),
        },
    )


def _verification(who: SignedIn) -> dict[str, object]:
    person = who.account.person
    cases = wiring.cases().of(person)
    tickets = wiring.tickets().of(person, wiring.now())
    return {
        "verification": verification.rows(cases, who.account.level, wiring.retention()),
        "waiting": verification.waiting(tickets, wiring.clients().get, settings().origin),
    }


def _agency(client_id: str) -> str:
    client = wiring.clients().get(client_id)
    return client.name if client else ""


@app.page("$default")
def nothing_here(request: Request, shown: Shown) -> Answer:
    """There is nothing at this address."""
    if request.path.startswith(DATA):
        return problem(NotFound("no such route"))
    return Page("problem.html", {"status": 404}, 404)
