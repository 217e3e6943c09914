"""The queue: how much waits and for how long, and taking a case out of it, which chance chooses."""

import random
from datetime import datetime

from functions.review.answering import tell_again
from functions.review.app import app
from functions.review.desk import HOME, refused, reviewer_here, who_is_here
from functions.review.dossier import dossier
from functions.review.forms import ButtonForm
from functions.review.shown import age
from llave import wiring
from llave.documents.reviews import Waiting
from llave.staff.chain import Line, What
from llave.staff.members import Role
from llave.staff.reviews import (
    Changed,
    NothingWaits,
    OwnCase,
    Queued,
    Review,
    assigned,
    chosen,
    current,
)
from llave.staff.sessions import AtWork
from llave.web.app import Answer, Shown
from llave.web.request import Request
from llave.web.response import Page, see_other

CHANCE = random.SystemRandom()
# How many candidates are opened to see whether they are strangers.
MOST_OPENED = 25


@app.page(f"GET {HOME}", refused=refused)
def queue_page(request: Request, shown: Shown) -> Answer:
    """What waits, by age; who is an operator alone sees the team instead."""
    now = wiring.now()
    who = who_is_here(request, now)
    if Role.REVIEWER not in who.member.roles:
        return see_other("/revision/personal")
    pairs = queued()
    mine = next((w.case for w, review in pairs if review.is_with(who.id, now)), "")
    rows = [_row(pair, now) for pair in sorted(pairs, key=lambda pair: pair[0].since)]
    context = {
        "errors": shown.errors,
        "staff": who.id,
        "is_operator": Role.OPERATOR in who.member.roles,
        "mine": mine,
        "rows": rows,
        "oldest": age(min(w.since for w, _ in pairs), now) if pairs else "",
        "free": bool(chosen(pairs, who.id, now, list)) or any(_is_untold(r) for _, r in pairs),
    }
    return Page("review/cola.html", context)


@app.form("POST /revision/tomar", ButtonForm, again=queue_page, refused=refused)
def take(request: Request, form: ButtonForm) -> Answer:
    """The case in her hands, or one that chance gives her; raises NothingWaits."""
    now = wiring.now()
    who = reviewer_here(request, now)
    pairs = queued()
    for waiting, review in pairs:
        if _is_untold(review):
            tell_again(review, waiting, who.id, now)
    mine = next((w.case for w, review in pairs if review.is_with(who.id, now)), None)
    case = mine or _given(pairs, who, now)
    return see_other(f"/revision/caso/{case}")


def queued() -> list[Queued]:
    """Every case that waits for people, with its review."""
    waiting = wiring.reviews().waiting()
    records = wiring.review_records().of(one.case for one in waiting)
    return [(one, current(records[one.case], one)) for one in waiting]


def _is_untold(review: Review) -> bool:
    """Decided, and the workflow did not hear of it."""
    return review.outcome is not None and review.answered is None


def _given(pairs: list[Queued], who: AtWork, now: datetime) -> str:
    order = chosen(pairs, who.id, now, lambda found: CHANCE.sample(found, len(found)))
    for waiting, review in order[:MOST_OPENED]:
        if _is_a_strangers(waiting, review, who) and _assign(review, who, now):
            return waiting.case
    raise NothingWaits("no case for this reviewer")


def _is_a_strangers(waiting: Waiting, review: Review, who: AtWork) -> bool:
    found = dossier(waiting, review)
    if found is None:
        return False
    try:
        found.expect_stranger(who)
    except OwnCase:
        return False
    return True


def _assign(review: Review, who: AtWork, now: datetime) -> bool:
    line = Line(who.id, What.ASSIGNED, now, {"case": review.case})
    try:
        wiring.review_records().write(review, assigned(review, who.id, now), line)
    except Changed:
        return False
    return True


def _row(pair: Queued, now: datetime) -> dict[str, str | bool]:
    waiting, review = pair
    return {
        "age": age(waiting.since, now),
        "urgent": waiting.urgent,
        "second": bool(review.looks) and review.outcome is None,
        "notice": review.contest_until is not None and now < review.contest_until,
        "taken": review.assigned is not None and review.is_with(review.assigned, now),
    }
