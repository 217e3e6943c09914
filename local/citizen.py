"""A citizen over HTTP, for the demonstration, the journeys and the benches: she knows only the contract.

Python's HTTP clients do not send `Secure` cookies over http, which browsers do for localhost; the
jar here is a plain dict for that reason.
"""

import base64
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import altcha
import httpx


class NothingCame(Exception):
    """No message reached the inbox in time."""


@dataclass
class Citizen:
    """One person with one browser; `log` sees each step (method, path, status)."""

    origin: str
    log: Callable[[str], None] = lambda _: None
    cookies: dict[str, str] = field(default_factory=dict)
    registration_token: str = ""

    def __post_init__(self) -> None:
        self._http = httpx.Client(base_url=self.origin, timeout=30, follow_redirects=False)

    def __enter__(self) -> "Citizen":
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def call(
        self, method: str, path: str, body: object = None, *, bearer: str = "", **kwargs: Any
    ) -> httpx.Response:
        """One request of the JSON contract, with the cookies and the origin a browser would send."""
        headers = {"origin": self.origin, **kwargs.pop("headers", {})}
        if bearer:
            headers["authorization"] = f"Bearer {bearer}"
        if self.cookies:
            headers["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            kwargs["json"] = body
        answer = self._http.request(method, path, headers=headers, **kwargs)
        self._keep(answer)
        self.log(f"{method} {path} -> {answer.status_code}")
        return answer

    def captcha(self) -> str:
        """Fetch a robot check and solve it, as the page's script does."""
        challenge = altcha.Challenge.from_dict(self.call("GET", "/v1/captcha").json())
        solution = altcha.solve_challenge(challenge)
        assert solution is not None, "the robot check was not solved in time"
        return altcha.Payload(challenge, solution).to_base64()

    def register(
        self,
        curp: str,
        password: str,
        *,
        email: str = "",
        phone: str = "",
        address: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """The three steps of registration; returns the last answer."""
        self.begin(curp)
        self.give_address(address)
        return self.finish(password, email=email, phone=phone)

    def finish(self, password: str, *, email: str = "", phone: str = "") -> dict[str, Any]:
        """Steps two and three: the contacts and the password."""
        contacts = {name: value for name, value in (("email", email), ("phone", phone)) if value}
        self._must("PUT", "/v1/registration/contacts", contacts, 200)
        return self._must(
            "PUT",
            "/v1/registration/password",
            {"password": password, "privacy_notice": self.privacy_notice()},
            201,
        )

    def begin(self, curp: str) -> dict[str, Any]:
        """Step one: the CURP; returns the person's preloaded data."""
        answer = self._must(
            "POST", "/v1/registrations", {"curp": curp, "captcha": self.captcha()}, 201
        )
        self.registration_token = answer["registration_token"]
        return answer["person"]  # type: ignore[no-any-return]  # JSON

    def give_address(self, address: Mapping[str, str] | None = None) -> None:
        """The address of step one; by default the first colonia of postal code 06000."""
        if address is None:
            self.live_in("06000")
        else:
            self._must("PUT", "/v1/registration/address", dict(address), 200)

    def live_in(self, postal_code: str) -> None:
        """An address in the first colonia of a postal code."""
        place = self.call("GET", f"/v1/postal-codes/{postal_code}").json()
        address = {
            "residence": "mx",
            "postal_code": postal_code,
            "settlement_id": place["settlements"][0]["id"],
            "street": "Avenida Juárez",
            "exterior_number": "10",
        }
        self._must("PUT", "/v1/registration/address", address, 200)

    def privacy_notice(self) -> str:
        """The version of the privacy notice in force, as its page shows it."""
        page = self.call("GET", "/aviso-de-privacidad").text
        found = re.search(r'data-version="([^"]+)"', page)
        assert found, "the privacy notice does not show its version"
        return found[1]

    def confirm(self, channel: str, code: str) -> httpx.Response:
        """Confirm a contact with the code that was sent."""
        body = {"registration_token": self.registration_token, "channel": channel, "code": code}
        return self.call("POST", "/v1/confirmations", body)

    def sign_in(self, identifier: str, password: str, phone: str = "") -> httpx.Response:
        """Sign in; the session cookie stays in the jar."""
        body = {"identifier": identifier, "password": password}
        return self.call("POST", "/v1/sessions", body | ({"phone": phone} if phone else {}))

    def inbox(
        self, to: str, *, after: str = "", containing: str = "", timeout_s: float = 30
    ) -> dict[str, str]:
        """The newest message to an address that came after another (its `at`), waiting for it; raises
        NothingCame."""
        until = time.monotonic() + timeout_s
        while time.monotonic() < until:
            messages = self._http.get("/_local/inbox.json", params={"to": to}).json()
            for message in reversed(messages):
                if containing in message["text"] and message["at"] > after:
                    return message  # type: ignore[no-any-return]  # JSON
            time.sleep(0.2)
        raise NothingCame(to)

    def _keep(self, answer: httpx.Response) -> None:
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            if "max-age=0" in line.lower() or not value:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value

    def _must(self, method: str, path: str, body: object, status: int) -> dict[str, Any]:
        answer = self.call(method, path, body, bearer=self.registration_token)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else {}


def code_in(message: Mapping[str, str]) -> str:
    """The six digits in a message."""
    found = re.search(r"\b(\d{6})\b", message["text"])
    assert found, "no code in the message"
    return found[1]


def link_in(message: Mapping[str, str]) -> str:
    """The first link in a message."""
    found = re.search(r"https?://\S+", message["text"])
    assert found, "no link in the message"
    return found[0]


def token_in(message: Mapping[str, str]) -> str:
    """The token of the link in a message."""
    return parse_qs(urlsplit(link_in(message)).query)["token"][0]


def claims_of(token: str) -> dict[str, Any]:
    """A JWT's claims, unverified: for showing, not for trusting."""
    body = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))  # type: ignore[no-any-return]  # JSON
