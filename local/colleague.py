"""A member of the staff over HTTP, for the first start and the tests: signs in at the simulated issuer
and knows only the console's pages."""

import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from local.workforce.directory import Employee

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
FORM = re.compile(r'<form action="([^"]+)" method="post"[^>]*>(.*?)</form>', re.DOTALL)


@dataclass
class Colleague:
    """One person with a browser of her own; `origin` is the console's, `authority` the file of who
    vouches for it where that is one of our own."""

    origin: str
    who: Employee
    authority: Path | None = None
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        trusted = ssl.create_default_context(cafile=self.authority) if self.authority else True
        self._http = httpx.Client(timeout=30, follow_redirects=False, verify=trusted)

    def __enter__(self) -> "Colleague":
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def sign_in(self) -> httpx.Response:
        """From the console to the issuer and back; the last page."""
        self.get("/revision/entrar")
        away = self.send("/revision/entrar", {})
        page = self._http.get(away.headers["location"])
        issuer = "{0.scheme}://{0.netloc}".format(urlsplit(away.headers["location"]))
        fields = {name: unescape(value) for name, value in HIDDEN.findall(page.text)}
        code = {"subject": self.who.subject, "otp": self.who.code(datetime.now(UTC))}
        back = self._http.post(f"{issuer}/authorize", data={**fields, **code})
        return self.follow(self.get(back.headers["location"].removeprefix(self.origin)))

    def get(self, path: str) -> httpx.Response:
        """One page."""
        return self._kept(self._http.get(self.origin + path, headers=self._headers()))

    def send(self, path: str, fields: Mapping[str, str]) -> httpx.Response:
        """One form, with the browser's token."""
        sent = {"csrf": self.cookies.get("__Host-csrf", ""), **fields}
        headers = {**self._headers(), "origin": self.origin, "sec-fetch-site": "same-origin"}
        return self._kept(self._http.post(self.origin + path, data=sent, headers=headers))

    def follow(self, answer: httpx.Response) -> httpx.Response:
        """Where redirects end."""
        for _ in range(5):
            if answer.status_code != 303:
                break
            answer = self.get(answer.headers["location"].removeprefix(self.origin))
        return answer

    def forms(self, page: httpx.Response) -> list[tuple[str, dict[str, str]]]:
        """The forms of a page: where they lead, and their hidden fields."""
        found = FORM.findall(page.text)
        return [(action, dict(HIDDEN.findall(inside))) for action, inside in found]

    def _headers(self) -> dict[str, str]:
        return {"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def _kept(self, answer: httpx.Response) -> httpx.Response:
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        self.cookies = {name: value for name, value in self.cookies.items() if value}
        return answer


def wait_for_another_code() -> None:
    """Until the apps show another code."""
    time.sleep(30 - time.time() % 30 + 0.2)
