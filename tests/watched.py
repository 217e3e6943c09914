"""What a failed test shows of the local cloud: the requests that were made and what the Lambdas said."""

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.cloud import CLOUD

LAST_REQUESTS = 25
SINCE = pytest.StashKey[tuple[dict[Path, int], int]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Remember where the logs and the requests stood; the first test starts the cloud itself."""
    _remember(item)
    yield
    if SINCE not in item.stash:
        _remember(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Put both under a failure."""
    report = yield
    running = item.config.stash.get(CLOUD, None)
    if report.failed and running is not None:
        sizes, first = item.stash.get(SINCE, ({}, 0))
        requests = running.requests[first:][-LAST_REQUESTS:]
        report.sections.append(("Requests", "\n".join(requests)))
        report.sections.append(("Lambda logs", running.logged_since(sizes)))
    return report


def _remember(item: pytest.Item) -> None:
    running = item.config.stash.get(CLOUD, None)
    if running is not None:
        item.stash[SINCE] = running.log_sizes(), len(running.requests)
