"""Where in our own site a person was when she was led elsewhere, for her to come back to: named by a
word in a cookie, so that it survives the forms between. No address is taken."""

from datetime import timedelta

from llave.web.request import Request
from llave.web.response import drop_cookie, set_cookie

COOKIE = "__Host-regreso"
VERIFYING = "verificar"
PLACES = {VERIFYING: "/verificar"}
LIFE = timedelta(hours=1)


def remember(place: str) -> str:
    """The Set-Cookie value that keeps the place in mind."""
    return set_cookie(COOKIE, place, int(LIFE.total_seconds()))


def place(request: Request) -> str:
    """The address that she came from, or nothing."""
    return PLACES.get(request.cookies.get(COOKIE, ""), "")


def forget() -> str:
    """The Set-Cookie value for who is back."""
    return drop_cookie(COOKIE)
