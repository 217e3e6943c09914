"""One file of a case becomes pages. This function may touch pictures and nothing else: whatever a
file does to it, there is no table and no person here."""

from functions.verify.steps.cleaning import clamd
from functions.verify.steps.cleaning.clean import clean
from functions.verify.steps.cleaning.names import page_name
from functions.verify.steps.cleaning.refusals import FileRefused
from functions.verify.steps.step import Input, Output, Transient, step
from llave import wiring
from llave.documents.cases import Picture
from llave.settings import settings

NO_SCANNER = "none"


def sanitise(event: Input) -> Output:
    """`{"key", "version"}` of a file -> `{"key", "verdict", "pages": [{"key", "version"}]}`, or the reason
    of a refusal.

    The same version gives the same pages, so a second time writes what is there.
    """
    given = Picture(event["key"], event["version"])
    try:
        pages = clean(wiring.pictures().read(given), _infected)
    except FileRefused as refusal:
        return {"key": given.key, "verdict": "refused", "reason": refusal.reason.value}
    return {
        "key": given.key,
        "verdict": "clean",
        "pages": [_kept(given.key, *one) for one in enumerate(pages, 1)],
    }


def _kept(key: str, number: int, page: bytes) -> dict[str, str]:
    made = wiring.pictures().write(page_name(key, number), page, "image/jpeg")
    return {"key": made.key, "version": made.version}


def _infected(content: bytes) -> bool:
    address = settings().scanner
    if address == NO_SCANNER:
        return False
    try:
        return clamd.infected(content, address)
    except clamd.ScannerDown as problem:
        raise Transient(str(problem)) from None


handle = step(sanitise)
