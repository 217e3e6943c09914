"""Which pictures of a case that was rejected go along into the next: those that nothing was wrong with.

The face never does: a capture proves that somebody sat there for the very case it was begun for. What
is told of each reason decides, so that what has to be taken again says no more than the reasons do.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from llave.documents.cases import Case, Picture, State
from llave.documents.kinds import SIDES, BillKind, DocumentKind, Slot
from llave.documents.pictures import prefix
from llave.documents.reasons import Outcome, Public

# Far below every retention: what is carried is there when the next case is handed in.
CARRIED_FOR = timedelta(days=7)
# One picture is at fault, if the reason names one.
ONE_PICTURE = frozenset(
    {
        Public.RETAKE,
        Public.FILE_FORMAT,
        Public.FILE_LOCKED,
        Public.FILE_PAGES,
        Public.FILE_TOO_LARGE,
        Public.FILE_TOO_SMALL,
    }
)
# The document is at fault, whichever of its sides shows it.
THE_DOCUMENT = frozenset({Public.EXPIRED, Public.NOT_YOURS, Public.NOT_IN_FORCE})


def carried(
    before: Case | None, kind: DocumentKind, bill: BillKind, now: datetime
) -> Mapping[Slot, Picture]:
    """The good pictures of the case before, for a new one with these documents."""
    if before is None or before.state is not State.REJECTED or before.decided_at is None:
        return {}
    if before.pictures_deleted_at or now - before.decided_at > CARRIED_FOR:
        return {}
    same = {slot for slot in SIDES[kind] if before.kind is kind}
    same |= {Slot.BILL} if before.bill is bill else set()
    good = same - at_fault(before)
    return {slot: picture for slot, picture in before.pictures.items() if slot in good}


def at_fault(case: Case) -> frozenset[Slot]:
    """The pictures that have to be taken again."""
    found: set[Slot] = set()
    for reason in case.reasons:
        if reason.outcome is Outcome.REJECT:
            found |= _faulty(reason.public, reason.slot)
    return frozenset(found)


def _faulty(public: Public, slot: Slot | None) -> frozenset[Slot]:
    if public is Public.SECOND_FACTOR:
        return frozenset()
    document = frozenset(Slot) - {Slot.BILL, Slot.FACE}
    if public in THE_DOCUMENT:
        return document
    if public is Public.BILL_TOO_OLD:
        return frozenset({Slot.BILL})
    if slot is None:
        return frozenset(Slot)
    if public in ONE_PICTURE or slot in (Slot.BILL, Slot.FACE):
        return frozenset({slot})
    return document


def comes_from_another(case: Case, picture: Picture) -> bool:
    """Whether a picture still lies where another case has it."""
    return not picture.key.startswith(prefix(case.id))


def outdated(case: Case, now: datetime) -> tuple[Slot, ...]:
    """What was carried into a case so long ago that it may be gone when the case is handed in."""
    if now - case.opened_at <= CARRIED_FOR:
        return ()
    return tuple(s for s, picture in case.pictures.items() if comes_from_another(case, picture))


class CarriedPictures(Protocol):
    """Where a case's pictures are kept, as to those that came along."""

    def settle(self, case: Case, slot: Slot, own: Picture) -> Case:
        """Keep the case's own copy in the place of what was carried; a second copy changes nothing."""
        ...

    def drop(self, case: Case, slot: Slot) -> Case:
        """Take it out of a case that is still being photographed for; raises WrongState."""
        ...
