"""T01: over HTTP nothing tells whether a CURP, an e-mail or a phone is known: not the status, the body,
the headers, nor the work that is done for the answer."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import httpx
import pytest

from bench.wire import Calls, Wire, counted
from llave.people.credentials import MOST_FAILURES
from local.citizen import Citizen
from tests.security.insider import Insider, any_email, any_phone, register
from tests.somebody import pick

TOKEN = re.compile(r"\b[A-Za-z0-9_-]{43}\b")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+(Z|\+00:00)")
VOLATILE = frozenset({"date", "apigw-requestid", "x-amzn-requestid"})
COUNTED = ("register", "login", "recover")
ADDRESS = {
    "residence": "mx",
    "postal_code": "06000",
    "street": "Avenida Juárez",
    "exterior_number": "10",
}
PASSWORD = "lluvia-nopal-cometa-farol"


@dataclass(frozen=True)
class Seen:
    """What somebody sees of an answer, and what it cost; random tokens and moments are masked."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    calls: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Eye:
    """Looks at answers from within, one at a time."""

    wire: Wire

    def sees(self, ask: Callable[[], httpx.Response]) -> Seen:
        answers: list[httpx.Response] = []
        calls: Calls = self.wire.calls_of(lambda: answers.append(ask()))
        answer = answers[0]
        headers = sorted((n, _masked(v)) for n, v in answer.headers.items() if n not in VOLATILE)
        body = _masked(answer.text)
        return Seen(answer.status_code, tuple(headers), body, tuple(sorted(calls.items())))


@pytest.fixture(scope="module")
def wire(cloud) -> Iterator[Wire]:
    from local.deploy.clients import Cloud

    with counted(Cloud(cloud.settings.emulator), COUNTED) as found:
        yield found


@pytest.fixture
def eye(inside: Insider, wire: Wire) -> Eye:
    """An eye in warm functions: a cold one reads the secrets that a warm one keeps."""
    if not wire.passed:
        citizen = inside.citizen()
        _steps(citizen, pick()["curp"], any_email(), Eye(wire))
        citizen.sign_in(any_email(), PASSWORD)
        citizen.sign_in(pick()["curp"], PASSWORD, any_phone())
        _ask(citizen, email=any_email())
        _ask(citizen, curp=pick()["curp"], phone=any_phone())
    return Eye(wire)


def test_a_curp_with_an_account_and_one_without_are_one(inside: Insider, eye: Eye) -> None:
    curp = pick()["curp"]

    first = eye.sees(lambda: _begin(inside.citizen(), curp))
    register(any_email(), any_phone(), curp=curp, active=True)
    second = eye.sees(lambda: _begin(inside.citizen(), curp))

    assert first == second
    assert first.status == 201


@pytest.mark.parametrize("taken_by", ["nobody", "a registered account", "an active account"])
def test_a_taken_email_shows_in_no_step_of_registration(
    inside: Insider, eye: Eye, taken_by: str
) -> None:
    free, taken = any_email("libre"), any_email("libre")
    if taken_by != "nobody":
        register(taken, active=taken_by == "an active account")
    curp = pick()["curp"]

    told = [_steps(inside.citizen(), curp, email, eye) for email in (free, taken)]

    assert told[0] == told[1]
    assert [seen.status for seen in told[0]] == [200, 201, 202, 422]


def test_a_person_who_is_not_found_dead_or_replaced_reads_alike(inside: Insider, eye: Eye) -> None:
    absent = "HEGG560427MVZRRL04"
    curps = [absent, pick(status="deceased")["curp"], pick(status="replaced")["curp"]]

    told = [eye.sees(partial(_begin, inside.citizen(), curp)) for curp in curps]

    assert told[0] == told[1] == told[2]
    assert told[0].status == 422


