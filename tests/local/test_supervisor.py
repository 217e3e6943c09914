"""What the person at the terminal is told when the local cloud cannot start."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from local import processes, settings
from local.settings import ROOT, SettingInvalid
from tests.local.emulated import free_port


def _run(home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    ports = [f"LLAVE_{part}PORT" for part in ("", "AGENCY_", "REGISTRIES_", "READER_", "EMULATOR_")]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "layers/shared/python")]),
        **{name: str(free_port()) for name in ports},
        "LLAVE_STATE_DIR": str(home),
        **variables,
    }
    return subprocess.run(
        [sys.executable, "-m", "local.run"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_port_in_use_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]

        done = _run(tmp_path, LLAVE_PORT=str(port))

    assert done.returncode == 1
    assert done.stderr == (
        f"Port {port} is in use: stop the program that holds it, or set LLAVE_PORT to another.\n"
    )


def test_two_clouds_never_share_a_state(tmp_path: Path) -> None:
    with processes.hold(tmp_path):
        done = _run(tmp_path)

    assert done.returncode == 1
    assert done.stderr.startswith(f"A local cloud runs already over {tmp_path}: ")


def test_a_population_that_is_not_there_is_said_in_one_sentence(tmp_path: Path) -> None:
    done = _run(tmp_path, LLAVE_POPULATION=str(tmp_path / "nobody.json"))

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "nobody.json cannot be read" in done.stderr


def test_a_port_that_is_no_number_is_refused() -> None:
    with pytest.raises(SettingInvalid, match="LLAVE_PORT is 'ochenta'"):
        settings.parse({"LLAVE_PORT": "ochenta"})


def test_over_https_the_origin_is_its_own_port_of_localhost() -> None:
    assert settings.parse({"HTTPS": "1"}).origin == "https://localhost:8443"
    assert settings.parse({}).origin == "http://localhost:8080"


def test_addresses_of_the_templates_become_those_of_this_start() -> None:
    moved = settings.parse({"LLAVE_PORT": "9000", "LLAVE_AGENCY_PORT": "9001"}).addresses

    assert moved["http://localhost:8080"] == "http://localhost:9000"
    assert moved["http://localhost:8090"] == "http://localhost:9001"
