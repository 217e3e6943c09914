"""Telling the workflow what the reviewers came to."""

from dataclasses import replace
from datetime import datetime

from llave import log, wiring
from llave.documents.reviews import Waiting
from llave.documents.workflow import NobodyWaits, Verdict
from llave.people.codes import fingerprint
from llave.staff.chain import Line, What
from llave.staff.reviews import Changed, Review


def answer(review: Review, waiting: Waiting, who: str, now: datetime) -> None:
    """Tell it, and note that it was told; nothing happens while there is nothing to tell.

    When its time has just passed nobody waits: the case comes back with another token, and whoever
    takes a case then has this told again.
    """
    if review.outcome is None:
        return
    try:
        wiring.workflow().answer(waiting.token, review.outcome, review.reviewers, review.reasons)
    except NobodyWaits:
        return
    refs = {"case": review.case, "verdict": review.outcome.value}
    after = replace(review, answered=fingerprint(waiting.token))
    try:
        wiring.review_records().write(review, after, Line(who, What.ANSWERED, now, refs))
    except Changed:
        # Somebody else told it at the same moment.
        return
    if review.outcome is Verdict.SETTLED:
        wiring.reviews().done(review.case)


def tell_again(review: Review, waiting: Waiting, who: str, now: datetime) -> None:
    """Tell what somebody decided before; who is here for a case of her own is not kept from it by a
    failure, and the next one tries again."""
    try:
        answer(review, waiting, who, now)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is not about her case
        log.failure("verdict not told", error)
