"""Threats against the running local cloud; those in the process need nothing of this."""

from collections.abc import Iterator
from contextlib import closing

import boto3
import pytest

from local.deploy.clients import Cloud
from local.emulator.settings import client_environment
from tests.cloud import RunningCloud
from tests.conftest import forget
from tests.security.insider import Insider
from tests.somebody import mark
from tests.watched import pytest_runtest_makereport, pytest_runtest_setup

__all__ = ["mark", "pytest_runtest_makereport", "pytest_runtest_setup"]


@pytest.fixture
def insider(cloud: RunningCloud) -> Iterator[Insider]:
    """The cloud's API and tables."""
    with closing(Insider(cloud, Cloud(cloud.settings.emulator))) as found:
        yield found


@pytest.fixture(scope="session")
def variables(cloud: RunningCloud) -> dict[str, str]:
    """What all the functions together are told of where they run."""
    return Insider(cloud, Cloud(cloud.settings.emulator)).variables()


@pytest.fixture
def inside(
    insider: Insider, variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Insider]:
    """This process as if it were one of the functions, with every right."""
    port = insider.cloud.settings.emulator_port
    for name, value in (variables | client_environment(port)).items():
        monkeypatch.setenv(name, value)
    # The default session keeps the credentials that it found first.
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    forget()
    yield insider
    forget()
