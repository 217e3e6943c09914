"""Chromium, as a person has it: with scripts on a computer, and without them on a small phone."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.cloud import RunningCloud

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Response

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
COMPUTER = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}
PATIENCE_MS = 15_000


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """Headless Chromium: Debian's, or Playwright's own where there is one."""
    # Every test collects this module, few open a browser.
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def opened(chromium: "Browser", cloud: RunningCloud, **options: Any) -> Iterator["BrowserContext"]:
    """A browser of its own, whose requests are put down."""
    context = chromium.new_context(**{"locale": "es-MX", "viewport": COMPUTER} | options)
    context.set_default_timeout(PATIENCE_MS)
    context.on("response", lambda response: _put_down(response, cloud))
    yield context
    context.close()


@pytest.fixture
def page(chromium: "Browser", cloud: RunningCloud) -> Iterator["Page"]:
    """A computer, with scripts."""
    with opened(chromium, cloud) as context:
        yield context.new_page()


@pytest.fixture
def plain_page(chromium: "Browser", cloud: RunningCloud) -> Iterator["Page"]:
    """A small phone with scripts turned off."""
    with opened(chromium, cloud, viewport=PHONE, java_script_enabled=False) as context:
        yield context.new_page()


def _put_down(response: "Response", cloud: RunningCloud) -> None:
    path = urlsplit(response.url).path
    if not path.startswith("/estaticos/"):
        cloud.requests.append(f"{response.request.method} {path} -> {response.status}")
