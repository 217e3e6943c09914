"""Journeys: people, browsers and agencies against the local cloud; a failure shows what the Lambdas said."""

import json
import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.cloud import RunningCloud, cloud

__all__ = ["cloud"]

PEOPLE = json.loads((Path(__file__).parents[2] / "local/population.json").read_text())
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
LOGS = pytest.StashKey[Callable[[], str]]()

Person = dict[str, str]


@pytest.fixture(autouse=True)
def lambda_logs(request: pytest.FixtureRequest, cloud: RunningCloud) -> None:
    """Remember where the logs stood, for the report of a failure."""
    sizes = cloud.log_sizes()
    request.node.stash[LOGS] = lambda: cloud.logged_since(sizes)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Put what the functions logged meanwhile under a failure."""
    report: pytest.TestReport = yield
    if report.failed and LOGS in item.stash:
        report.sections.append(("Lambda logs", item.stash[LOGS]()))
    return report  # type: ignore[return-value]  # a wrapper returns the hook's result


@pytest.fixture
def somebody() -> Callable[..., Person]:
    """A made-up person whom the simulated RENAPO knows; each test gets people of its own."""
    return pick


def pick(*, born_before: date = date(2000, 1, 1), status: str = "active") -> Person:
    """Any person of the population with that status, born before that day."""
    fitting = [
        person
        for person in PEOPLE
        if person["status"] == status and date.fromisoformat(person["birth_date"]) < born_before
    ]
    return secrets.choice(fitting)  # type: ignore[no-any-return]  # JSON


@pytest.fixture
def mark() -> str:
    """Something that makes addresses and passwords of one test its own."""
    return secrets.token_hex(5)


@pytest.fixture
def phone() -> str:
    """A mobile of Mexico City that nobody else uses."""
    return f"55{secrets.randbelow(10**8):08d}"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Headless Chromium: Debian's, or Playwright's own where there is one."""
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A browser of its own, with scripts."""
    context = chromium.new_context(locale="es-MX", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def plain_page(chromium: Browser) -> Iterator[Page]:
    """A small phone with scripts turned off."""
    context = chromium.new_context(
        locale="es-MX", viewport={"width": 320, "height": 640}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()
