"""Sessions of the staff: fifteen minutes idle, a working day at most, a cookie of their own."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from llave.errors import NotSignedIn
from llave.people.codes import fingerprint
from llave.people.names import PersonName
from llave.staff.members import Member, Members

COOKIE = "__Host-revision"
IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=8)
TOUCH_EVERY = timedelta(minutes=1)


class StaffNotSignedIn(NotSignedIn):
    """No live session of the staff."""


@dataclass(frozen=True, slots=True)
class StaffSession:
    """One sign-in; `key` is the fingerprint of its cookie. `name` is what the issuer said, and `curp` the
    index keys of what it said: kept as long as the session, to hold her off her own and her family's
    cases."""

    key: str = field(repr=False)
    staff: str
    subject: str
    created_at: datetime
    last_seen: datetime
    amr: tuple[str, ...]
    name: PersonName
    curp: tuple[str, ...] = field(default=(), repr=False)

    @property
    def ends_at(self) -> datetime:
        """The idle end or the absolute one, whichever comes first."""
        return min(self.last_seen + IDLE, self.created_at + ABSOLUTE)


class StaffSessions(Protocol):
    """Where they are kept."""

    def begin(self, session: StaffSession) -> None:
        """Keep a new session."""
        ...

    def get(self, key: str) -> StaffSession | None:
        """The session whose cookie has this fingerprint."""
        ...

    def touch(self, session: StaffSession) -> None:
        """Keep its last use; one that has ended meanwhile stays ended."""
        ...

    def end(self, key: str) -> None:
        """Forget it."""
        ...


@dataclass(frozen=True, slots=True)
class AtWork:
    """Who is here, with the roles that she has now."""

    session: StaffSession
    member: Member

    @property
    def id(self) -> str:
        """The member's id."""
        return self.member.id


def at_work(cookie: str | None, sessions: StaffSessions, members: Members, now: datetime) -> AtWork:
    """Whom the cookie stands for; extends the idle end; raises StaffNotSignedIn."""
    session = sessions.get(fingerprint(cookie)) if cookie else None
    if session is None or now >= session.ends_at:
        raise StaffNotSignedIn("no live session of the staff")
    member = members.get(session.staff) or Member(session.staff, session.subject)
    if now - session.last_seen >= TOUCH_EVERY:
        session = replace(session, last_seen=now)
        sessions.touch(session)
    return AtWork(session, replace(member, curp=tuple({*member.curp, *session.curp})))
