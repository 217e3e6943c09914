"""The breaker of texts: stops what goes to numbers that nobody answers from, and what costs too much.

Only what was asked for is stopped; what a person must be told goes out. Confirmations, which anybody
can have sent to any number, are counted apart from what goes to confirmed numbers.
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from functions.notify.budgets import ASKED_FOR, lane
from llave import log
from llave.people.keyring import Keyring, Purpose
from llave.people.outbox import Message
from llave.people.texting import Rule, Texted

# The country's code, the area's, and a digit or two of the exchange.
PREFIX_DIGITS = 7
# One answer in five is what an honest hour has at the least.
PER_PREFIX = Rule(200, 5)
PER_COUNTRY = Rule(2_000, 5)
STOPPED = "texts stopped"


@dataclass(frozen=True, slots=True)
class Prices:
    """What a text costs by country, and how much may be spent in an hour and the one before, both in
    thousandths of a US dollar; a country without a price gets none."""

    by_country: Mapping[str, int]
    an_hour: int

    @classmethod
    def parse(cls, written: tuple[str, ...], dollars_an_hour: int) -> "Prices":
        """Read the settings: ("MX=50", "US=10")."""
        pairs = (one.partition("=") for one in written)
        return cls({country: int(price) for country, _, price in pairs}, dollars_an_hour * 1000)


@dataclass(frozen=True, slots=True)
class Breaker:
    """The breaker over where texts are counted."""

    texted: Texted
    prices: Prices
    keyring: Keyring = field(repr=False)

    def allows(self, message: Message, number: str, now: datetime) -> bool:
        """Count the text and say whether it may go out; what may not is not counted."""
        country = _country(number)
        price = self.prices.by_country.get(country)
        if price is None:
            return self._stopped("country")
        if message.kind not in ASKED_FOR:
            self.texted.add("spend", price, now)
            return True
        counted: list[tuple[str, int]] = []
        for reason, counter, amount, rule in self._counters(message, number, country, price):
            counted.append((counter, amount))
            if not rule.allows(self.texted.add(counter, amount, now)):
                self._take_back(counted, now)
                return self._stopped(reason)
        self.texted.remember(message.person, [name for name, _ in counted if name != "spend"], now)
        return True

    def _counters(
        self, message: Message, number: str, country: str, price: int
    ) -> Iterator[tuple[str, str, int, Rule]]:
        where = lane(message.kind)
        yield "prefix", self._named(f"{where}.{number[:PREFIX_DIGITS]}"), 1, PER_PREFIX
        yield "country", self._named(f"{where}.{country}"), 1, PER_COUNTRY
        yield "spend", "spend", price, Rule(self.prices.an_hour)

    def _take_back(self, counted: list[tuple[str, int]], now: datetime) -> None:
        for counter, amount in counted:
            self.texted.add(counter, -amount, now)

    def _named(self, counter: str) -> str:
        """A counter's name tells nothing of whose number was counted there."""
        secret = self.keyring.live(Purpose.CODES)[0]
        return hmac.new(secret.value, f"texts\x1f{counter}".encode(), hashlib.sha256).hexdigest()[
            :32
        ]

    def _stopped(self, reason: str) -> bool:
        log.warning(STOPPED, reason=reason)
        return False


def _country(number: str) -> str:
    import phonenumbers

    return phonenumbers.region_code_for_number(phonenumbers.parse(number, None)) or ""
