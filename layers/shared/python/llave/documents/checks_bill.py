"""The checks of a decision on the proof of address.

Whose name it bears is not among them: a bill serves a family, a tenant, a married name.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from llave.documents.facts import Facts
from llave.documents.kinds import DocumentKind, Slot
from llave.documents.reading_days import confidence, day_in
from llave.documents.reasons import Reason, Why
from llave.documents.thresholds import Thresholds

Found = Iterator[Reason]


def of_a_kind(facts: Facts, thresholds: Thresholds) -> Found:
    """A bill of one of the five kinds, whichever of them she said, with a day and an address that can be read."""
    bill = facts.bill
    if bill is None:
        yield Reason(Why.UNREADABLE, Slot.BILL)
        return
    if isinstance(bill.recognised, DocumentKind):
        yield Reason(Why.WRONG_DOCUMENT, Slot.BILL)
        return
    if bill.recognised is None:
        # Any sheet bears a day and an address; a company that nobody foresaw has bills too.
        yield Reason(Why.BILL_UNKNOWN, Slot.BILL)
    unread = day_in(bill.date) is None or confidence(bill.date) < thresholds.unreadable
    if unread or (bill.address is None and bill.postal_code is None):
        yield Reason(Why.UNREADABLE, Slot.BILL)
    elif confidence(bill.date) < thresholds.sure:
        yield Reason(Why.LOW_CONFIDENCE, Slot.BILL)


def recent(facts: Facts, thresholds: Thresholds) -> Found:
    """At most three months old on the day of submission; nobody is turned away for a day that was read
    unsurely."""
    read = facts.bill.date if facts.bill else None
    issued = day_in(read)
    if read is None or issued is None or read.confidence < thresholds.sure:
        return
    if issued > facts.submitted_on:
        yield Reason(Why.BILL_IN_THE_FUTURE, Slot.BILL)
    elif issued < months_before(facts.submitted_on, thresholds.bill_months):
        yield Reason(Why.BILL_TOO_OLD, Slot.BILL)


def at_home(facts: Facts, thresholds: Thresholds) -> Found:
    """The bill's postal code is the account's."""
    if facts.bill is None:
        return
    read = facts.bill.postal_code
    if read is None or facts.postal_code is None or read.value != facts.postal_code:
        yield Reason(Why.BILL_ELSEWHERE, Slot.BILL)


def months_before(day: date, months: int) -> date:
    """The same day so many months before; the last day of a month that has no such day."""
    total = day.year * 12 + day.month - 1 - months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
