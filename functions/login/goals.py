"""Where a sign-in leads: on to the agency's request that waits, back to the page that sent her here,
or to her account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from functions.login import flow
from functions.login.returns import RETURNS
from llave import wiring
from llave.oidc.requests import PendingAuthorization
from llave.people.factors import Method, Strength
from llave.web.app import Shown
from llave.web.request import Request

ACCOUNT = "/cuenta"
CONSENT = "/oauth/consent"


@dataclass(frozen=True, slots=True)
class Goal:
    """`pending` is the agency's request if it still waits, `back` a key of RETURNS or nothing;
    `is_over` says that a request was named that waits no more."""

    pending: PendingAuthorization | None = None
    back: str = ""
    is_over: bool = False

    @property
    def query(self) -> dict[str, str]:
        """What keeps it on the way."""
        kept = {"solicitud": self.solicitud, "volver": self.back}
        return {name: value for name, value in kept.items() if value}

    @property
    def solicitud(self) -> str:
        return self.pending.id if self.pending else ""

    @property
    def agency(self) -> str:
        return self.pending.client_name if self.pending else ""

    @property
    def form_action(self) -> tuple[str, ...]:
        """Browsers hold a form to this even on the redirects that follow it."""
        return (self.pending.redirect_origin,) if self.pending else ()

    def on(self, page: str, **more: str) -> str:
        """A page of this function on the way there."""
        query = {**self.query, **more}
        return f"{page}?{urlencode(query)}" if query else page

    def address(self, otherwise: str = ACCOUNT) -> str:
        """Where she goes when she is in."""
        if self.pending:
            return f"{CONSENT}?{urlencode({'solicitud': self.pending.id})}"
        return RETURNS.get(self.back, otherwise)


def goal(solicitud: str | None, back: str | None, now: datetime) -> Goal:
    """The goal that a form or an address names."""
    pending = flow.pending(solicitud, now)
    known = back if back in RETURNS else ""
    return Goal(pending, known or "", bool(solicitud) and pending is None)


def goal_of(request: Request, shown: Shown, now: datetime) -> Goal:
    """The goal of a page that is asked for, or shown again."""
    given: Mapping[str, str] = request.query if request.method == "GET" else shown.values
    return goal(given.get("solicitud"), given.get("volver"), now)


def asks_second(goal: Goal) -> bool:
    """Whether a password alone is too little for the agency that waits."""
    return _strength(goal) is not Strength.NONE


def serving(methods: tuple[Method, ...], goal: Goal) -> tuple[Method, ...]:
    """The methods that are strong enough for the agency that waits; if none is, all of them: signed in
    she can enrol one that is."""
    least = _strength(goal)
    if least is not Strength.PHISHING_RESISTANT:
        return methods
    from llave.oidc.planner import Usable

    return tuple(one for one in methods if Usable(one).serves(least)) or methods


def _strength(goal: Goal) -> Strength:
    if goal.pending is None:
        return Strength.NONE
    # Few sign-ins are for an agency that asks for more than a password.
    from llave.oidc.planner import needed_for

    client = wiring.clients().get(goal.pending.client_id)
    return needed_for(goal.pending, client).least if client else Strength.NONE
