"""The local cloud as a program of its own, for journeys and benches: other ports, a home of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from local.processes import StartFailed
from local.settings import ROOT, LocalSettings, parse

START_PATIENCE = 240.0
STOP_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class RunningCloud:
    """`settings` has its addresses and folders; `output` is what it printed."""

    settings: LocalSettings
    process: subprocess.Popen[bytes]
    output: Path

    def log_of(self, function: str, lines: int = 40) -> str:
        """The last lines that a Lambda wrote, by the end of its name ("register")."""
        logs = self.settings.logs.glob(f"*-{function}.log")
        text = "\n".join(log.read_text(errors="replace") for log in logs)
        return "\n".join(text.splitlines()[-lines:])


@contextmanager
def running(home: Path, **variables: str) -> Iterator[RunningCloud]:
    """Starts `python -m local.run` and stops it afterwards; variables such as HTTPS="1" go to it.

    Started again with the same `home` it finds what it knew. Raises StartFailed.
    """
    home.mkdir(parents=True, exist_ok=True)
    chosen = {"LLAVE_STATE_DIR": str(home), **_free_ports(), **variables}
    cloud = RunningCloud(parse(chosen), _start(chosen, home / "run.log"), home / "run.log")
    try:
        _wait(cloud)
        yield cloud
    finally:
        cloud.process.terminate()
        cloud.process.wait(STOP_PATIENCE)


def _start(chosen: dict[str, str], output: Path) -> subprocess.Popen[bytes]:
    paths = os.pathsep.join(map(str, (ROOT, ROOT / "layers/shared/python")))
    environment = {**os.environ, **chosen, "PYTHONPATH": paths}
    with output.open("wb") as file:
        return subprocess.Popen(
            [sys.executable, "-m", "local.run"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _wait(cloud: RunningCloud) -> None:
    deadline = time.monotonic() + START_PATIENCE
    while time.monotonic() < deadline:
        said = cloud.output.read_text(errors="replace")
        if "\nLlave is ready: " in said:
            return
        if cloud.process.poll() is not None:
            raise StartFailed(f"The local cloud did not start: {said.strip()[-2000:]}")
        time.sleep(0.2)
    raise StartFailed(f"The local cloud was not ready within {START_PATIENCE:.0f} s.")


def _free_ports() -> dict[str, str]:
    names = [
        f"LLAVE_{part}PORT"
        for part in ("", "AGENCY_", "REGISTRIES_", "READER_", "WORKFORCE_", "EMULATOR_")
    ]
    sockets = [socket.socket() for _ in names]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return {name: str(port) for name, port in zip(names, ports, strict=True)}
