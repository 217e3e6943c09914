"""The operator's command says in one sentence what went wrong."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from botocore.response import StreamingBody
from botocore.stub import Stubber

from infra.environments import LOCAL
from tools import operate


@pytest.fixture
def lambda_(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Stubber]:
    client = boto3.client("lambda", region_name=LOCAL.region)
    monkeypatch.setattr(boto3, "client", lambda *_, **__: client)
    # Clients outlive a test (tests/conftest.py); what is put on them does not.
    with Stubber(client) as stubber:
        yield stubber


def said(stubber: Stubber, payload: object, **more: str) -> None:
    body = json.dumps(payload).encode()
    answer = {"Payload": StreamingBody(io.BytesIO(body), len(body)), **more}
    stubber.add_response("invoke", answer)


def test_what_the_job_answered_is_printed(lambda_: Stubber, capsys: pytest.CaptureFixture[str]):
    said(lambda_, {"job": "check-keyring", "changed": False})

    assert operate.main(["local", "check-keyring"]) == 0
    assert json.loads(capsys.readouterr().out)["changed"] is False


def test_a_job_that_is_refused_says_why(lambda_: Stubber, capsys: pytest.CaptureFixture[str]):
    said(
        lambda_,
        {"errorType": "JobRefused", "errorMessage": "cp: is missing"},
        FunctionError="Unhandled",
    )

    assert operate.main(["local", "add-postal-code"]) == 1
    assert capsys.readouterr().err == "JobRefused: cp: is missing\n"


def test_a_function_that_is_not_there_says_so(lambda_: Stubber, capsys: pytest.CaptureFixture[str]):
    lambda_.add_client_error("invoke", "ResourceNotFoundException")

    assert operate.main(["local", "check-keyring"]) == 1
    assert "could not be called" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "{", "[1]", '"x"'])
def test_a_file_that_holds_no_fields_is_refused(tmp_path: Path, text: str):
    file = tmp_path / "job.json"
    file.write_text(text)

    with pytest.raises(operate.JobFailed, match=r"job\.json"):
        operate.fields_in(str(file))


def test_a_file_that_is_missing_is_named():
    with pytest.raises(operate.JobFailed, match=r"nowhere\.json"):
        operate.fields_in("nowhere.json")
