"""Programs that run beside the supervisor: started in sessions of their own, stopped gracefully.

A Ctrl-C in the terminal reaches only the supervisor, which then stops them in the right order.
"""

import fcntl
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

START_PATIENCE = 60.0
STOP_PATIENCE = 20.0


class StartFailed(Exception):
    """One sentence for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Child:
    name: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None


def require_free(port: int, variable: str) -> None:
    """Raises StartFailed. Tried by binding, as the program itself will."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as taken:
            raise StartFailed(
                f"Port {port} is in use: stop the program that holds it, or set {variable} to another."
            ) from taken


def hold(home: Path) -> TextIO:
    """Two emulators over one state would overwrite each other. Held until the file is closed, or
    its program ends however it ends; raises StartFailed."""
    file = (home / "lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as held:
        file.close()
        raise StartFailed(
            f"A local cloud runs already over {home}: stop it, or set LLAVE_STATE_DIR to another folder."
        ) from held
    return file


def start(name: str, command: list[str], log: Path, environment: Mapping[str, str]) -> Child:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            start_new_session=True,
        )
    return Child(name, process, log)


def wait_until_it_answers(child: Child, address: str) -> None:
    """Any answer will do, an error as well: the program is up. Raises StartFailed."""
    deadline = time.monotonic() + START_PATIENCE
    while time.monotonic() < deadline:
        if not child.is_running:
            raise StartFailed(f"The {child.name} stopped while starting: {_last_words(child.log)}")
        if _answers(address):
            return
        time.sleep(0.05)
    raise StartFailed(
        f"The {child.name} did not answer within {START_PATIENCE:.0f} s; its log is {child.log}"
    )


def stop(child: Child) -> None:
    """TERM, patience, then KILL to its whole session; the workers it left behind go with it."""
    if child.is_running:
        child.process.terminate()
    try:
        child.process.wait(STOP_PATIENCE)
    except subprocess.TimeoutExpired:
        child.process.kill()
        child.process.wait()
    try:
        os.killpg(child.process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError as problem:
        # A certificate of our own authority is not trusted here, and proves that somebody speaks.
        return "CERTIFICATE_VERIFY_FAILED" in str(problem)


def _last_words(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines()
    return f"{lines[-1]} (in {log})" if lines else f"it said nothing in {log}"
