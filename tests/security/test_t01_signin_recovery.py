"""T01, enumeration, at sign-in and recovery: who exists and who does not get the same answer for the
same work. (What registration answers is tested beside it.)"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from llave import wiring
from llave.adapters.dynamodb import milliseconds
from llave.people.accounts import Channel
from tests.aws import Aws
from tests.citizens import CURP, EMAIL, PHONE, Citizen
from tests.events import Answer, Event, api, call, page_post
from tests.robots import patient_token, solved
from tests.wire import calls

STRANGER = "nadie@correo.mx"
OTHER_CURP = "HEGG560427MVZRRL04"
OTHER_PHONE = "+525587654321"
ADDED_CURP, ADDED = "GALA900514MDFRPN09", "+525522223333"
WRONG = "no-es-la-mia-ni-de-nadie"


@dataclass(frozen=True, slots=True)
class Trace:
    """What somebody outside can see of a request, and what it cost inside."""

    status: int
    headers: frozenset[tuple[str, str]]
    body: str
    cookies: tuple[str, ...]
    calls: tuple[str, ...]


def trace(made: Event) -> Trace:
    with calls() as seen:
        answer = call(made)
    return Trace(
        answer.status,
        frozenset(answer.headers.items()),
        answer.body,
        tuple(answer.cookies),
        tuple(seen),
    )


@pytest.fixture
def population(aws: Aws) -> Aws:
    """One of each: with both media, with one added yesterday, abroad, without e-mail, unconfirmed,
    locked; and a warm process."""
    Citizen().settle(aws)
    Citizen("abroad", "lejos@correo.mx", None).settle(aws)
    Citizen("no-email", None, "+525511112222", curp=OTHER_CURP).settle(aws)
    Citizen("unconfirmed", "sin@correo.mx", None, unconfirmed=(Channel.EMAIL,)).settle(aws)
    Citizen("locked", "cerrada@correo.mx", None).settle(aws)
    found = next(i for i in aws.items("people") if i["pk"] == "PERSON#locked" and "hash" in i)
    aws.put("people", {**found, "failures": 100})
    Citizen("added", "agrega@correo.mx", ADDED, curp=ADDED_CURP).settle(aws)
    found = next(i for i in aws.items("people") if i["pk"] == "PERSON#added" and "data_key" in i)
    yesterday = wiring.now() - timedelta(days=1)
    aws.put("people", {**found, "phone_confirmed_at": milliseconds(yesterday)})
    sign_in(STRANGER)
    sign_in("MAMM850101HDFRRN07", phone=PHONE)
    call(ask(email=STRANGER, phone=PHONE))
    call(ask(curp=CURP, phone=OTHER_PHONE))
    call(page_post("/recuperar", {"email": STRANGER, "captcha_form": patient_token()}))
    return aws


def sign_in(identifier: str, **more: str) -> Answer:
    return call(failed_sign_in(identifier, **more))


def failed_sign_in(identifier: str, **more: str) -> Event:
    body = {"identifier": identifier, "password": WRONG, **more}
    return api("POST", "/v1/sessions", body)


def ask(**claim: str) -> Event:
    return api("POST", "/v1/recoveries", {**claim, "captcha": solved()})


@pytest.mark.parametrize("device", [None, "forged-device-cookie"])
def test_failed_sign_ins_are_one(population: Aws, device: str | None) -> None:
    cookies = {"__Host-device": device} if device else {}
    who = (EMAIL, "lejos@correo.mx", "sin@correo.mx", "cerrada@correo.mx", STRANGER, "x@correo.mx")

    def made(identifier: str) -> Event:
        body = {"identifier": identifier, "password": WRONG}
        return api("POST", "/v1/sessions", body, cookies=cookies)

    assert len({trace(made(identifier)) for identifier in who}) == 1


def test_failed_sign_ins_by_curp_are_one(population: Aws) -> None:
    made = [
        failed_sign_in(CURP, phone=PHONE),
        failed_sign_in(CURP, phone=OTHER_PHONE),
        failed_sign_in(OTHER_CURP, phone="+525511112222"),
        failed_sign_in("MAMM850101HDFRRN07", phone=PHONE),
    ]

    assert len({trace(event) for event in made}) == 1


def test_the_wait_of_who_fails_often_tells_nothing(population: Aws) -> None:
    waits = {}
    for identifier in (EMAIL, "otra.nadie@correo.mx"):
        answers = [sign_in(identifier) for _ in range(4)]
        waits[identifier] = [answer.status for answer in answers]

    assert len({tuple(statuses) for statuses in waits.values()}) == 1


def test_recoveries_are_one(population: Aws) -> None:
    claims = [
        {"email": EMAIL, "phone": PHONE},
        {"email": EMAIL, "phone": OTHER_PHONE},
        {"email": EMAIL},
        {"email": STRANGER, "phone": PHONE},
        {"email": "lejos@correo.mx"},
        {"email": "sin@correo.mx"},
        {"email": STRANGER},
        {"curp": OTHER_CURP, "phone": "+525511112222"},
        {"curp": CURP, "phone": PHONE},
        {"curp": CURP, "phone": OTHER_PHONE},
        {"email": "agrega@correo.mx"},
        {"email": "agrega@correo.mx", "phone": ADDED},
        {"email": "agrega@correo.mx", "phone": OTHER_PHONE},
        {"curp": ADDED_CURP, "phone": ADDED},
    ]

    assert len({trace(ask(**claim)) for claim in claims}) == 1


def test_as_many_items_are_written_for_nobody(population: Aws) -> None:
    def written(**claim: str) -> tuple[int, int]:
        before = len(population.items("sessions")), len(population.items("ledger"))
        call(ask(**claim))
        after = len(population.items("sessions")), len(population.items("ledger"))
        return after[0] - before[0], after[1] - before[1]

    assert written(email=EMAIL, phone=PHONE) == written(email="nadie.mas@correo.mx")
    assert written(email="agrega@correo.mx") == written(email="nadie.menos@correo.mx")


def test_the_page_of_recovery_is_one(population: Aws) -> None:
    traces = {
        trace(page_post("/recuperar", {"email": email, "captcha_form": patient_token()}))
        for email in ("lejos@correo.mx", STRANGER)
    }

    assert len(traces) == 1


def test_a_budget_that_is_spent_shows_in_no_answer(population: Aws) -> None:
    traces = [trace(ask(email="lejos@correo.mx")) for _ in range(12)]

    assert len(set(traces)) == 1
    assert len(population.outbox()) == 10


MUTANTS: dict[str, Callable[[Trace], Trace]] = {
    "another status": lambda t: Trace(404, t.headers, t.body, t.cookies, t.calls),
    "one call less": lambda t: Trace(t.status, t.headers, t.body, t.cookies, t.calls[:-1]),
    "a header more": lambda t: Trace(
        t.status, t.headers | {("retry-after", "1")}, t.body, t.cookies, t.calls
    ),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_what_differs_is_caught(population: Aws, mutant: str) -> None:
    there, absent = trace(failed_sign_in(EMAIL)), trace(failed_sign_in("y@correo.mx"))

    assert there == absent
    assert there != MUTANTS[mutant](absent)
