"""T06: texts to numbers that nobody answers from stop, within a budget; honest ones go on."""

import pytest

from functions.notify import breaker as rules
from functions.notify.breaker import PER_COUNTRY, PER_PREFIX, Breaker, Prices
from llave import wiring
from llave.people.outbox import Kind, Message
from llave.people.texting import REMEMBERED, WINDOW
from tests.aws import Aws
from tests.fakes import NOW, FakeKeyring
from tests.registering import MemoryTexted

PUMPED = "+5255123"
ELSEWHERE = "+523312345678"
PLENTY = Prices({"MX": 50, "US": 10, "CA": 10}, 10**9)


def number(count: int, prefix: str = PUMPED) -> str:
    return f"{prefix}{count:05d}"


def message(person: str, kind: Kind = Kind.CONFIRM_CONTACT) -> Message:
    return Message(f"m-{person}", kind, person, NOW, "phone")


def breaker(prices: Prices = PLENTY) -> Breaker:
    return Breaker(MemoryTexted(), prices, FakeKeyring())


def pumped(over: Breaker, times: int = 1_000, kind: Kind = Kind.CONFIRM_CONTACT) -> int:
    """How many of so many texts to one prefix go out when none is answered."""
    return sum(over.allows(message(f"p{n}", kind), number(n), NOW) for n in range(times))


def test_a_thousand_texts_to_one_prefix_that_nobody_answers_stop_within_the_budget():
    assert pumped(breaker()) == PER_PREFIX.unproven


def test_other_numbers_and_recoveries_go_on_meanwhile():
    over = breaker()
    pumped(over)

    assert over.allows(message("other"), ELSEWHERE, NOW)
    assert over.allows(message("hers", Kind.RECOVERY_CODE), number(7), NOW)
    assert over.allows(message("hers", Kind.SIGN_IN_CODE), number(7), NOW)


def test_what_a_person_must_be_told_is_never_stopped():
    over = breaker()
    pumped(over)

    assert over.allows(message("hers", Kind.PASSWORD_CHANGED), number(7), NOW)


def test_a_day_on_which_a_country_registers_is_no_attack():
    over = breaker()

    for count in range(1_000):
        assert over.allows(message(f"p{count}"), number(count), NOW), count
        if count % 2:
            over.texted.answered(f"p{count}", NOW)


def test_an_answer_opens_for_few_more():
    over = breaker()
    pumped(over)
    over.texted.answered("p0", NOW)

    assert pumped(over, 100) == PER_PREFIX.for_each


def test_an_answer_counts_once():
    over = breaker()
    pumped(over)
    for _ in range(100):
        over.texted.answered("p0", NOW)

    assert pumped(over, 100) == PER_PREFIX.for_each


def test_prefixes_taken_in_turn_stop_as_a_country():
    over = breaker()
    sent = sum(
        over.allows(message(f"p{n}"), number(n, f"+5255{n % 100:02d}1"), NOW)
        for n in range(2 * PER_COUNTRY.unproven)
    )

    assert sent == PER_COUNTRY.unproven


def test_an_hour_costs_no_more_than_it_may():
    over = breaker(Prices({"MX": 50}, 1_000))

    assert pumped(over) == 20


def test_texts_go_to_the_countries_that_have_a_price_alone():
    numbers = ("+525512345678", "+12125550123", "+8801812345678", "+18765551234")

    allowed = [breaker().allows(message("p"), one, NOW) for one in numbers]

    assert allowed == [True, True, False, False]


def test_no_counter_is_named_by_a_number():
    over = breaker()
    over.allows(message("p"), number(1), NOW)

    assert PUMPED[:5] not in repr(over.texted)


def test_what_is_stopped_is_told_to_the_operator(monkeypatch):
    told = []
    monkeypatch.setattr(rules.log, "warning", lambda event, **more: told.append((event, more)))

    pumped(breaker(), PER_PREFIX.unproven + 1)

    assert told == [("texts stopped", {"reason": "prefix"})]


@pytest.mark.parametrize("hours", [0, 1])
def test_the_tables_count_two_hours_and_an_answer_once(aws: Aws, hours: int):
    now, texted = wiring.now(), wiring.texted()
    before = texted.add("counter", 1, now)
    texted.remember("p1", ["counter"], now)
    texted.answered("p1", now)
    texted.answered("p1", now)

    after = texted.add("counter", 1, now + hours * WINDOW)

    assert (before.sent, before.answered) == (1, 0)
    assert (after.sent, after.answered) == (2, 1)
    later = texted.add("counter", 1, now + (hours + 2) * WINDOW)
    assert (later.sent, later.answered) == (1, 0)


def test_an_answer_that_comes_too_late_is_none(aws: Aws):
    now, texted = wiring.now(), wiring.texted()
    texted.add("counter", 1, now)
    texted.remember("p1", ["counter"], now)

    texted.answered("p1", now + REMEMBERED)

    assert texted.add("counter", 1, now).answered == 0
