"""How long the robot check keeps a person waiting, at the speed of this machine and six times slower.

`make run`, then `python -m bench.robot_check`: the page's own worker solves challenges of each effort
in Chromium, with as many workers as the page starts. Chromium's CPU throttling reaches neither
workers nor the threads of Web Crypto, where all of this work is done: the slower figure is a product.
Only volume brings the dearer efforts about (llave/web/robots.py).
"""

import os
import secrets
import shutil
import statistics
from typing import Any

import altcha
from playwright.sync_api import Page, sync_playwright

from llave.web.robots import ALGORITHM, EFFORTS, ITERATIONS
from local.settings import from_environment

ROUNDS = int(os.environ.get("ROUNDS", "9"))
SLOWER = 6
AIM_S = 5.0
FLAGS = ["--no-sandbox", "--disable-gpu"]
SOLVE = """async (challenge) => {
  const script = document.querySelector("[data-worker]").dataset.worker;
  const count = Math.min(4, navigator.hardwareConcurrency || 1);
  const began = performance.now();
  const workers = Array.from({ length: count }, () => new Worker(script));
  await Promise.race(workers.map((worker, index) => new Promise((resolve, reject) => {
    worker.onerror = reject;
    worker.onmessage = ({ data }) => data && !data.error && resolve(data);
    worker.postMessage({ type: "work", challenge, counterStart: index, counterStep: count });
  })));
  workers.forEach((worker) => worker.terminate());
  return (performance.now() - began) / 1000;
}"""


def challenge(bound: int) -> dict[str, Any]:
    """One as the server makes it: its answer lies in the upper half."""
    counter = bound // 2 + secrets.randbelow(bound // 2)
    made = altcha.create_challenge(ALGORITHM, ITERATIONS, counter=counter, hmac_secret="bench")
    return dict(made.to_dict())


def measured(page: Page) -> dict[int, list[float]]:
    """Seconds by effort, the efforts in turn."""
    taken: dict[int, list[float]] = {bound: [] for bound in EFFORTS}
    for _ in range(ROUNDS):
        for bound in EFFORTS:
            taken[bound].append(float(page.evaluate(SOLVE, challenge(bound))))
    return taken


def main() -> None:
    """Print a line for each effort."""
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        page = browser.new_page()
        page.goto(f"{from_environment().origin}/registro")
        taken = measured(page)
        browser.close()
    for bound, seconds in taken.items():
        median, worst = statistics.median(seconds), max(seconds)
        print(
            f"bound {bound:4}: median {median:.2f} s, worst {worst:.2f} s; "
            f"{SLOWER} x slower {median * SLOWER:.1f} s (aim {AIM_S:.0f} s)"
        )


if __name__ == "__main__":
    main()
