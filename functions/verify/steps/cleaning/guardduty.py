"""What GuardDuty Malware Protection for S3 wrote on a version of a file, as the workflow takes it."""

from collections.abc import Mapping

from functions.verify.steps.cleaning.refusals import FileRefused, Reason
from llave.documents.scans import Verdict

# The scan takes seconds; what is not there after a quarter of an hour is an operator's matter.
FIRST_PAUSE, LONGEST_PAUSE = 1, 60
MOST_PAUSES = 20
REFUSED: Mapping[str, Reason] = {
    Verdict.INFECTED: Reason.SUSPICIOUS,
    Verdict.CLOSED: Reason.LOCKED,
}


def is_clean(written: str | None) -> bool:
    """Whether the file may be opened; False is "not yet". Raises FileRefused.

    Whatever is not one of its good words counts as no verdict at all.
    """
    if (reason := REFUSED.get(written or "")) is not None:
        raise FileRefused(reason)
    return written == Verdict.CLEAN


def named(written: str | None) -> str:
    """For the log, which takes no words that we do not know."""
    if written is None:
        return "none"
    return written if written in set(Verdict) else "unknown"


def pause(pauses: int) -> int:
    """Seconds: twice as long each time, up to a minute."""
    return int(min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(pauses, 16)))
