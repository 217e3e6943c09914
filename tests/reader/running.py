"""The reader as a program of its own environment, and the documents that its generator draws."""

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import boto3
import pytest
from botocore.config import Config

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".local/reader/bin/python"
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'layers/shared/python'}"}
needs_the_reader = pytest.mark.skipif(
    not PYTHON.exists(),
    reason="The reader's environment .local/reader does not exist: `make reader` creates it (500 MB).",
)
# On a machine that does other things as well, a page takes ten times as long.
PATIENCE = 240


@contextmanager
def running(*options: str) -> Iterator[str]:
    """Its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(PYTHON), "-m", "local.reader", "--port", str(port), *options]
    process = subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, start_new_session=True)
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def client(service: Literal["textract", "rekognition"], address: str) -> Any:
    """As production code makes it, but for the address, which the environment gives there."""
    return boto3.client(
        service,
        region_name="mx-central-1",
        endpoint_url=address,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(read_timeout=PATIENCE, retries={"total_max_attempts": 1}),
    )


def draw(folder: Path, *options: str) -> None:
    """Pictures `<document>.jpg` and what they say, `<document>.json`."""
    command = [str(PYTHON), "-m", "tools.documents", "--out", str(folder), *options]
    subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=True, capture_output=True)


def truth(folder: Path, name: str) -> dict[str, str]:
    """What a perfect reading says."""
    said: dict[str, str] = json.loads((folder / f"{name}.json").read_text("utf-8"))
    return said


def _wait(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail("The reader did not answer within a minute.")
