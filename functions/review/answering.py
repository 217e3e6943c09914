"""Telling the workflow what the reviewers came to."""

from dataclasses import replace
from datetime import datetime

from llave import wiring
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
