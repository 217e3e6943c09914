"""The two Python environments beside `.venv`: the emulator's, and the one that Lambdas run in."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

STAMP = "installed-from"


class InstallationFailed(Exception):
    """One sentence for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class PythonEnvironment:
    """`lock` is a file of hashed requirements; the environment is made anew when it changes."""

    name: str
    lock: Path
    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"


def known(root: Path) -> tuple[PythonEnvironment, PythonEnvironment]:
    """The emulator's, and the Lambdas'."""
    emulator, functions = (
        PythonEnvironment(name, root / f"requirements/{name}.txt", root / ".local" / name)
        for name in ("emulator", "lambda")
    )
    return emulator, functions


def is_current(environment: PythonEnvironment) -> bool:
    stamp = environment.folder / STAMP
    installed = stamp.read_text() if stamp.is_file() else None
    return installed == _identity(environment) and environment.python.exists()


def ensure(environment: PythonEnvironment) -> None:
    """Does nothing when it is there and up to date; raises InstallationFailed. Of two clouds that start
    at once, one installs it and the other finds it installed."""
    environment.folder.parent.mkdir(parents=True, exist_ok=True)
    with (environment.folder.parent / f".{environment.name}.lock").open("w") as one_at_a_time:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        if not is_current(environment):
            _made(environment)


def _made(environment: PythonEnvironment) -> None:
    shutil.rmtree(environment.folder, ignore_errors=True)
    _run([sys.executable, "-m", "venv", str(environment.folder)], environment)
    _install(environment)
    (environment.folder / STAMP).write_text(_identity(environment))


def _install(environment: PythonEnvironment) -> None:
    """By uv, which is fast; by pip where uv does not reach the index that pip is configured for."""
    python, lock = str(environment.python), str(environment.lock)
    uv = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", python]
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    try:
        _run([*uv, "--require-hashes", "-r", lock], environment)
    except InstallationFailed:
        _run([*pip, "--require-hashes", "-r", lock], environment)


def _run(command: list[str], environment: PythonEnvironment) -> None:
    outside = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=outside)
    if done.returncode != 0:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise InstallationFailed(
            f"The environment {environment.name} cannot be installed from {environment.lock.name}: "
            + " ".join(last)
        )


def _identity(environment: PythonEnvironment) -> str:
    content = hashlib.sha256(environment.lock.read_bytes()).hexdigest()
    return f"{sys.version} {environment.folder} {content}"
