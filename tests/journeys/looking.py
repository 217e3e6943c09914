"""A page as axe and a small phone see it."""

import os
from pathlib import Path

from playwright.sync_api import Page

from tests.browsers import COMPUTER, PHONE

AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
ASK = """async () => (await axe.run()).violations.map(
    (one) => `${one.id}: ${one.nodes.map((node) => node.target).join(" | ")}`)"""
# What is pressed with a thumb; a link within a text is not.
TOO_SMALL = """() => [...document.querySelectorAll(
    'button, input:not([type=hidden]), select, .govuk-button')]
  .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 43.5)
  .map((one) => `${one.tagName} ${one.textContent.trim() || one.name}`)"""
TOO_WIDE = "() => document.documentElement.scrollWidth - window.innerWidth"
# A folder for a picture of each page at every width.
PICTURES = os.environ.get("LLAVE_PICTURES")
# For who looks at the pictures; what fits the smallest phone fits this one.
COMMON_PHONE = {"width": 360, "height": 760}


def complaints(page: Page, name: str) -> list[str]:
    """What axe has to say of the page shown, by how much it is too wide, and what a thumb misses.

    The browser's context must let a foreign script in (`bypass_csp`): the policy of our pages lets none.
    """
    page.add_script_tag(path=AXE)
    found = [f"{name}: {violation}" for violation in page.evaluate(ASK)]
    for size in (PHONE, COMMON_PHONE, COMPUTER) if PICTURES else (PHONE, COMPUTER):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # two numbers by name
        if (wider := page.evaluate(TOO_WIDE)) > 0:
            found.append(f"{name}: {wider} pixels wider than {size['width']}")
        if size is PHONE:
            found += [f"{name}: too small for a thumb: {it}" for it in page.evaluate(TOO_SMALL)]
        if PICTURES:
            path = Path(PICTURES) / f"{name}-{size['width']}.png"
            page.screenshot(path=path, full_page=True)
    return found
