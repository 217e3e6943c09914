"""What a threat's test knows beside what citizens see: the API's own address, the tables, the secrets.

An insider's requests come to the API past the front, with the edge's secret and whatever client
address the test wants, so that tests do not use up each other's budgets.
"""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from ipaddress import IPv4Address
from secrets import choice, randbelow, randbits, token_hex
from typing import Any, TypeVar

import httpx

from infra.catalogue import FUNCTIONS
from infra.environments import LOCAL
from llave import wiring
from llave.adapters.tables import TABLES
from llave.people.accounts import Channel
from llave.people.budgets import Visitor
from llave.people.confirmation import code_of
from llave.people.contacts import EmailAddress, PhoneNumber
from llave.people.curp import CONSONANTS, Curp, check_digit
from llave.people.names import PersonName
from llave.people.passwords import Password
from llave.people.population import RegisteredPerson
from llave.places.postal import PostalCode
from llave.settings import settings
from llave.web.robots import RobotAnswer
from local.citizen import Citizen
from local.deploy.clients import Cloud
from local.emulator.settings import REGION
from local.front.rules import ADDRESS_HEADER, LOCAL_SECRET, SECRET_HEADER
from tests.cloud import RunningCloud

# Each call beside another is a Lambda process; two cores gain nothing by more.
IN_FLIGHT = 8
ONE_MEGABYTE = 1_000_000
T = TypeVar("T")
S = TypeVar("S")


@dataclass
class InsideCitizen(Citizen):
    """A citizen who reaches the API past the front; her inbox is still the front's."""

    api: str = ""
    address: str = ""

    def __post_init__(self) -> None:
        edge = {SECRET_HEADER: LOCAL_SECRET, ADDRESS_HEADER: self.address}
        self._http = httpx.Client(base_url=self.api, headers=edge, timeout=60)


@dataclass(frozen=True)
class Insider:
    """One running cloud, seen from within."""

    cloud: RunningCloud
    aws: Cloud
    opened: list[Citizen] = field(default_factory=list)

    @property
    def prefix(self) -> str:
        """What the names of tables and functions begin with."""
        return LOCAL.prefix

    @property
    def region(self) -> str:
        """Where everything is but the edge."""
        return REGION

    @property
    def api_id(self) -> str:
        return str(self.aws.client("apigatewayv2").get_apis()["Items"][0]["ApiId"])

    @property
    def api(self) -> str:
        """The address that API Gateway would give the API."""
        return f"{self.aws.endpoint}/_aws/execute-api/{self.api_id}/$default"

    def citizen(self, address: str | None = None) -> InsideCitizen:
        """Somebody at an address of her own."""
        where = address or any_address()
        citizen = InsideCitizen(self.cloud.origin, api=self.api, address=where)
        citizen.__enter__()
        self.opened.append(citizen)
        return citizen

    def items(self, table: str) -> list[dict[str, Any]]:
        """All that a table holds, as DynamoDB writes it."""
        pages = self.aws.client("dynamodb").get_paginator("scan")
        found = pages.paginate(TableName=f"{self.prefix}-{table}", ConsistentRead=True)
        return [item for page in found for item in page["Items"]]

    def count(self, table: str, starts: str, **wanted: str) -> int:
        """How many items of a table have such a partition key and these text attributes."""
        return sum(
            item["pk"]["S"].startswith(starts)
            and all(item.get(name, {}).get("S") == value for name, value in wanted.items())
            for item in self.items(table)
        )

    def warm(self, *functions: str) -> None:
        """Have as many processes as calls will be in flight: cold ones that start together may take
        longer than a function may run."""
        client = self.aws.client("lambda")

        def call(name: str) -> bool:
            answer = client.invoke(FunctionName=LOCAL.function(name), Payload=b'{"warm": true}')
            return "FunctionError" not in answer

        for name in functions:
            for number in range(1, IN_FLIGHT + 1):
                while not all(at_once(call, [name] * number * 4, number)):
                    continue

    def written(self) -> frozenset[str]:
        """The keys of all items, but for the counters of budgets and paces; what time takes away is
        missing later, so that a test looks for what is new."""
        counters = ("BUDGET#", "PACE#", "CAPTCHA#")
        return frozenset(
            f"{table.name} {item['pk']['S']} {item['sk']['S']}"
            for table in TABLES
            for item in self.items(table.name)
            if not item["pk"]["S"].startswith(counters)
        )

    def variables(self) -> dict[str, str]:
        """The environment that the functions run with, all of it together."""
        found: dict[str, str] = {}
        functions = self.aws.client("lambda")
        for function in FUNCTIONS:
            name = LOCAL.function(function.name)
            answer = functions.get_function_configuration(FunctionName=name)
            found |= answer.get("Environment", {}).get("Variables", {})
        return found

    def close(self) -> None:
        for citizen in self.opened:
            citizen.__exit__()


