"""The second step, as rules: who is asked, what counts, and which level a session has reached."""

from datetime import datetime, timedelta

from llave.people.accounts import Account, Level
from llave.people.factors import Enrolled, Method, Strength, counts, strength, usable
from llave.people.sessions import LIVES, Session

# RFC 8176, section 2; a code from a list is a one-time password as well.
AMR = {
    Method.TOTP: ("otp", "mfa"),
    Method.SMS: ("sms", "mfa"),
    Method.RECOVERY_CODE: ("otp", "mfa"),
}
# A password counts towards the second step as long as what they reach together would last.
PASSWORD_LIFE = LIVES[Level.VERIFICADA].absolute
# How long what somebody has just proved lets her change her factors.
FRESH = timedelta(minutes=5)


def methods(account: Account, enrolled: Enrolled, now: datetime) -> tuple[Method, ...]:
    """What she can use for the second step now, strongest first."""
    return usable(account, enrolled, now)


def can_reach(account: Account, enrolled: Enrolled, now: datetime) -> Level:
    """The level that she could reach by what she has enrolled."""
    if account.level is not Level.VERIFICADA:
        return account.level
    made = (enrolled.made_at(method) for method in usable(account, enrolled, now))
    counting = any(counts(account, moment) for moment in made if moment)
    return Level.VERIFICADA if counting else Level.BASICA


def earned(account: Account, made_at: datetime) -> Level:
    """The level of a session whose second step was done with a factor made then."""
    return account.level if counts(account, made_at) else Level.BASICA


def reached(account: Account, session: Session) -> Level:
    """What a session is worth now: what it reached, and never more than the account stands at."""
    both = session.level is Level.VERIFICADA and account.level is Level.VERIFICADA
    return Level.VERIFICADA if both else Level.BASICA


def is_asked(account: Account, enrolled: Enrolled, now: datetime, *, needed: bool) -> bool:
    """Whether a sign-in goes on to the second step: she wants it always, or what she came for needs
    it, and she has one.

    Without any that can be used the password leads in alone, at Básica, for who has nothing but text
    messages and just reset the password over them, and with a locked app for who has reset it: another
    way to her documents there is none. A password alone never gets past a locked app.
    """
    if usable(account, enrolled, now):
        return account.asks_second or needed
    return account.asks_second and enrolled.totp is not None and account.reset_at is None


def is_fresh(session: Session, enrolled: Enrolled, now: datetime) -> bool:
    """Whether she has just proved enough to change her factors: the password, and a factor if she
    has any."""
    proved = enrolled.is_empty or "mfa" in session.amr
    return proved and now - session.auth_time <= FRESH


def passkey_amr(*, synced: bool) -> tuple[str, ...]:
    """A passkey's methods: software when it is kept in several devices, and she unlocked it."""
    return ("swk" if synced else "hwk", "user", "mfa")


def strong_factor(session: Session, enrolled: Enrolled) -> Method | None:
    """The strong factor that a session was opened with, or None: a text message and a password may be
    in other hands. An app and a recovery code look alike in a session, so the code is named where she
    has no app."""
    if strength(session.amr) is Strength.PHISHING_RESISTANT:
        return Method.PASSKEY
    if "mfa" not in session.amr or "otp" not in session.amr:
        return None
    return Method.TOTP if enrolled.totp else Method.RECOVERY_CODE


def together(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Both steps' methods, each once."""
    return tuple(dict.fromkeys((*first, *second)))
