"""One reader for all tests that need no other."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.reader.running import client, running


@pytest.fixture(scope="package")
def address() -> Iterator[str]:
    with running() as where:
        yield where


@pytest.fixture(scope="package")
def textract(address: str) -> Any:
    return client("textract", address)


@pytest.fixture(scope="package")
def rekognition(address: str) -> Any:
    return client("rekognition", address)
