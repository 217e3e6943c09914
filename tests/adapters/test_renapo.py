"""RENAPO's adapter against answers that keep the contract, and against all others."""

import json
from dataclasses import dataclass, field

import pytest
import urllib3

from llave.adapters.registry import FAILURES_TO_OPEN, Breaker, Registry, RegistryDown
from llave.adapters.renapo import RenapoRegistry
from llave.people.curp import Curp
from tests.registering import person

CURP = Curp("BOXW310820HNERXN09")
PERSON = {
    "curp": CURP.value,
    "given_names": "XÓCHITL",
    "first_surname": "QUIJANO",
    "second_surname": "ZÁRATE",
    "sex": "H",
    "birth_date": "1931-08-20",
    "birth_state": "NE",
}
FOUND = {"outcome": "found", "person": PERSON}


@dataclass
class Reply:
    status: int
    data: bytes


@dataclass
class FakePool:
    """Answers in turn; an exception is raised. The last one is repeated."""

    replies: list[object]
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def request(self, method, url, headers, **options):
        self.requests.append((url, headers))
        assert options["timeout"].read_timeout <= 3
        assert options["retries"] is False
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, Exception):
            raise reply
        return reply


def ok(body) -> Reply:
    return Reply(200, json.dumps(body).encode())


def registry(*replies, clock=lambda: 0.0):
    pool = FakePool(list(replies))
    made = RenapoRegistry(
        Registry("renapo", "http://renapo.test", lambda: "key", pool, Breaker(clock))
    )
    return made, pool


def test_a_person_is_found():
    made, pool = registry(ok(FOUND))

    assert made.find(CURP) == person(CURP)
    assert pool.requests == [
        (
            f"http://renapo.test/v1/curp/{CURP.value}",
            {"x-api-key": "key", "accept": "application/json"},
        )
    ]


@pytest.mark.parametrize(
    "answer",
    [
        {"outcome": "not_found"},
        {"outcome": "deceased"},
        {"outcome": "replaced", "replaced_by": "HEGG560427MVZRRL04"},
    ],
)
def test_not_found_deceased_and_replaced_are_one_answer(answer):
    made, pool = registry(ok(answer))

    assert made.find(CURP) is None
    assert len(pool.requests) == 1


def test_one_failure_is_tried_again():
    made, pool = registry(urllib3.exceptions.ReadTimeoutError(None, "", ""), ok(FOUND))

    assert made.find(CURP) is not None
    assert len(pool.requests) == 2


@pytest.mark.parametrize(
    "reply",
    [
        Reply(503, b"{}"),
        Reply(401, b"{}"),
        Reply(302, b""),
        Reply(200, b"<html>"),
        Reply(200, b"\xff"),
        ok([]),
        ok("found"),
        ok({}),
        ok({"outcome": "found"}),
        ok({"outcome": "found", "person": {"curp": CURP.value}}),
        ok({**FOUND, "person": {**PERSON, "curp": "HEGG560427MVZRRL04"}}),
        ok({**FOUND, "person": {**PERSON, "birth_date": "mañana"}}),
        ok({"outcome": "perhaps", "person": PERSON}),
        urllib3.exceptions.ProtocolError("reset"),
        urllib3.exceptions.LocationParseError("x"),
    ],
)
def test_whatever_is_not_the_contract_is_a_registry_that_is_down(reply):
    made, pool = registry(reply)

    with pytest.raises(RegistryDown) as refused:
        made.find(CURP)
    assert refused.value.retry_after > 0
    assert len(pool.requests) == 2
    assert CURP.value not in str(refused.value)


def test_after_failures_in_a_row_nobody_is_asked_for_a_while():
    time = [0.0]
    made, pool = registry(Reply(503, b""), clock=lambda: time[0])
    for _ in range(FAILURES_TO_OPEN):
        with pytest.raises(RegistryDown):
            made.find(CURP)
    asked = len(pool.requests)
    assert asked < 2 * FAILURES_TO_OPEN

    time[0] = 16.0
    pool.replies = [ok(FOUND)]
    assert made.find(CURP) is not None
    assert made.find(CURP) is not None
    assert len(pool.requests) == asked + 2


def test_nothing_of_the_person_is_logged(capfd):
    made, _ = registry(Reply(503, b""))

    with pytest.raises(RegistryDown):
        made.find(CURP)

    assert CURP.value not in "".join(capfd.readouterr())
