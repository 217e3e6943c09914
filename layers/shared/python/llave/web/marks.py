"""The mark that tells browsers of one network apart, so that a school is not taken for one robot.

It is signed, so that nobody makes up a device for each request; and a network is handed so many of
them and no more, so that taking a new one each time does not help either. Who has none shares a lane
with all of the network that have none. The day is signed into it, so that marks can not be hoarded:
the server forgets one when the browser should have.
"""

from datetime import UTC, datetime, timedelta

from llave.people.budgets import Budget, Budgets, Visitor, marked, visitor
from llave.people.keyring import Keyring
from llave.web.request import Request
from llave.web.response import set_cookie

COOKIE = "__Host-visita"
LIFE = timedelta(days=1)
# A large school, all of it within ten minutes.
MARKS = Budget("mark", 500, timedelta(minutes=10))


def visitor_of(request: Request, keyring: Keyring, now: datetime) -> Visitor:
    """Who asks."""
    borne = request.cookies.get(COOKIE)
    is_live = borne is not None and borne.partition("-")[0] in _live_days(now)
    return visitor(request.client_address, borne if is_live else None, keyring)


def mark(
    request: Request, nonce: str, keyring: Keyring, budgets: Budgets, now: datetime
) -> tuple[str, ...]:
    """The Set-Cookie value for a browser that bears none; nothing when it does, or its network has
    taken too many."""
    here = visitor_of(request, keyring, now)
    if here.device:
        return ()
    if budgets.count(MARKS.kind, here.network, MARKS.window, now) > MARKS.limit:
        return ()
    dated = marked(f"{_day(now)}-{nonce}", keyring)
    return (set_cookie(COOKIE, dated, int(LIFE.total_seconds())),)


def _live_days(now: datetime) -> tuple[str, str]:
    """The days on which a browser was given a mark that it may still bear."""
    return _day(now - LIFE), _day(now)


def _day(moment: datetime) -> str:
    return str(moment.astimezone(UTC).date().toordinal())
