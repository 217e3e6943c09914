"""A citizen who verifies her account over HTTP, for journeys and benches: she knows only the contract."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from local.authenticator import App, added
from local.citizen import Citizen

DECIDED = frozenset({"accepted", "rejected", "cancelled"})
# What a case does not leave by itself within a test's time.
RESTING = DECIDED | {"review", "stuck"}
JPEG = "image/jpeg"
CASES = "/v1/verifications"
PROTECT_FIRST = "second_factor_required"


class StillUnderWay(Exception):
    """The case did not come to rest in time."""


@dataclass
class Verifying:
    """Somebody who is signed in, her newest case, and the app that she protects her account with."""

    citizen: Citizen
    case: str = ""
    app: App | None = None

    def start(self, document: str = "ine", bill: str = "electricity") -> str:
        """Open a case, having protected her account first if she is told to; its id."""
        body = {"document": document, "bill": bill}
        answer = self.citizen.call("POST", CASES, body)
        if answer.status_code == 403 and answer.json()["code"] == PROTECT_FIRST:
            self.app = added(self.citizen)
            answer = self.citizen.call("POST", CASES, body)
        assert answer.status_code == 201, f"{CASES}: {answer.status_code} {answer.text}"
        self.case = str(answer.json()["verification"]["id"])
        return self.case

    def upload(self, slot: str, content: bytes, content_type: str = JPEG) -> None:
        """Put one picture, as the page's script does."""
        body = {"slot": slot, "content_type": content_type}
        (upload,) = self._must("POST", f"{self._path}/uploads", body, 201)["uploads"]
        self._put(upload, content)

    def capture(self, frames: Mapping[str, bytes]) -> None:
        """The face by a capture session: `frames` by what the page asks for, `ahead` first."""
        session = self._must("POST", f"{self._path}/face", {}, 201)
        body = {"slot": "face", "content_type": JPEG, "nonce": session["nonce"]}
        uploads = self._must("POST", f"{self._path}/uploads", body, 201)["uploads"]
        for upload, name in zip(uploads, ("ahead", *session["challenges"]), strict=True):
            self._put(upload, frames[name])

    def submit(self) -> dict[str, Any]:
        """Hand it in."""
        return self._shown(self._must("POST", f"{self._path}/submit", {}, 200))

    def current(self) -> dict[str, Any]:
        """The case as it stands."""
        return self._shown(self._must("GET", f"{CASES}/current", None, 200))

    def at_rest(
        self, within_s: float = 120, every_s: float = 0.25, at: str | None = None
    ) -> dict[str, Any]:
        """The case once it was decided, or waits for people, or is where `at` says; raises
        StillUnderWay."""
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            case = self.current()
            if case["state"] in ({at} if at else RESTING):
                return case
            time.sleep(every_s)
        raise StillUnderWay(case["state"])

    @property
    def _path(self) -> str:
        return f"{CASES}/{self.case}"

    @staticmethod
    def _shown(answer: dict[str, Any]) -> dict[str, Any]:
        shown: dict[str, Any] = answer["verification"]
        return shown

    def _put(self, upload: Mapping[str, Any], content: bytes) -> None:
        fields = {name: (None, value) for name, value in upload["fields"].items()}
        files: Any = {**fields, "file": ("picture", content, "application/octet-stream")}
        headers = {"origin": self.citizen.origin}
        answer = httpx.post(upload["url"], files=files, headers=headers, timeout=60)
        self.citizen.log(f"POST {answer.request.url.path} -> {answer.status_code}")
        assert answer.status_code == 204, f"{answer.status_code} {answer.text}"

    def _must(self, method: str, path: str, body: object, status: int) -> dict[str, Any]:
        answer = self.citizen.call(method, path, body)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
        read: dict[str, Any] = answer.json()
        return read
