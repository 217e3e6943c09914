"""What every test stands on: settings of a test environment, AWS in the process, no sockets."""

import logging
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import boto3
import pytest
import pytest_socket
from botocore.loaders import JSONFileLoader
from hypothesis import settings as hypothesis_settings
from moto import mock_aws

from llave import log
from tests.aws import ENVIRONMENT, Aws, made_ready
from tests.browsers import chromium
from tests.cloud import cloud
from tests.moto_kms import add_key_pairs, make_keys_once

# Here and nowhere else: a session's fixture that two folders import starts two clouds.
__all__ = ["chromium", "cloud"]

TESTS = Path(__file__).parent
# The in-process tests; journeys, the local cloud's own tests and synthesis need the network's API.
WITHOUT_SOCKETS = ("adapters", "architecture", "functions", "unit")
CACHED_IN = ("llave.adapters", "llave.oidc", "llave.settings", "llave.wiring", "functions")

hypothesis_settings.register_profile("llave", deadline=None)
hypothesis_settings.load_profile("llave")


class CurrentOutput:
    """Whatever stands for the standard output at the moment of writing: each test has its own."""

    def write(self, text: str) -> int:
        return sys.stdout.write(text)

    def flush(self) -> None:
        sys.stdout.flush()


def pytest_sessionstart() -> None:
    """What every test would else do again, and what none may keep of another."""
    add_key_pairs()
    make_keys_once()
    read_descriptions_once()
    make_clients_once()
    # The log's one handler would keep the output of the first test that logs, closed by then.
    handler = log._logger().registered_handler
    assert isinstance(handler, logging.StreamHandler)
    handler.stream = CurrentOutput()


def read_descriptions_once() -> None:
    """Each session of boto3 reads the services' descriptions anew, tens of milliseconds each."""
    read = cache(JSONFileLoader().load_file)
    JSONFileLoader.load_file = lambda _self, path: read(path)  # type: ignore[assignment,method-assign]  # as said


def make_clients_once() -> None:
    """A client takes 15 ms to make and keeps nothing of a test; those of one environment and one
    configuration are alike."""
    make: Any = boto3.client
    made: dict[str, Any] = {}

    def client(service: str, **options: Any) -> Any:
        chosen = getattr(options.get("config"), "_user_provided_options", None)
        environment = {name: os.environ[name] for name in os.environ if name.startswith("AWS_")}
        alike = repr((service, sorted({**options, "config": chosen}.items()), environment))
        if alike not in made:
            made[alike] = make(service, **options)
        return made[alike]

    boto3.client = client  # type: ignore[assignment]  # as said


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A unit test that reaches for the network is no unit test; neither is one on moto."""
    tier = item.path.relative_to(TESTS).parts[0]
    in_process = tier in WITHOUT_SOCKETS or "aws" in getattr(item, "fixturenames", ())
    if in_process:
        pytest_socket.disable_socket(allow_unix_socket=True)
    else:
        pytest_socket.enable_socket()


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Every setting of a function, and nothing cached from another test."""
    for name in [name for name in os.environ if name.startswith(("AWS_", "LLAVE_"))]:
        monkeypatch.delenv(name)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    forget()
    yield dict(ENVIRONMENT)
    forget()


@pytest.fixture
def aws(environment: dict[str, str]) -> Iterator[Aws]:
    """The tables, keys, secrets and queues of one deployment, empty, in moto."""
    with mock_aws():
        yield made_ready()
        forget()


def forget() -> None:
    """Clear what a process caches: settings, clients, adapters, keyrings."""
    modules = [module for name, module in sys.modules.copy().items() if name.startswith(CACHED_IN)]
    for module in modules:
        for value in list(vars(module).values()):
            clear = getattr(value, "cache_clear", None)
            if callable(clear) and value.__module__.startswith(CACHED_IN):
                clear()
