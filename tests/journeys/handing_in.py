"""Cases handed in over JSON with drawn documents and read by the real workflow, for the journeys of who
judges them. The photograph of the face is plain, so that a person has to look."""

import os
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from local.citizen import Citizen
from tests.cloud import ROOT, RunningCloud
from tests.journeys.accounts import Account, active

READER = ROOT / ".local/reader/bin/python"
DRAWN = {"front": "ine-front", "back": "ine-back", "bill": "bill-electricity", "face": "selfie"}
PATIENCE_S = 90


def needs_reader() -> None:
    """Without the reader's environment nothing is drawn, and nothing is read."""
    if not READER.exists():
        pytest.skip("make reader installs what reads documents")


def drawn(folder: Path, curp: str, face: str, seed: int = 0) -> dict[str, Path]:
    """The pictures of one person, by slot."""
    command = [str(READER), "-m", "tools.documents", "--curp", curp, "--face", face]
    command += ["--seed", str(seed), "--out", str(folder)]
    for name in DRAWN.values():
        command += ["--only", name]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return {slot: folder / f"{name}.jpg" for slot, name in DRAWN.items()}


@dataclass
class Applicant:
    """Somebody with an account who wants it verified."""

    cloud: RunningCloud
    account: Account
    citizen: Citizen = field(init=False)
    case: str = ""

    def __post_init__(self) -> None:
        self.citizen = active(self.cloud, self.account)
        signed_in = self.citizen.sign_in(self.account.email, self.account.password)
        assert signed_in.status_code == 201, signed_in.text

    def hand_in(self, pictures: dict[str, Path]) -> None:
        """Open a case, put the pictures, submit."""
        chosen = {"document": "ine", "bill": "electricity"}
        self.case = self._said("POST", "/v1/verifications", 201, chosen)["verification"]["id"]
        for slot, file in pictures.items():
            self._put(slot, file)
        self._said("GET", "/v1/verifications/current", 200)
        self._said("POST", f"/v1/verifications/{self.case}/submit", 200)

    def state(self) -> str:
        """Where her case stands."""
        said = self._said("GET", "/v1/verifications/current", 200)
        return str(said["verification"]["state"])

    def wait_for(self, *states: str) -> str:
        """Until her case stands in one of these."""
        until = time.monotonic() + PATIENCE_S
        while (state := self.state()) not in states:
            assert time.monotonic() < until, f"the case is still {state}"
            time.sleep(0.3)
        return state

    def _put(self, slot: str, file: Path) -> None:
        asked = {"slot": slot, "content_type": "image/jpeg"}
        path = f"/v1/verifications/{self.case}/uploads"
        (upload,) = self._said("POST", path, 201, asked)["uploads"]
        content = {"file": (file.name, file.read_bytes(), "image/jpeg")}
        answer = httpx.post(upload["url"], data=upload["fields"], files=content, timeout=30)
        assert answer.status_code == 204, f"{slot}: {answer.status_code} {answer.text}"

    def _said(self, method: str, path: str, status: int, body: object = None) -> dict[str, Any]:
        answer = self.citizen.call(method, path, body)
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()  # type: ignore[no-any-return]  # JSON
