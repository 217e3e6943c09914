"""How much may be sent; what is over a budget is dropped, and whoever asked reads the same answer.

What anybody can have sent to any address (confirmations), what can be asked for of an account
(recoveries, codes) and what a person must be told (notices) are counted apart: else a flood of the one
would keep the others from her.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from llave.people.accounts import Channel
from llave.people.budgets import Budget, Budgets
from llave.people.outbox import Kind

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ASKED_FOR = frozenset({Kind.CONFIRM_CONTACT, Kind.RECOVERY, Kind.RECOVERY_CODE, Kind.SIGN_IN_CODE})
EVERYBODY = "everybody"

PER_ADDRESS = {
    Channel.EMAIL: (Budget("mail-address", 20, HOUR), Budget("mail-address-day", 60, DAY)),
    Channel.PHONE: (Budget("sms-address", 12, HOUR), Budget("sms-address-day", 30, DAY)),
}
ALTOGETHER = {
    Channel.EMAIL: Budget("mail-everybody", 100_000, HOUR),
    Channel.PHONE: Budget("sms-everybody", 20_000, HOUR),
}


@dataclass(frozen=True, slots=True)
class SendingBudgets:
    """The budgets of one channel."""

    channel: Channel
    budgets: Budgets

    def allow(self, kind: Kind, index: str, now: datetime) -> bool:
        """Count this message everywhere it counts; False when any budget is spent.

        `index` stands for the address in the counters' keys, so that none of them is readable.
        """
        return all(
            self.budgets.count(budget.kind, key, budget.window, now) <= budget.limit
            for budget, key in self._counters(kind, index)
        )

    def _counters(self, kind: Kind, index: str) -> Iterator[tuple[Budget, str]]:
        for budget in PER_ADDRESS[self.channel]:
            yield budget, f"{lane(kind)}.{index}"
        if kind in ASKED_FOR:
            yield ALTOGETHER[self.channel], EVERYBODY


def lane(kind: Kind) -> str:
    """What is counted together: what anybody can have sent, what an account's owner asks for, what a
    person must be told."""
    if kind is Kind.CONFIRM_CONTACT:
        return "confirm"
    return "asked" if kind in ASKED_FOR else "notice"
