"""How much may be sent; what is over a budget is dropped, and whoever asked reads the same answer.

What anybody can have sent to any address (confirmations), what can be asked for of an account
(recoveries, codes) and what a person must be told (notices) are counted apart: else a flood of the one
would keep the others from her.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from llave.people.accounts import Channel
from llave.people.budgets import Budget, Budgets
from llave.people.outbox import Kind

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ASKED_FOR = frozenset({Kind.CONFIRM_CONTACT, Kind.RECOVERY, Kind.RECOVERY_CODE, Kind.SIGN_IN_CODE})
EVERYBODY = "everybody"
# Beyond them a text costs too much, or is bought by nobody who lives here (T06).
COUNTRIES = frozenset({"MX", "US", "CA"})
PREFIX_DIGITS = 6

PER_ADDRESS = {
    Channel.EMAIL: (Budget("mail-address", 20, HOUR), Budget("mail-address-day", 60, DAY)),
    Channel.PHONE: (Budget("sms-address", 12, HOUR), Budget("sms-address-day", 30, DAY)),
}
ALTOGETHER = {
    Channel.EMAIL: Budget("mail-everybody", 100_000, HOUR),
    Channel.PHONE: Budget("sms-everybody", 20_000, HOUR),
}
PER_PREFIX = Budget("sms-prefix", 5_000, DAY)


class Breaker(Protocol):
    """Trips when much is sent to a prefix and hardly anything comes back confirmed."""

    def allows(self, prefix: str, now: datetime) -> bool: ...


class ClosedBreaker:
    """Lets everything pass: until confirmations are counted by prefix, the budgets alone hold."""

    def allows(self, prefix: str, now: datetime) -> bool:  # noqa: ARG002  # the port's shape
        return True


@dataclass(frozen=True, slots=True)
class SendingBudgets:
    """The budgets of one channel."""

    channel: Channel
    budgets: Budgets
    breaker: Breaker

    def allow(self, kind: Kind, index: str, address: str, now: datetime) -> bool:
        """Count this message everywhere it counts; False when any budget is spent.

        `index` stands for the address in the counters' keys, so that none of them is readable.
        """
        if self.channel is Channel.PHONE and not self._is_allowed_number(address, now):
            return False
        return all(
            self.budgets.count(budget.kind, key, budget.window, now) <= budget.limit
            for budget, key in self._counters(kind, index, address)
        )

    def _counters(self, kind: Kind, index: str, address: str) -> Iterator[tuple[Budget, str]]:
        for budget in PER_ADDRESS[self.channel]:
            yield budget, f"{_lane(kind)}.{index}"
        if kind in ASKED_FOR:
            if self.channel is Channel.PHONE:
                yield PER_PREFIX, _prefix(address)
            yield ALTOGETHER[self.channel], EVERYBODY

    def _is_allowed_number(self, number: str, now: datetime) -> bool:
        import phonenumbers

        country = phonenumbers.region_code_for_number(phonenumbers.parse(number, None))
        return country in COUNTRIES and self.breaker.allows(_prefix(number), now)


def _lane(kind: Kind) -> str:
    if kind is Kind.CONFIRM_CONTACT:
        return "confirm"
    return "asked" if kind in ASKED_FOR else "notice"


def _prefix(number: str) -> str:
    return number[:PREFIX_DIGITS]
