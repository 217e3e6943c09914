"""Files that were not taken, as reasons of a rejection that say what to do."""

from functions.verify.steps.cleaned import Cleaned
from functions.verify.steps.cleaning.refusals import Reason as Refusal
from llave.documents.cases import Case
from llave.documents.kinds import Slot
from llave.documents.reasons import Public, Reason, Why

SAID = {
    Refusal.EMPTY: Public.RETAKE,
    Refusal.TOO_MANY_BYTES: Public.FILE_TOO_LARGE,
    Refusal.UNKNOWN_FORMAT: Public.FILE_FORMAT,
    Refusal.UNREADABLE: Public.RETAKE,
    Refusal.LOCKED: Public.FILE_LOCKED,
    Refusal.TOO_MANY_PAGES: Public.FILE_PAGES,
    Refusal.TOO_MANY_PIXELS: Public.FILE_TOO_LARGE,
    Refusal.TOO_SMALL: Public.FILE_TOO_SMALL,
    Refusal.SUSPICIOUS: Public.FILE_FORMAT,
}


def reasons_of(case: Case, cleaned: Cleaned) -> tuple[Reason, ...]:
    """One for each file that was refused."""
    slots = {picture.key: slot for slot, picture in case.pictures.items()}
    found = [
        Reason(Why.UNREADABLE, slots.get(one["key"], Slot.FACE), SAID[Refusal(one["reason"])])
        for one in cleaned
        if one["verdict"] == "refused"
    ]
    return tuple(dict.fromkeys(found))