def test_who_signs_in_wrongly_learns_nothing(inside: Insider, eye: Eye) -> None:
    known, locked = register(any_email(), active=True), register(any_email(), active=True)
    unconfirmed = register(any_email())
    _lock(inside, locked.person)
    identifiers = [any_email(), known.email, locked.email, unconfirmed.email]

    told = [eye.sees(partial(inside.citizen().sign_in, i, PASSWORD)) for i in identifiers]

    assert len(set(told)) == 1
    assert told[0].status == 401
    assert sum(n for _, n in told[0].calls) <= 5
    assert not any(call.startswith("KMS") for call, _ in told[0].calls)


def test_who_signs_in_wrongly_by_curp_and_phone_learns_nothing(inside: Insider, eye: Eye) -> None:
    known = register(phone=any_phone(), active=True)
    other = pick(status="active")["curp"]
    pairs = [(known.curp, known.phone), (known.curp, any_phone()), (other, known.phone)]

    told = [
        eye.sees(partial(inside.citizen().sign_in, curp, PASSWORD, phone)) for curp, phone in pairs
    ]

    assert len(set(told)) == 1
    assert told[0].status == 401


def test_a_recovery_of_nobody_is_a_recovery(inside: Insider, eye: Eye) -> None:
    one = register(any_email(), active=True)
    two = register(any_email(), any_phone(), active=True)
    unconfirmed = register(any_email())
    asked = [
        {"email": any_email()},
        {"email": one.email},
        {"email": one.email, "phone": any_phone()},
        {"email": two.email},
        {"email": two.email, "phone": two.phone},
        {"email": unconfirmed.email},
        {"curp": one.curp, "phone": any_phone()},
    ]

    told = [_asked(inside.citizen(), eye, **claim) for claim in asked]

    faces = {(seen.status, seen.headers, seen.body) for seen in told}
    assert len(faces) == 1
    assert told[0].status == 202
    # By CURP and phone another index is asked, in as many calls.
    assert len({seen.calls for seen in told}) == 1


def _steps(citizen: Citizen, curp: str, email: str, eye: Eye) -> list[Seen]:
    begun = _begin(citizen, curp)
    token = begun.json()["registration_token"]
    settlement = citizen.call("GET", "/v1/postal-codes/06000").json()["settlements"][0]["id"]
    home = {**ADDRESS, "settlement_id": settlement}
    citizen.call("PUT", "/v1/registration/address", home, bearer=token)
    chosen = {"password": PASSWORD, "privacy_notice": citizen.privacy_notice()}
    again = {"registration_token": token, "channel": "email"}
    steps = (
        ("PUT", "/v1/registration/contacts", {"email": email}),
        ("PUT", "/v1/registration/password", chosen),
        ("POST", "/v1/confirmations/resend", again),
        ("POST", "/v1/confirmations", {**again, "code": "000000"}),
    )
    return [
        eye.sees(partial(citizen.call, method, path, body, bearer=token))
        for method, path, body in steps
    ]


def _begin(citizen: Citizen, curp: str) -> httpx.Response:
    body = {"curp": curp, "captcha": citizen.captcha()}
    return citizen.call("POST", "/v1/registrations", body)


def _ask(citizen: Citizen, **claim: str) -> httpx.Response:
    return citizen.call("POST", "/v1/recoveries", {**claim, "captcha": citizen.captcha()})


def _asked(citizen: Citizen, eye: Eye, **claim: str) -> Seen:
    body = {**claim, "captcha": citizen.captcha()}
    return eye.sees(lambda: citizen.call("POST", "/v1/recoveries", body))


def _lock(inside: Insider, person: str) -> None:
    inside.aws.client("dynamodb").update_item(
        TableName=f"{inside.prefix}-people",
        Key={"pk": {"S": f"PERSON#{person}"}, "sk": {"S": "CREDENTIAL#password"}},
        UpdateExpression="SET failures = :most",
        ExpressionAttributeValues={":most": {"N": str(MOST_FAILURES)}},
    )


def _masked(text: str) -> str:
    return MOMENT.sub("<moment>", TOKEN.sub("<token>", text))
