"""What the console's pages share: who is here, with which role, and how they say no."""

from datetime import datetime

from llave import wiring
from llave.errors import NotSignedIn, Refused
from llave.staff.members import Role
from llave.staff.sessions import COOKIE, AtWork, at_work
from llave.web.app import Answer
from llave.web.problems import field_errors, headers_of, status_of
from llave.web.request import Request
from llave.web.response import Page, see_other

HOME = "/revision"
ENTRANCE = "/revision/entrar"


def who_is_here(request: Request, now: datetime) -> AtWork:
    """Who is signed in; raises StaffNotSignedIn."""
    cookie = request.cookies.get(COOKIE)
    return at_work(cookie, wiring.staff_sessions(), wiring.members(), now)


def reviewer_here(request: Request, now: datetime) -> AtWork:
    """A reviewer; raises StaffNotSignedIn, RoleMissing."""
    who = who_is_here(request, now)
    who.member.expect(Role.REVIEWER)
    return who


def operator_here(request: Request, now: datetime) -> AtWork:
    """An operator; raises StaffNotSignedIn, RoleMissing."""
    who = who_is_here(request, now)
    who.member.expect(Role.OPERATOR)
    return who


def refused(refusal: Refused) -> Answer:
    """Who is not signed in is led to where she can; everybody else is told why not."""
    if isinstance(refusal, NotSignedIn):
        return see_other(ENTRANCE)
    status = status_of(refusal)
    context = {"reasons": field_errors(refusal), "status": status}
    return Page("review/negado.html", context, status, headers=headers_of(refusal))
