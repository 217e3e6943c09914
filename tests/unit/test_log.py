"""T24, the unit part: what is not on the list does not reach the log."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from llave import log

CANARY = "HEGG560427MVZRRL04"


@pytest.mark.parametrize(
    "name", ["email", "curp", "phone", "token", "password", "cookie", "person"]
)
def test_a_key_that_is_not_on_the_list_raises(name: str):
    assert name not in log.ALLOWED
    with pytest.raises(log.KeyNotAllowed, match=name):
        log.info("something", **{name: CANARY})


def test_a_line_holds_the_event_and_its_fields(capsys: pytest.CaptureFixture[str]):
    log.info("settled", kind="recovery", outcome="sent")

    line = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (line["message"], line["kind"], line["outcome"]) == ("settled", "recovery", "sent")


def test_a_defect_is_told_by_its_type_and_place_not_by_its_words(
    capsys: pytest.CaptureFixture[str],
):
    try:
        int(CANARY)
    except ValueError as error:
        log.failure("defect", error, route="POST /registro")

    written = capsys.readouterr().out
    assert CANARY not in written
    assert "builtins.ValueError" in written
    assert "test_log.py" in written


def test_a_defect_caused_by_another_does_not_quote_that_one(capsys: pytest.CaptureFixture[str]):
    try:
        try:
            int(CANARY)
        except ValueError as error:
            raise RuntimeError(CANARY) from error
    except RuntimeError as error:
        log.failure("defect", error)

    written = capsys.readouterr().out
    assert CANARY not in written
    assert "RuntimeError" in written


def test_a_defect_that_aws_answered_bears_its_code_alone(capsys: pytest.CaptureFixture[str]):
    answer: Any = {"Error": {"Code": "AccessDenied", "Message": CANARY}}

    log.failure("not queued", ClientError(answer, "SendMessage"))

    written = capsys.readouterr().out
    assert json.loads(written)["aws_code"] == "AccessDenied"
    assert CANARY not in written
