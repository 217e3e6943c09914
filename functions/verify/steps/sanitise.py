"""One file of a case becomes pages. This function may touch pictures and nothing else: whatever a
file does to it, there is no table and no person here."""

from functions.verify.steps.cleaning import clamd, guardduty
from functions.verify.steps.cleaning.clean import clean
from functions.verify.steps.cleaning.names import page_name
from functions.verify.steps.cleaning.refusals import FileRefused
from functions.verify.steps.step import Input, Output, Transient, Unscanned, step
from llave import log, wiring
from llave.documents.cases import Picture
from llave.documents.kinds import MOST_PAGES
from llave.documents.pictures import slot_of
from llave.settings import settings

NO_SCANNER, BUCKETS_OWN = "none", "guardduty"


def sanitise(event: Input) -> Output:
    """`{"key", "version", "pauses"}` of a file -> `{"key", "verdict", "pages": [{"key", "version"}]}`, the
    reason of a refusal, or "unscanned" and how many `seconds` to wait before asking again.

    The same version gives the same pages, so a second time writes what is there.
    """
    given = Picture(event["key"], event["version"])
    try:
        # Before a byte of it is read.
        if settings().scanner == BUCKETS_OWN and not _scanned_clean(given):
            return _later(event)
        pages = clean(wiring.pictures().read(given), MOST_PAGES[slot_of(given.key)], _infected)
    except FileRefused as refusal:
        return {"key": given.key, "verdict": "refused", "reason": refusal.reason.value}
    return {
        "key": given.key,
        "verdict": "clean",
        "pages": [_kept(given.key, *one) for one in enumerate(pages, 1)],
    }


def _scanned_clean(given: Picture) -> bool:
    written = wiring.pictures().scanned(given)
    if not (clean := guardduty.is_clean(written)):
        log.warning("not scanned", status=guardduty.named(written))
    return clean


def _later(event: Input) -> Output:
    """A wait of the workflow and no failure of ours: a scan that takes its time must wake nobody."""
    pauses = int(event["pauses"])
    if pauses >= guardduty.MOST_PAUSES:
        raise Unscanned
    return {
        "key": event["key"],
        "version": event["version"],
        "verdict": "unscanned",
        "pauses": pauses + 1,
        "seconds": guardduty.pause(pauses),
    }


def _kept(key: str, number: int, page: bytes) -> dict[str, str]:
    made = wiring.pictures().write(page_name(key, number), page, "image/jpeg")
    return {"key": made.key, "version": made.version}


def _infected(content: bytes) -> bool:
    address = settings().scanner
    if address in (NO_SCANNER, BUCKETS_OWN):
        return False
    try:
        return clamd.infected(content, address)
    except clamd.ScannerDown as problem:
        raise Transient(str(problem)) from None


handle = step(sanitise)
