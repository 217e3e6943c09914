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
    done = subprocess.run(
        [sys.executable, "-m", "infra.app", *ENVIRONMENTS],
        cwd=ROOT,
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "layers/shared/python")))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {
        name: Assembly(environment, ROOT / "cdk.out" / name)
        for name, environment in ENVIRONMENTS.items()
    }


@pytest.fixture(params=sorted(ENVIRONMENTS))
def assembly(request: pytest.FixtureRequest, assemblies: dict[str, Assembly]) -> Assembly:
    """Each environment in turn."""
    return assemblies[request.param]


@pytest.fixture
def prod(assemblies: dict[str, Assembly]) -> Assembly:
    return assemblies["prod"]
