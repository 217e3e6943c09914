"""A document reader that is away: its cases wait for it."""

from typing import Any, Never

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError

from functions.verify.steps import step
from llave.adapters.reader import AwsReader
from llave.errors import Slowed
from tests.aws import Aws


@pytest.fixture(params=[ConnectTimeoutError, EndpointConnectionError])
def away(aws: Aws, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> AwsReader:
    """Nobody listens where it was."""

    def call(*_: Any) -> Never:
        raise request.param(endpoint_url="https://reader.test")

    monkeypatch.setattr(BaseClient, "_make_api_call", call)
    return AwsReader("us-east-1")


def test_whatever_is_asked_of_it(away: AwsReader) -> None:
    for ask in (away.lines, away.faces, lambda picture: away.compare(picture, picture)):
        with pytest.raises(Slowed):
            ask(b"picture")


def test_a_step_says_so_by_the_name_that_is_tried_again_for_hours(away: AwsReader) -> None:
    read = step.step(lambda event: {"lines": away.lines(b"picture")})

    with pytest.raises(step.Slowed):
        read({"case": "c1"}, None)
