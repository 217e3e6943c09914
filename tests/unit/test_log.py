"""T24, the unit part: what is not on the list does not reach the log."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from llave import log

CANARY = "HEGG560427MVZRRL04"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the log's handler writes."""
    handler = log._logger().registered_handler
    assert isinstance(handler, logging.StreamHandler)
    stream = io.StringIO()
    before = handler.setStream(stream)
    yield stream
    handler.setStream(before)


@pytest.mark.parametrize(
    "name", ["email", "curp", "phone", "token", "password", "cookie", "person"]
)
def test_a_key_that_is_not_on_the_list_raises(name: str):
    assert name not in log.ALLOWED
    with pytest.raises(log.KeyNotAllowed, match=name):
        log.info("something", **{name: CANARY})


def test_a_line_holds_the_event_and_its_fields(written: io.StringIO):
    log.info("settled", kind="recovery", outcome="sent")

    line = json.loads(written.getvalue().splitlines()[-1])
    assert (line["message"], line["kind"], line["outcome"]) == ("settled", "recovery", "sent")


def test_a_defect_is_told_by_its_type_and_place_not_by_its_words(
    written: io.StringIO,
):
    try:
        int(CANARY)
    except ValueError as error:
        log.failure("defect", error, route="POST /registro")

    assert CANARY not in written.getvalue()
    assert "builtins.ValueError" in written.getvalue()
    assert "test_log.py" in written.getvalue()


def test_a_defect_caused_by_another_does_not_quote_that_one(written: io.StringIO):
    try:
        try:
            int(CANARY)
        except ValueError as error:
            raise RuntimeError(CANARY) from error
    except RuntimeError as error:
        log.failure("defect", error)

    assert CANARY not in written.getvalue()
    assert "RuntimeError" in written.getvalue()


def test_a_defect_that_aws_answered_bears_its_code_alone(written: io.StringIO):
    answer: Any = {"Error": {"Code": "AccessDenied", "Message": CANARY}}

    log.failure("not queued", ClientError(answer, "SendMessage"))

    assert json.loads(written.getvalue())["aws_code"] == "AccessDenied"
    assert CANARY not in written.getvalue()
