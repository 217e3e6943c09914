"""The assemblies of all environments, synthesized once (and only when the sources changed)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from infra.environments import ENVIRONMENTS
from tests.infra.templates import Assembly

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def assemblies() -> dict[str, Assembly]:
    """By the name of the environment."""
    running = {name: _synthesis(name) for name in ENVIRONMENTS}
    for name, process in running.items():
        said, _ = process.communicate(timeout=240)
        assert process.returncode == 0, f"infra.app fails for {name}:\n{said}"
    return {
        name: Assembly(environment, ROOT / "cdk.out" / name)
        for name, environment in ENVIRONMENTS.items()
    }


def _synthesis(name: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "infra.app"],
        cwd=ROOT,
        env=os.environ
        | {
            "LLAVE_ENVIRONMENT": name,
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "layers/shared/python"))),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture(params=sorted(ENVIRONMENTS))
def assembly(request: pytest.FixtureRequest, assemblies: dict[str, Assembly]) -> Assembly:
    """Each environment in turn."""
    return assemblies[request.param]


@pytest.fixture
def prod(assemblies: dict[str, Assembly]) -> Assembly:
    return assemblies["prod"]
