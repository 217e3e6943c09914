"""What `make web` built: all that pages ask for, light, and fit for the content policy."""

import gzip
import json
import re
from pathlib import Path

from llave.web.pages import BASE, MANIFEST, asset

WEB = Path(__file__).parents[3] / "web"
DIST = WEB / "dist"
FIRST_PAGE_AT_MOST = 150 * 1024
# What a page loads before anybody touches it; the rest comes when it is used.
FIRST_PAGE = (
    "llave.css",
    "llave.js",
    "icono.svg",
    "noto-sans-latin-400-normal.woff2",
    "noto-sans-latin-700-normal.woff2",
    "robot.js",
    "robot-worker.js",
    "postal.js",
)


def test_every_static_file_that_a_template_names_is_built() -> None:
    named = {
        name
        for template in BASE.glob("*.html")
        for name in re.findall(r"asset\(\"([^\"]+)\"\)", template.read_text(encoding="utf-8"))
    }

    assert named
    assert all((DIST / asset(name).removeprefix("/estaticos/")).is_file() for name in named)


def test_names_bear_the_hash_of_the_content() -> None:
    names = json.loads(MANIFEST.read_text(encoding="utf-8"))

    assert all(re.search(r"-[0-9A-Z]{8}\.\w+$", built) for built in names.values())
    assert json.loads((DIST / "manifest.json").read_text(encoding="utf-8")) == names


def test_a_first_page_is_light() -> None:
    names = json.loads(MANIFEST.read_text(encoding="utf-8"))
    weight = sum(len(gzip.compress((DIST / names[name]).read_bytes())) for name in FIRST_PAGE)

    # A third of the budget is left for the page itself and what it may grow by.
    assert weight < FIRST_PAGE_AT_MOST * 2 / 3


def test_scripts_need_no_eval_and_no_other_site() -> None:
    scripts = [path.read_text(encoding="utf-8") for path in DIST.glob("*.js")]
    styles = [path.read_text(encoding="utf-8") for path in DIST.glob("*.css")]

    assert not any(re.search(r"\beval\(|new Function\(|\.innerHTML\s*=", text) for text in scripts)
    assert not any(re.search(r"url\(\"?(https?:)?//|@import", text) for text in styles)


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))

    assert all("resolved" not in package for package in lock["packages"].values())
    assert all("integrity" in package for name, package in lock["packages"].items() if name)
