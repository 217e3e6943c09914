"""What a person is here for, on pages that an agency's request led her to: it is named by a cookie, so
that it survives however many forms of theirs. It proves nothing, and is only a way back."""

from dataclasses import dataclass
from datetime import datetime

from llave.oidc.requests import PENDING_LIFE, PendingAuthorization, PendingAuthorizations
from llave.web.request import Request
from llave.web.response import set_cookie

COOKIE = "__Host-tramite"


@dataclass(frozen=True, slots=True)
class Errand:
    """What pages show of it: whose it is, the way on, and the way out of what can not be done now."""

    agency: str
    onward: str
    pause: str


def remember(pending: PendingAuthorization) -> str:
    """The Set-Cookie value that keeps the request in mind while it can wait."""
    return set_cookie(COOKIE, pending.id, int(PENDING_LIFE.total_seconds()))


def errand(
    request: Request, waiting: PendingAuthorizations, now: datetime
) -> PendingAuthorization | None:
    """The agency's request that still waits, if one led here; `way_back` leads on with it."""
    named = request.cookies.get(COOKIE)
    found = waiting.get(named) if named else None
    return found if found and found.is_live(now) else None


def way_back(pending: PendingAuthorization) -> str:
    """Where what is still missing is looked at again."""
    return f"/oauth/consent?solicitud={pending.id}"


def shown(pending: PendingAuthorization | None) -> Errand | None:
    """The errand for a page, or None."""
    if pending is None:
        return None
    onward = way_back(pending)
    return Errand(pending.client_name, onward, f"{onward}&pausa=1")
