"""Finds a working interpreter of a given version: a shim may stand on PATH and fail when it is run."""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path


@cache
def interpreter(version: str) -> str | None:
    """Path of a Python of that version ("3.13") that runs, or None."""
    return next((found for found in _candidates(version) if _runs(found, version)), None)


def _candidates(version: str) -> Iterator[str]:
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        yield sys.executable
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        yield str(Path(folder) / f"python{version}")
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for home in sorted(versions.glob(f"{version}.*"), reverse=True):
        yield str(home / "bin/python")


def _runs(python: str, version: str) -> bool:
    question = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        said = subprocess.run([python, "-c", question], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return said.returncode == 0 and said.stdout.strip() == version
