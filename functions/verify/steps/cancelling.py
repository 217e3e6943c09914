"""The end of a case whose account ended: she is told nothing, and nothing of it counts any more."""

from functions.verify.steps.opening import Opened
from functions.verify.steps.step import StepBroken
from llave import wiring
from llave.documents.cases import DECIDED, Case, State, moved
from llave.documents.remarking import marks_kept
from llave.people.accounts import Account, Status
from llave.people.audit import Event, What


def cancelled(case: Case) -> Case:
    """The case as it stands then; one that was decided stays so.

    Raises StepBroken while its account is active: only a person's own end is the end of her case.
    """
    if case.state in DECIDED:
        return case
    account, now = wiring.accounts().get(case.person), wiring.now()
    if account is not None:
        # First: a run that was lost after the move would no longer look for them. Of who was erased
        # nobody can name them, her key being gone; they end with the secret under which they stand.
        _release_marks(Opened(case, _ended(account)))
    line = Event(wiring.new_id(), case.person, What.CASE_MOVED, now, {"case": case.id})
    return wiring.cases().move(case, moved(case, State.CANCELLED, now), line)


def _ended(account: Account) -> Account:
    if account.status is Status.ACTIVE:
        raise StepBroken("the account is active")
    return account


def _release_marks(found: Opened) -> None:
    case, sealed = found.case, wiring.cases().readings(found.case.id)
    marks = marks_kept(case.kind, sealed, found.key(), wiring.keyring())
    if marks is not None:
        wiring.reuse().release(marks, case.person, case.id)
