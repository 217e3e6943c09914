"""The cookie of a session."""

from llave.people.sessions import COOKIE, Session
from llave.web.response import set_cookie


def session_cookie(session: Session, value: str) -> str:
    """The Set-Cookie value; on a shared device the session ends with the browser."""
    lasting = None if session.shared else int(session.life.absolute.total_seconds())
    return set_cookie(COOKIE, value, lasting)
