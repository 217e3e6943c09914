"""Every page, mistakes included: nothing for axe to say, and no scrolling sideways on a small phone."""

from contextlib import ExitStack

import pytest
from playwright.sync_api import Page

from tests.browsers import opened
from tests.journeys.clicking import Clicking
from tests.journeys.gallery import Walk
from tests.journeys.gallery_cases import CaseWalk
from tests.journeys.looking import complaints
from tests.papers import looked_at
from tests.reader.running import needs_the_reader


@pytest.mark.timeout(600)
def test_every_page_is_accessible_and_fits_a_small_phone(cloud, chromium):
    found: list[str] = []
    with opened(chromium, cloud, bypass_csp=True) as context:
        page = context.new_page()

        def look(name: str) -> None:
            found.extend(complaints(page, name))

        Walk(Clicking(page, cloud), look).everywhere()

    assert not found, "\n".join(["what was found:", *found])


@needs_the_reader
@pytest.mark.timeout(600)
def test_every_state_of_a_case_does_too(cloud, chromium, tmp_path):
    found: list[str] = []
    with ExitStack() as browsers:

        def browser() -> Page:
            context = browsers.enter_context(opened(chromium, cloud, bypass_csp=True))
            page: Page = context.new_page()
            return page

        def look(page: Page, name: str) -> None:
            found.extend(complaints(page, name))

        CaseWalk(cloud, looked_at(cloud, tmp_path), browser(), browser, look).everywhere()

    assert not found, "\n".join(["what was found:", *found])
