"""Every page, mistakes included: nothing for axe to say, and no scrolling sideways on a small phone."""

import os
from pathlib import Path

import pytest

from tests.browsers import COMPUTER, PHONE, opened
from tests.journeys.clicking import Clicking
from tests.journeys.gallery import Walk

AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
ASK = """async () => (await axe.run()).violations.map(
    (one) => `${one.id}: ${one.nodes.map((node) => node.target).join(" | ")}`)"""
IS_STYLED = "() => [...document.styleSheets].some((one) => one.cssRules.length > 0)"
TOO_WIDE = "() => document.documentElement.scrollWidth - window.innerWidth"
# A folder for a picture of each page at both widths.
PICTURES = os.environ.get("LLAVE_PICTURES")


@pytest.mark.timeout(600)
def test_every_page_is_accessible_and_fits_a_small_phone(cloud, chromium):
    found: list[str] = []
    # The policy of our pages lets no foreign script in, axe included.
    with opened(chromium, cloud, bypass_csp=True) as context:
        page = context.new_page()

        def look(name: str) -> None:
            if not page.evaluate(IS_STYLED):
                found.append(f"{name}: without styles")
            page.add_script_tag(path=AXE)
            found.extend(f"{name}: {violation}" for violation in page.evaluate(ASK))
            for size in (PHONE, COMPUTER):
                page.set_viewport_size(size)
                if (wider := page.evaluate(TOO_WIDE)) > 0:
                    found.append(f"{name}: {wider} pixels wider than {size['width']}")
                if PICTURES:
                    path = Path(PICTURES) / f"{name}-{size['width']}.png"
                    page.screenshot(path=path, full_page=True)

        Walk(Clicking(page, cloud), look).everywhere()

    assert not found, "\n".join(["what was found:", *found])