@dataclass(frozen=True)
class Account:
    """Somebody who has registered; `token` is that of her registration."""

    person: str
    token: str
    curp: str
    email: str
    phone: str
    password: str

    def code(self, channel: str = "email") -> str:
        """The code that was sent to her."""
        confirmation = wiring.confirmations().get(self.person, Channel(channel))
        assert confirmation is not None
        return code_of(confirmation, wiring.keyring())


@dataclass(frozen=True)
class Admitting:
    """No robot check: what is tested comes behind it."""

    def admit(self, answer: RobotAnswer, visitor: Visitor, now: datetime) -> None: ...


@dataclass(frozen=True)
class Everybody:
    """A RENAPO that knows everybody."""

    def find(self, curp: Curp) -> RegisteredPerson | None:
        name = PersonName("ANA", "PRUEBA", None)
        return RegisteredPerson(curp, name, curp.sex.value, curp.birth_date, curp.birth_state.code)


def begin() -> str:
    """The token of a registration that waits for its address."""
    from functions.register import flow
    from functions.register.desk import desk

    ground = replace(desk(), robots=Admitting(), population=Everybody())
    visitor = Visitor(token_hex(8))
    return flow.begin(Curp(any_curp()), RobotAnswer(), visitor, ground, wiring.now()).token


def register(
    email: str = "", phone: str = "", *, curp: str = "", password: str = "", active: bool = False
) -> Account:
    """An account made by the flow's own steps on the tables of the running cloud; with `active` its
    first contact is confirmed. Nothing of it goes over HTTP, so that a hundred take seconds."""
    from functions.register import confirm, flow
    from functions.register.addresses import AddressInMexico
    from functions.register.desk import desk, proofs

    now = wiring.now()
    ground = replace(desk(), robots=Admitting(), population=Everybody())
    who = Curp(curp or any_curp())
    secret = password or f"cometa-{token_hex(4)}-nopal-farol"
    begun = flow.begin(who, RobotAnswer(), Visitor(token_hex(8)), ground, now)
    place = ground.places.find(PostalCode("06000"))
    assert place is not None
    home = AddressInMexico(PostalCode("06000"), place.settlements[0].id, "Avenida Juárez", "10")
    registration = flow.give_address(begun.registration, home, ground)
    contacts = (
        EmailAddress.parse(email) if email else None,
        PhoneNumber.parse(phone) if phone else None,
    )
    registration = flow.give_contacts(registration, *contacts, ground)
    notice = settings().privacy_notice
    flow.choose_password(registration, Password.parse(secret), notice, ground, now)
    made = Account(registration.person, begun.token, who.value, email, phone, secret)
    if active:
        channel = Channel.EMAIL if email else Channel.PHONE
        registration = flow.current(begun.token, ground, now)
        confirm.by_code(registration, channel, made.code(channel.value), proofs(), now)
    return made


def at_once(call: Callable[[S], T], arguments: Iterable[S], in_flight: int = IN_FLIGHT) -> list[T]:
    """Make all the calls, as many at the same time as the machine can run."""
    with ThreadPoolExecutor(in_flight) as pool:
        return list(pool.map(call, arguments))


def any_address() -> str:
    """A client address that no other test uses."""
    return str(IPv4Address(0x0A000000 + randbits(24)))


def any_curp() -> str:
    """A CURP that no other test uses: accounts on one CURP are told of each other."""
    letters = "".join(choice(CONSONANTS) for _ in range(5))
    first = f"{letters[0]}A{letters[1]}X9{randbelow(10)}0{1 + randbelow(9)}1{randbelow(10)}MDF{letters[2:]}0"
    return first + check_digit(first)


def any_email(who: str = "prueba") -> str:
    """An e-mail address that no other test uses."""
    return f"{who}.{token_hex(6)}@correo.example"


def any_phone() -> str:
    """A mobile of Mexico City that no other test uses."""
    return f"55{randbits(40) % 10**8:08d}"


def seconds_of(call: Callable[[], T]) -> tuple[float, T]:
    """How long a call takes, and what it returns."""
    began = time.monotonic()
    answer = call()
    return time.monotonic() - began, answer
