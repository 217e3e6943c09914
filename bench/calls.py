"""How many AWS calls each flow makes, warm, counted on the wire: `python -m bench.calls`.

Needs a running local cloud that nobody else uses, on the usual LLAVE_* ports.
"""

import secrets
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx

from bench.wire import Calls, Wire, counted
from infra.catalogue import FUNCTIONS, routes_of
from local.citizen import Citizen, code_in, token_in
from local.demo import Agency, consent
from local.deploy.clients import Cloud
from local.settings import LocalSettings, from_environment

ROUNDS = 9
CURP = "GALA900514MDFRPN09"


@dataclass
class Round:
    """One citizen's way through every flow, each step counted."""

    settings: LocalSettings
    wire: Wire
    found: dict[str, Calls] = field(default_factory=dict)

    def step(self, name: str, flow: Callable[[], httpx.Response], status: int) -> httpx.Response:
        """Count a flow that ends with one answer."""
        answers: list[httpx.Response] = []
        self.found[name] = self.wire.calls_of(lambda: answers.append(flow()))
        if answers[0].status_code != status:
            raise SystemExit(f"{name}: {answers[0].status_code} {answers[0].text}")
        return answers[0]

    def run(self) -> dict[str, Calls]:
        """The whole way."""
        mark = secrets.token_hex(5)
        email, password = f"cuenta.{mark}@correo.example", f"cometa-{mark}-nopal"
        with Citizen(self.settings.origin) as citizen:
            self._register(citizen, email, password)
            self._sign_in(citizen, email, password)
            self._visit(citizen)
            self._recover(citizen, email, f"otra-{password}")
        return self.found

    def _register(self, citizen: Citizen, email: str, password: str) -> None:
        body = {"curp": CURP, "captcha": citizen.captcha()}
        begun = self.step(
            "register: CURP", lambda: citizen.call("POST", "/v1/registrations", body), 201
        )
        token = begun.json()["registration_token"]
        place = citizen.call("GET", "/v1/postal-codes/06000").json()
        address = {
            "residence": "mx",
            "postal_code": "06000",
            "settlement_id": place["settlements"][0]["id"],
            "street": "Avenida Juárez",
            "exterior_number": "10",
        }
        chosen = {"password": password, "privacy_notice": citizen.privacy_notice()}
        for name, given, status in (
            ("address", address, 200),
            ("contacts", {"email": email}, 200),
            ("password", chosen, 201),
        ):
            path = f"/v1/registration/{name}"
            call = partial(citizen.call, "PUT", path, given, bearer=token)
            self.step(f"register: {name}", call, status)
        citizen.registration_token = token
        code = code_in(citizen.inbox(email))
        self.step("confirm", lambda: citizen.confirm("email", code), 200)

    def _sign_in(self, citizen: Citizen, email: str, password: str) -> None:
        self.step("sign in: nobody", lambda: citizen.sign_in(f"x{email}", password), 401)
        self.step("sign in: wrong", lambda: citizen.sign_in(email, f"x{password}"), 401)
        body = {"identifier": email, "password": password, "device": "remember"}
        self.step("sign in: new device", lambda: citizen.call("POST", "/v1/sessions", body), 201)
        self.step("sign in: known device", lambda: citizen.call("POST", "/v1/sessions", body), 201)
        self.step("me", lambda: citizen.call("GET", "/v1/me"), 200)

    def _visit(self, citizen: Citizen) -> None:
        with Agency(self.settings.origin, self.settings.agency) as agency:
            address, verifier = agency.authorization("openid profile email")
            codes: list[str] = []
            counted_consent = lambda: codes.append(consent(citizen, address, agency.redirect_uri))  # noqa: E731
            self.found["authorize and consent"] = self.wire.calls_of(counted_consent)
            tokens: list[Any] = []
            self.found["token"] = self.wire.calls_of(
                lambda: tokens.append(agency.tokens(codes[0], verifier))
            )
            token = tokens[0]["access_token"]
            self.found["introspect"] = self.wire.calls_of(lambda: agency.introspect(token))
            self.found["userinfo"] = self.wire.calls_of(lambda: agency.person(token))

    def _recover(self, citizen: Citizen, email: str, password: str) -> None:
        body = {"email": email, "captcha": citizen.captcha()}
        self.step("recover: ask", lambda: citizen.call("POST", "/v1/recoveries", body), 202)
        token = token_in(citizen.inbox(email, containing="/recuperar/nueva"))
        given = {"token": token, "password": password}
        confirm = partial(citizen.call, "POST", "/v1/recoveries/confirm", given)
        self.step("recover: new password", confirm, 200)


def main() -> None:
    """Count nine rounds after one that warms; print the median and the most of each flow."""
    settings = from_environment()
    names = [function.name for function in FUNCTIONS if routes_of(function.name)]
    with counted(Cloud(settings.emulator), names) as wire:
        Round(settings, wire).run()
        rounds = [Round(settings, wire).run() for _ in range(ROUNDS)]
    for flow in rounds[0]:
        counts = [one[flow].total() for one in rounds]
        named = ", ".join(f"{n} {call}" for call, n in sorted(rounds[0][flow].items()))
        print(f"{flow:24} median {statistics.median(counts):g}, most {max(counts)}: {named}")


if __name__ == "__main__":
    main()
