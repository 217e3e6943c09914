"""What every step begins with: the case, if it is still wanted, and the key to its person's fields."""

from dataclasses import dataclass

from functions.verify.steps.step import CaseCancelled, StepBroken
from llave import wiring
from llave.documents.cases import UNDER_WAY, Case, State
from llave.people.accounts import Account, Status
from llave.people.vault import PersonKey


@dataclass(frozen=True, slots=True)
class Opened:
    """A case under way with its account."""

    case: Case
    account: Account

    def key(self) -> PersonKey:
        """The person's data key: one line in CloudTrail."""
        return wiring.person_keys().open(self.account.person, self.account.wrapped_key)


def opened(case_id: str) -> Opened:
    """Raises CaseCancelled when case or account are gone, StepBroken when the case was decided."""
    case = found(case_id)
    if case.state not in UNDER_WAY:
        raise StepBroken(f"case is {case.state.value}")
    return Opened(case, living_account(case))


def found(case_id: str) -> Case:
    """The case, decided or not; raises CaseCancelled when it was cancelled or never was."""
    case = wiring.cases().get(case_id)
    if case is None or case.state is State.CANCELLED:
        raise CaseCancelled
    return case


def living_account(case: Case) -> Account:
    """Raises CaseCancelled when the account ended meanwhile."""
    account = wiring.accounts().get(case.person)
    if account is None or account.status is not Status.ACTIVE:
        raise CaseCancelled
    return account
