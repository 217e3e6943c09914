"""How much may be sent; what is over a budget is dropped, and whoever asked reads the same answer.

What anybody can have sent to any address (confirmations), what can be asked for of an account
(recoveries, codes) and what a person must be told (notices) are counted apart: else a flood of the one
would keep the others from her. That holds for one address as for everybody together.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from llave.people.accounts import Channel
from llave.people.budgets import Budget, Budgets
from llave.people.outbox import Kind, Message

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ASKED_FOR = frozenset({Kind.CONFIRM_CONTACT, Kind.RECOVERY, Kind.RECOVERY_CODE, Kind.SIGN_IN_CODE})

PER_ADDRESS = {
    Channel.EMAIL: (Budget("mail-address", 20, HOUR), Budget("mail-address-day", 60, DAY)),
    Channel.PHONE: (Budget("sms-address", 12, HOUR), Budget("sms-address-day", 30, DAY)),
}
# Strangers register with her address, one account after the other: no account has more than this part
# of what her address can get in a day, so that five of them leave her own confirmations.
PER_ACCOUNT = {
    Channel.EMAIL: Budget("mail-account", 10, DAY),
    Channel.PHONE: Budget("sms-account", 5, DAY),
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

    def allow_address(self, message: Message, index: str, now: datetime) -> bool:
        """Count this message for its address; False when the address, or the account's part of it, is
        spent.

        `index` stands for the address in the counters' keys, so that none of them is readable.
        """
        return all(self._allow(one, key, now) for one, key in self._counters(message, index))

    def allow_lane(self, kind: Kind, now: datetime) -> bool:
        """Count what goes out, for everybody in its lane; what a person must be told has no bound.

        Comes last: what another rule stops has used up nothing of what is everybody's.
        """
        return kind not in ASKED_FOR or self._allow(ALTOGETHER[self.channel], lane(kind), now)

    def _counters(self, message: Message, index: str) -> Iterator[tuple[Budget, str]]:
        # Refused here, it is not counted at the address, which other accounts share.
        if message.kind is Kind.CONFIRM_CONTACT:
            yield PER_ACCOUNT[self.channel], f"{message.person}.{index}"
        for budget in PER_ADDRESS[self.channel]:
            yield budget, f"{lane(message.kind)}.{index}"

    def _allow(self, budget: Budget, key: str, now: datetime) -> bool:
        return self.budgets.count(budget.kind, key, budget.window, now) <= budget.limit


def lane(kind: Kind) -> str:
    """What is counted together: what anybody can have sent, what an account's owner asks for, what a
    person must be told."""
    if kind is Kind.CONFIRM_CONTACT:
        return "confirm"
    return "asked" if kind in ASKED_FOR else "notice"
