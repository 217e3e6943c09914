"""Each patch makes the emulator behave as AWS does, and is still needed.

When a test of the second kind fails after an upgrade, the patch of its name can go.
"""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from local import environments
from local.emulator import settings
from local.settings import ROOT
from tests.local.emulated import Emulated, emulated
from tests.local.probes import PROBES


@pytest.fixture(scope="module")
def patched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulated]:
    with emulated(tmp_path_factory.mktemp("patched")) as cloud:
        yield cloud


@pytest.mark.parametrize("patch", PROBES)
def test_the_patched_emulator_behaves_as_aws_does(patch: str, patched: Emulated) -> None:
    assert PROBES[patch](patched)


@pytest.mark.parametrize("patch", PROBES)
def test_the_patch_is_still_needed(patch: str, tmp_path: Path) -> None:
    with emulated(tmp_path, unpatched=patch) as cloud:
        assert not PROBES[patch](cloud)


def test_every_patch_has_its_probe(patched: Emulated, tmp_path: Path) -> None:
    """The list of patches can be read only where ministack is installed."""
    emulator, functions = environments.known(ROOT)
    variables = settings.environment(
        port=1, state=tmp_path, logs=tmp_path, lambda_python=functions.python, root=ROOT
    )
    (tmp_path / "tmp").mkdir()
    question = "from local.emulator.patches import PATCHES; print(*(p.__name__ for p in PATCHES))"
    said = subprocess.run(
        [emulator.python, "-c", question], env=variables, capture_output=True, text=True, check=True
    )

    assert set(said.stdout.split()) == set(PROBES)
