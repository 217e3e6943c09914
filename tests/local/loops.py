"""Coroutines run to their end where a loop may be running already."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def finished(scene: Coroutine[Any, Any, T]) -> T:
    """What it returns or raises. A browser of Playwright leaves a loop running in the thread of the
    tests, which lets no other start there."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, scene).result()
