"""People with a second factor, on moto: enrolling by the pages, and the second step of a sign-in."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import pyotp

from llave import wiring
from llave.adapters import dynamodb
from llave.people.accounts import Level
from llave.people.codes import fingerprint
from llave.settings import settings
from tests.authenticator import Authenticator
from tests.aws import Aws
from tests.citizens import EMAIL, PASSWORD, Citizen
from tests.events import Answer, Browser, api, call

SECURITY = "/cuenta/seguridad"
SECOND = "/entrar/segundo-factor"
SECRET = re.compile(r"<code>([A-Z2-7 ]+)</code>")
OPTIONS = re.compile(r'data-options="([^"]*)"')
MINE = {"identifier": EMAIL, "password": PASSWORD}


@dataclass
class She:
    """One person in one browser without scripts, and what she holds in her hands; `in_proof` are the
    tables in which her account becomes Verificada when she has added her first factor."""

    browser: Browser = field(default_factory=Browser)
    phone: Authenticator = field(default_factory=Authenticator)
    secret: str = ""
    codes: list[str] = field(default_factory=list)
    in_proof: Aws | None = None

    def sign_in(self, path: str = "/entrar", **more: str) -> Answer:
        self.browser.get(path)
        return self.browser.submit({**MINE, **more}, action="/entrar")

    def sign_out(self) -> None:
        self.browser.get("/cuenta")
        self.browser.submit(action="/salir")

    def prove(self) -> Answer:
        """Show again who she is."""
        self.browser.get("/entrar/confirmar-identidad")
        return self.browser.submit({"password": PASSWORD})

    def add_app(self) -> Answer:
        page = self.browser.get(f"{SECURITY}/aplicacion")
        self.secret = found(SECRET, page).replace(" ", "")
        answer = self.browser.submit({"code": self.app_code()})
        if answer.status == 200:
            forget_step()
        return self._proved(answer)

    def add_passkey(self, name: str = "") -> Answer:
        page = self.browser.get(f"{SECURITY}/llave-de-acceso")
        answer = self.phone.create(options_in(page))
        return self._proved(self.browser.submit({"credential": answer, "name": name}))

    def add_sms(self) -> Answer:
        self.browser.get(f"{SECURITY}/mensajes")
        return self._proved(self.browser.submit())

    def _proved(self, answer: Answer) -> Answer:
        """Her documents were accepted after she had protected her account: nobody's are before."""
        if self.in_proof and answer.status == 200:
            rewind(self.in_proof, "people", "ACCOUNT", level=Level.VERIFICADA.value)
            self.in_proof = None
        return answer

    def make_codes(self) -> Answer:
        self.browser.get(f"{SECURITY}/codigos")
        page = self.browser.submit()
        self.codes = re.findall(r"<code>([0-9A-Z-]{29})</code>", page.body)
        return page

    def app_code(self, steps: int = 0) -> str:
        """What the app shows, or showed or will show so many steps away."""
        at = int(wiring.now().timestamp()) + steps * 30
        return pyotp.TOTP(self.secret).at(at)

    def answer(self, **fields: str) -> Answer:
        """Send the form of the second step that is shown."""
        return self.browser.submit({**fields}, action=SECOND)

    def use_passkey(self) -> Answer:
        return self.answer(assertion=self.phone.get(options_in(self.browser.last)))

    def choose(self, method: str) -> Answer:
        return self.browser.get(f"{SECOND}?metodo={method}")

    @property
    def session(self) -> str:
        return self.browser.cookies.get("__Host-session", "")


def forget_step() -> None:
    """As if the app had been enrolled long before: all steps around now serve again."""
    dynamodb.client().update_item(
        TableName=settings().table_people,
        Key=dynamodb.key("PERSON#p1", "FACTOR#totp#app"),
        UpdateExpression="SET last_step = :none",
        ExpressionAttributeValues={":none": {"N": "0"}},
    )


def options_in(page: Answer) -> str:
    """What a page asks the browser for."""
    return unescape(found(OPTIONS, page))


def found(pattern: re.Pattern[str], page: Answer) -> str:
    """What a pattern finds in a page."""
    match = pattern.search(page.body)
    assert match, page.page.text
    return match[1]


def settled(aws: Aws, *, level: Level = Level.BASICA, **fields: Any) -> She:
    """She has an account and is in; Verificada from her first factor on."""
    Citizen(**fields).settle(aws)
    she = She(in_proof=aws if level is Level.VERIFICADA else None)
    she.sign_in(device="own")
    return she


def level_of(she: She) -> str:
    """The level of her session, as `GET /v1/me` says it."""
    answer = call(api("GET", "/v1/me", cookies=she.browser.cookies))
    return answer.json["session"]["level"] if answer.status == 200 else "none"


def session_item(aws: Aws, she: She) -> dict[str, Any]:
    """Her session as it is kept."""
    key = f"SESSION#{fingerprint(she.session)}"
    return next(item for item in aws.items("sessions") if item["pk"] == key)


def rewind(aws: Aws, table: str, sk: str, **values: object) -> None:
    """Change the items of that sort key, so that time need not pass."""
    for item in aws.items(table):
        if item["sk"] == sk:
            aws.put(table, {**item, **values})
