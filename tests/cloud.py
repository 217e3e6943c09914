"""The local cloud for journeys and threats: started once a run, on ports and a folder of its own.

`LLAVE_TEST_STATE` names the home of one that is already running (`make run`, default `.local`), with
its ports in the usual variables; then that one is used and left running.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from local.citizen import Citizen
from local.demo import Agency
from local.settings import LocalSettings, parse

ROOT = Path(__file__).resolve().parent.parent
READY = "Llave is ready:"
PATIENCE_S = 600
PARTS = ("", "AGENCY_", "REGISTRIES_", "READER_", "WORKFORCE_", "EMULATOR_")
PORTS = tuple(f"LLAVE_{part}PORT" for part in PARTS)

CLOUD = pytest.StashKey["RunningCloud"]()


@dataclass(frozen=True)
class RunningCloud:
    """Where the parts of a running local cloud are."""

    settings: LocalSettings
    requests: list[str] = field(default_factory=list, repr=False)
    opened: contextlib.ExitStack = field(default_factory=contextlib.ExitStack, repr=False)

    @property
    def origin(self) -> str:
        return self.settings.origin

    @property
    def agency(self) -> str:
        return self.settings.agency

    def citizen(self, requests: list[str] | None = None) -> Citizen:
        """Somebody with a browser of her own; her requests are put down, here or in `requests`."""
        log = (requests if requests is not None else self.requests).append
        return self.opened.enter_context(Citizen(self.origin, log=log))

    def server(self) -> Agency:
        """The sample agency's server, with its credentials."""
        return self.opened.enter_context(Agency(self.origin, self.agency))

    def log_sizes(self) -> dict[Path, int]:
        """How long each log is now."""
        return {log: log.stat().st_size for log in self.settings.logs.glob("*.log")}

    def logged_since(self, sizes: Mapping[Path, int]) -> str:
        """What the Lambdas wrote after `sizes` were taken: the last lines of each."""
        parts = []
        for log, size in sorted(self.log_sizes().items()):
            if size > sizes.get(log, 0):
                lines = log.read_bytes()[sizes.get(log, 0) :].decode(errors="replace").splitlines()
                parts.append("\n".join([f"-- {log.name}", *lines[-15:]]))
        return "\n".join(parts)

    def close(self) -> None:
        """Close the connections of everybody who was here."""
        self.opened.close()

    def set_registry(self, mode: str) -> None:
        """Tell the simulated RENAPO to be up, down or slow."""
        address = f"http://127.0.0.1:{self.settings.registries_port}/_control"
        httpx.post(address, json={"mode": mode}).raise_for_status()


@pytest.fixture(scope="session")
def cloud(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[RunningCloud]:
    """The local cloud, ready."""
    with _running(tmp_path_factory) as settings, contextlib.closing(RunningCloud(settings)) as it:
        pytestconfig.stash[CLOUD] = it
        yield it


@contextlib.contextmanager
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalSettings]:
    if "LLAVE_TEST_STATE" in os.environ:
        yield parse({**os.environ, "LLAVE_STATE_DIR": os.environ["LLAVE_TEST_STATE"]})
        return
    home = tmp_path_factory.mktemp("cloud")
    variables = {
        **os.environ,
        **{name: str(_free_port()) for name in PORTS},
        "LLAVE_STATE_DIR": str(home),
    }
    with _started(variables, home / "run.log"):
        yield parse(variables)


@contextlib.contextmanager
def _started(variables: Mapping[str, str], log: Path) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "local.run"],
            cwd=ROOT,
            env={**variables, "PYTHONPATH": f"{ROOT}:{ROOT / 'layers/shared/python'}"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_ready(process, log)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _wait_until_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE_S
    while READY not in log.read_text():
        if process.poll() is not None or time.monotonic() > until:
            pytest.fail(f"The local cloud did not start:\n{log.read_text()}")
        time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
