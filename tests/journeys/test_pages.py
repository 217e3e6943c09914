"""Every page, mistakes included: nothing for axe to say, and no scrolling sideways on a small phone."""

import pytest

from tests.browsers import opened
from tests.journeys.clicking import Clicking
from tests.journeys.gallery import Walk
from tests.journeys.looking import complaints


@pytest.mark.timeout(600)
def test_every_page_is_accessible_and_fits_a_small_phone(cloud, chromium):
    found: list[str] = []
    with opened(chromium, cloud, bypass_csp=True) as context:
        page = context.new_page()

        def look(name: str) -> None:
            found.extend(complaints(page, name))

        Walk(Clicking(page, cloud), look).everywhere()

    assert not found, "\n".join(["what was found:", *found])
