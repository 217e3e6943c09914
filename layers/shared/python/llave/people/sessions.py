"""Sessions: who is signed in, since when, and until when it counts.

A session counts while three things hold: it was used lately, its absolute end has not come, and
nothing (a recovery, a contest) ended everything of the account since it began.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from llave.errors import NotSignedIn
from llave.people.accounts import Account, Level
from llave.people.codes import fingerprint

COOKIE = "__Host-session"
# Each use would be a write; one in five minutes keeps the idle end true enough.
TOUCH_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Life:
    """How long a session may be idle, and how long it lasts at most."""

    idle: timedelta
    absolute: timedelta


LIVES = {
    Level.BASICA: Life(timedelta(hours=12), timedelta(days=30)),
    Level.VERIFICADA: Life(timedelta(hours=1), timedelta(hours=24)),
}
# On a device that others use, whoever sits down next must not find it open.
SHARED_LIFE = Life(timedelta(minutes=30), timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in of one browser; `key` is the fingerprint of its cookie.

    `level` is what was reached at sign-in (the account may stand higher), `amr` the methods
    (RFC 8176); `shared` says that the person called the device shared, `device` is the fingerprint of
    the device she chose to have remembered.
    """

    key: str = field(repr=False)
    person: str
    created_at: datetime
    last_seen: datetime
    auth_time: datetime
    level: Level
    amr: tuple[str, ...]
    shared: bool
    device: str | None = field(default=None, repr=False)

    @property
    def acr(self) -> str:
        """The level as OpenID Connect names it."""
        return self.level.acr

    @property
    def life(self) -> Life:
        return SHARED_LIFE if self.shared else LIVES[self.level]

    @property
    def ends_at(self) -> datetime:
        """The idle end or the absolute one, whichever comes first."""
        return min(self.last_seen + self.life.idle, self.created_at + self.life.absolute)

    def is_live(self, now: datetime) -> bool:
        return now < self.ends_at

    def seen(self, now: datetime) -> "Session":
        """The session after it was used."""
        return replace(self, last_seen=now)


class Sessions(Protocol):
    """Where sessions are kept."""

    def get(self, key: str) -> Session | None:
        """The session whose cookie has this fingerprint, or None."""
        ...

    def touch(self, session: Session) -> None:
        """Keep the session's last use; one that has ended meanwhile stays ended."""
        ...

    def end(self, key: str) -> None:
        """Forget a session; nothing happens when there is none."""
        ...


class Accounts(Protocol):
    """Where accounts are read."""

    def get(self, person: str) -> Account | None: ...


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A live session and the account it belongs to."""

    session: Session
    account: Account


def signed_in(
    cookie: str | None, sessions: Sessions, accounts: Accounts, now: datetime
) -> SignedIn:
    """Who the request's session cookie stands for; extends its idle end; raises NotSignedIn."""
    found = who_is_signed_in(cookie, sessions, accounts, now)
    if found is None:
        raise NotSignedIn("no live session")
    return found


def who_is_signed_in(
    cookie: str | None, sessions: Sessions, accounts: Accounts, now: datetime
) -> SignedIn | None:
    """The same for a page that has something to show to who is not."""
    session = sessions.get(fingerprint(cookie)) if cookie else None
    if session is None or not session.is_live(now):
        return None
    account = accounts.get(session.person)
    if account is None or not account.still_counts(session.created_at):
        return None
    if now - session.last_seen >= TOUCH_EVERY:
        session = session.seen(now)
        sessions.touch(session)
    return SignedIn(session, account)
