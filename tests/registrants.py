"""A registry of a few people, and a browser that registers over JSON: fixtures for functions and threats."""

from collections.abc import Callable
from dataclasses import dataclass, field

import altcha
import pytest

from llave import wiring
from llave.adapters.registry import RegistryDown
from llave.people.curp import Curp
from llave.people.names import PersonName
from llave.people.population import RegisteredPerson
from tests.aws import Aws
from tests.events import Answer, api, call

ADULT = Curp("BOXW310820HNERXN09")
CHILD = Curp("HEGG150427MVZRRLA3")
UNKNOWN = Curp("HEGG560427MVZRRL04")
ADDRESS = {
    "residence": "mx",
    "postal_code": "06000",
    "street": "Avenida Juárez",
    "exterior_number": "10",
}
PASSWORD = "cometa nopal farol barco"
EMAIL = "walter@correo.example"
PHONE = "+525512345678"


@dataclass
class FakePopulation:
    """RENAPO in the process; `asked` lists what it was asked."""

    down: bool = False
    asked: list[Curp] = field(default_factory=list)

    def find(self, curp: Curp) -> RegisteredPerson | None:
        self.asked.append(curp)
        if self.down:
            raise RegistryDown("down", retry_after=60)
        if curp == UNKNOWN:
            return None
        name = PersonName("WALTER", "BOX", None if curp == ADULT else "ÑANDÚ")
        born = curp.birth_date
        return RegisteredPerson(curp, name, curp.sex.value, born, curp.birth_state.code)


@pytest.fixture
def population(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> FakePopulation:
    """The registry that the function asks."""
    fake = FakePopulation()
    monkeypatch.setattr(wiring, "population", lambda: fake)
    return fake


@pytest.fixture
def client(population: FakePopulation) -> "Client":
    return Client()


@dataclass
class Client:
    """One browser that speaks JSON."""

    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    address: str = "203.0.113.7"

    def send(self, method: str, path: str, body: object = None) -> Answer:
        made = api(method, path, body, bearer=self.token or None)
        made["headers"]["x-llave-viewer-address"] = self.address
        if self.cookies:
            made["cookies"] = [f"{name}={value}" for name, value in self.cookies.items()]
        answer = call(made)
        self.cookies |= {name: value for name, value in answer.kept.items() if value}
        return answer

    def captcha(self) -> str:
        challenge = altcha.Challenge.from_dict(self.send("GET", "/v1/captcha").json)
        solution = altcha.solve_challenge(challenge)
        assert solution is not None
        return altcha.Payload(challenge, solution).to_base64()

    def begin(self, curp: Curp = ADULT) -> Answer:
        answer = self.send(
            "POST", "/v1/registrations", {"curp": curp.value, "captcha": self.captcha()}
        )
        if answer.status == 201:
            self.token = answer.json["registration_token"]
        return answer

    def give_address(self, **changes: str) -> Answer:
        place = self.send("GET", "/v1/postal-codes/06000").json
        body = {**ADDRESS, "settlement_id": place["settlements"][0]["id"], **changes}
        return self.send("PUT", "/v1/registration/address", body)

    def give_contacts(self, **contacts: str) -> Answer:
        return self.send("PUT", "/v1/registration/contacts", contacts)

    def choose_password(self, password: str = PASSWORD, notice: str = "2026-11") -> Answer:
        body = {"password": password, "privacy_notice": notice}
        return self.send("PUT", "/v1/registration/password", body)

    def register(self, **contacts: str) -> Answer:
        self.begin()
        self.give_address()
        self.give_contacts(**(contacts or {"email": EMAIL}))
        return self.choose_password()


@pytest.fixture
def registered(client: Client) -> Client:
    """Walter has done the three steps, with his e-mail."""
    assert client.register().status == 201
    return client


@pytest.fixture
def code(aws: Aws) -> Callable[..., str]:
    """What the sender of messages would derive."""
    from llave.people.accounts import Channel
    from llave.people.confirmation import code_of

    def newest(channel: str = "email", person: str | None = None) -> str:
        found = wiring.confirmations().get(person or person_in(aws), Channel(channel))
        assert found is not None
        return code_of(found, wiring.keyring())

    return newest


@pytest.fixture
def link(aws: Aws) -> Callable[..., str]:
    """The token of the link that the mail carries."""
    from llave.people.accounts import Channel
    from llave.people.confirmation import link_token_of

    def newest(person: str | None = None) -> str:
        found = wiring.confirmations().get(person or person_in(aws), Channel.EMAIL)
        assert found is not None
        return link_token_of(found, wiring.keyring())

    return newest


def person_in(aws: Aws) -> str:
    """The id of the newest account."""
    accounts = [item for item in aws.items("people") if item["sk"] == "ACCOUNT"]
    newest = max(accounts, key=lambda item: item["created_at"])
    return str(newest["pk"]).removeprefix("PERSON#")


def account_in(aws: Aws, person: str | None = None) -> dict[str, object]:
    """The newest account's item."""
    wanted = f"PERSON#{person or person_in(aws)}"
    return next(i for i in aws.items("people") if (i["pk"], i["sk"]) == (wanted, "ACCOUNT"))
