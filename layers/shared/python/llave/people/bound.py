"""The factor that stands behind an account: documents are shown with it, and it may not go.

A factor is bound to an account at the strength of the account and no less (NIST SP 800-63B-4, section
4.1.2; OWASP ASVS 5.0, chapter 6). Were the first one bound after the documents, who has stolen a
password could bind his own to a proved person; hence it comes before them, and stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from llave.errors import Conflict, NotAllowed
from llave.people.accounts import Account, Level
from llave.people.factors import Enrolled, Method, counts, usable
from llave.people.second_step import can_reach
from llave.people.sessions import Session


class SecondFactorRequired(NotAllowed):
    """The account has no second factor that she can use now; recovery codes alone are none."""

    code = "second_factor_required"


class SecondStepRequired(NotAllowed):
    """The account has a second factor, and this session was opened without it."""

    code = "second_step_required"


class ProveAgain(NotAllowed):
    """A password alone binds no factor to an account whose documents were accepted."""

    code = "prove_again"


class LastFactor(Conflict):
    """It is the last that keeps a verified account, or one that is being verified, hers."""

    code = "last_factor"


class NoFactorLeft(Conflict):
    """The account has nothing now that could make a session Verificada: its level is not raised."""

    code = "person_without_factor"


@dataclass(frozen=True, slots=True)
class Bound:
    """One factor that is enrolled; `key` is a passkey's, `is_locked` says that an app takes no code."""

    method: Method
    key: str = ""
    is_locked: bool = False


def behind(account: Account, enrolled: Enrolled, now: datetime) -> Bound | None:
    """The strongest factor that she can use now, one that counts before one that does not."""
    able = usable(account, enrolled, now)
    found = [(one, made) for one, made in _each(enrolled) if one.method in able]
    counting = [one for one, made in found if counts(account, made)]
    return next(iter([*counting, *(one for one, _ in found)]), None)


def given_back(account: Account, enrolled: Enrolled, now: datetime) -> Bound | None:
    """What will stand behind her once documents are accepted: they end what a reset holds back, and
    what wrong codes have locked."""
    app = enrolled.totp
    opened = replace(enrolled, totp=replace(app, failures=0)) if app else enrolled
    found = behind(replace(account, reset_by=(), reset_at=None), opened, now)
    locked = bool(found and found.method is Method.TOTP and app and app.is_locked)
    return replace(found, is_locked=locked) if found else None


def for_documents(account: Account, session: Session, enrolled: Enrolled, now: datetime) -> Bound:
    """The factor with which she may show documents in this session; raises SecondFactorRequired,
    SecondStepRequired."""
    lack = lacking(account, session, enrolled, now)
    found = behind(account, enrolled, now) or given_back(account, enrolled, now)
    if lack is not None or found is None:
        raise lack or SecondFactorRequired("nothing enrolled")
    return found


def lacking(
    account: Account, session: Session, enrolled: Enrolled, now: datetime
) -> SecondFactorRequired | SecondStepRequired | None:
    """What she has to see to before she shows documents.

    Who can use nothing of what she has shows them by her password: nothing but documents gives it back,
    and it is no newer for that. An app that wrong codes have locked was hers for certain only when her
    documents came after it: who knew the password may have bound it, and locked it for this.
    """
    able = usable(account, enrolled, now)
    held = None if able else given_back(account, enrolled, now)
    if held and (not held.is_locked or "mfa" in session.amr or _was_hers(account, enrolled)):
        return None
    if able and not enrolled.is_empty and "mfa" not in session.amr:
        return SecondStepRequired("a session without a second factor")
    if behind(account, enrolled, now) is None:
        return SecondFactorRequired("no usable factor")
    return None


def _was_hers(account: Account, enrolled: Enrolled) -> bool:
    app = enrolled.totp
    is_verified = account.level is Level.VERIFICADA
    return is_verified and app is not None and counts(account, app.created_at)


def is_settled(account: Account, enrolled: Enrolled, now: datetime) -> bool:
    """Whether she is Verificada and can sign in so; who can not has documents to show again."""
    return can_reach(account, enrolled, now) is Level.VERIFICADA


def may_bind(account: Account, session: Session) -> bool:
    """Whether a factor may be enrolled in this session: not one that would count at once for a verified
    account, and that nothing but a password binds.

    One that is enrolled after a reset counts for nothing until documents are shown, so it may come.
    """
    counts_at_once = account.level is Level.VERIFICADA and account.reset_at is None
    return "mfa" in session.amr or not counts_at_once


def is_last(account: Account, enrolled: Enrolled, going: Bound, now: datetime) -> bool:
    """Whether nothing that is as good stays when this one goes."""
    left = _without(enrolled, going)
    lowers = is_settled(account, enrolled, now) and not is_settled(account, left, now)
    return lowers or behind(account, left, now) is None


def what_stays(account: Account, enrolled: Enrolled, going: Bound, now: datetime) -> Bound | None:
    """The factor that must still be there when this one goes, None when there is no other."""
    left = _without(enrolled, going)
    return behind(account, left, now) or next((one for one, _ in _each(left)), None)


def _each(enrolled: Enrolled) -> Iterator[tuple[Bound, datetime]]:
    for passkey in enrolled.passkeys:
        yield Bound(Method.PASSKEY, passkey.key), passkey.created_at
    if enrolled.totp:
        yield Bound(Method.TOTP, is_locked=enrolled.totp.is_locked), enrolled.totp.created_at
    if enrolled.sms:
        yield Bound(Method.SMS), enrolled.sms.created_at


def _without(enrolled: Enrolled, going: Bound) -> Enrolled:
    if going.method is Method.PASSKEY:
        left = tuple(one for one in enrolled.passkeys if one.key != going.key)
        return replace(enrolled, passkeys=left)
    if going.method is Method.TOTP:
        return replace(enrolled, totp=None)
    return replace(enrolled, sms=None)
