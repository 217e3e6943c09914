"""One reader for all tests that need no other."""

from collections.abc import Iterator
from typing import Any

import pytest

from llave.adapters import reader
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


@pytest.fixture(scope="package")
def eyes(address: str) -> Iterator[reader.AwsReader]:
    """The reader as production code asks it."""
    with pytest.MonkeyPatch.context() as patch:
        for service in ("TEXTRACT", "REKOGNITION"):
            patch.setenv(f"AWS_ENDPOINT_URL_{service}", address)
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        reader.textract.cache_clear()
        reader.rekognition.cache_clear()
        yield reader.AwsReader("mx-central-1")
    reader.textract.cache_clear()
    reader.rekognition.cache_clear()
