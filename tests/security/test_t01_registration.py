"""T01, enumeration, at registration: who is registered already and who is not get the same answers for
the same work, RENAPO's refusals read alike, and volume meets dearer checks and waits, device first."""

import json
from dataclasses import dataclass

import pytest

from functions.register import flow
from functions.register.flow import CURP_DEVICE, CURP_NETWORK, CURP_UNMARKED
from llave import wiring
from llave.adapters.registry import Breaker, Registry
from llave.adapters.renapo import RenapoRegistry
from llave.errors import TooManyAttempts
from llave.people.budgets import Visitor
from llave.web.robots import RobotAnswer
from tests.events import Answer
from tests.fakes import NOW, FakeKeyring, FakePersonKeys, NumberedIds
from tests.registering import FakePopulation, MemoryBudgets, MemoryRegistrations, Tables
from tests.registrants import (
    ADULT,
    EMAIL,
    PHONE,
    Client,
    client,
    code,
    link,
    population,
)
from tests.wire import calls

__all__ = ["client", "code", "link", "population"]

VARYING = ("registration_token", "expires_at")


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody outside can see of a step, and what it cost inside."""

    status: int
    headers: frozenset[tuple[str, str]]
    body: str
    calls: tuple[str, ...]


def seen(answer: Answer, made: list[str]) -> Seen:
    body = answer.json
    shown = {name: value for name, value in body.items() if name not in VARYING}
    return Seen(answer.status, frozenset(answer.headers.items()), json.dumps(shown), tuple(made))


def steps(who: Client, **contacts: str) -> list[Seen]:
    """Every step of a registration and a wrong code, as seen from outside and inside."""
    every = (
        who.begin,
        who.give_address,
        lambda: who.give_contacts(**contacts),
        who.choose_password,
        lambda: who.send(
            "POST",
            "/v1/confirmations",
            {"registration_token": who.token, "channel": "email", "code": "000000"},
        ),
        lambda: who.send(
            "POST",
            "/v1/confirmations/resend",
            {"registration_token": who.token, "channel": "email"},
        ),
    )
    found = []
    for step in every:
        with calls() as made:
            answer = step()
        found.append(seen(answer, made))
    return found


def test_a_taken_curp_and_email_look_and_cost_like_fresh_ones(client, code, aws):
    steps(Client(address="198.51.100.9"), email="calienta@correo.example")
    client.register(email=EMAIL, phone=PHONE)
    body = {"registration_token": client.token, "channel": "email", "code": code()}
    assert client.send("POST", "/v1/confirmations", body).status == 200

    taken = steps(Client(address="198.51.100.1"), email=EMAIL, phone=PHONE)
    fresh = steps(
        Client(address="198.51.100.2"), email="nueva@correo.example", phone="+525587654321"
    )

    assert taken == fresh


@dataclass
class Pool:
    """RENAPO answers this, whatever is asked."""

    answer: dict[str, str]

    def request(self, *_: object, **__: object) -> object:
        return self

    @property
    def status(self) -> int:
        return 200

    @property
    def data(self) -> bytes:
        return json.dumps(self.answer).encode()


def test_not_found_deceased_and_replaced_read_alike(client, monkeypatch):
    client.begin()
    answers = []
    for outcome in (
        {"outcome": "not_found"},
        {"outcome": "deceased"},
        {"outcome": "replaced", "replaced_by": "HEGG560427MVZRRL04"},
    ):
        asked = Registry("renapo", "http://renapo.test", lambda: "key", Pool(outcome), Breaker())
        registry = RenapoRegistry(asked)
        monkeypatch.setattr(wiring, "population", lambda found=registry: found)
        _forget_desk()
        with calls() as made:
            answer = client.begin()
        answers.append((seen(answer, made), answer.body))

    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0].status == 422
    assert "HEGG560427" not in answers[2][1]


def test_a_device_that_asks_for_many_curps_waits_and_its_school_does_not():
    desk, asked = small_desk()
    busy = Visitor("school", "the device of a robot")
    for _ in range(CURP_DEVICE.limit):
        begin(desk, busy)

    with pytest.raises(TooManyAttempts) as refused:
        begin(desk, busy)

    assert 0 < refused.value.retry_after <= 600
    for pupil in range(800):
        begin(desk, Visitor("school", f"pupil {pupil}"))
    assert asked.asked == CURP_DEVICE.limit + 800


def test_dropping_the_cookie_gains_nothing():
    desk, _ = small_desk()
    for _ in range(CURP_UNMARKED.limit):
        begin(desk, Visitor("network"))

    with pytest.raises(TooManyAttempts):
        begin(desk, Visitor("network"))
    begin(desk, Visitor("network", "an honest neighbour"))


def test_a_new_cookie_each_time_meets_the_end_of_the_network():
    desk, asked = small_desk()

    for number in range(CURP_NETWORK.limit):
        begin(desk, Visitor("network", f"cookie {number}"))

    with pytest.raises(TooManyAttempts):
        begin(desk, Visitor("network", "one cookie more"))
    assert asked.asked == CURP_NETWORK.limit


def test_a_desk_that_counts_nothing_is_caught():
    class Blind(MemoryBudgets):
        """The mutant: every request is the first."""

        def count(self, *_: object) -> int:
            return 1

    desk, asked = small_desk(Blind())
    busy = Visitor("school", "the device of a robot")

    for _ in range(CURP_DEVICE.limit + 1):
        begin(desk, busy)

    assert asked.asked > CURP_DEVICE.limit, "what the first of these tests expects to be refused"


class Open:
    """A robot check that everybody passes."""

    def admit(self, answer: RobotAnswer, visitor: Visitor, now: object) -> None:
        """Nobody is stopped here: the budgets are what is tested."""


def small_desk(budgets: MemoryBudgets | None = None) -> tuple[flow.Desk, FakePopulation]:
    people = FakePopulation()
    ids = NumberedIds()
    made = flow.Desk(
        population=people,
        registrations=MemoryRegistrations(Tables()),
        keys=FakePersonKeys(),
        keyring=FakeKeyring(),
        robots=Open(),
        budgets=budgets or MemoryBudgets(),
        places=wiring,  # type: ignore[arg-type]  # no address is given here
        new_id=ids,
        new_token=ids,
        minimum_age=15,
        privacy_notice="2026-11",
    )
    return made, people


def begin(desk: flow.Desk, visitor: Visitor) -> None:
    flow.begin(ADULT, RobotAnswer(), visitor, desk, NOW)


def _forget_desk() -> None:
    from functions.register import desk

    desk.desk.cache_clear()
