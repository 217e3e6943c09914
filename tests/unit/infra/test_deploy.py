"""`make deploy`: the order, what the edge is told, and one sentence when a step fails."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from infra import deploy
from infra.environments import PROD

OUTPUTS = {
    "llave-prod-api": {"ApiDomain": "abc.execute-api.mx-central-1.amazonaws.com"},
    "llave-prod-edge": {"SiteBucket": "site"},
}


class Bucket:
    """The bucket of static files; `there` are keys, `put` what was sent."""

    def __init__(self, there: tuple[str, ...] = (), refusal: Exception | None = None) -> None:
        self._there = there
        self._refusal = refusal
        self.put: list[dict[str, Any]] = []

    def get_paginator(self, _: str) -> "Bucket":
        return self

    def paginate(self, **_: str) -> list[dict[str, Any]]:
        if self._refusal:
            raise self._refusal
        return [{"Contents": [{"Key": key} for key in self._there]}, {}]

    def put_object(self, **given: Any) -> None:
        self.put.append(given)


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """What was run; the CLI is there, succeeds, and writes its outputs."""
    seen: list[list[str]] = []

    def run(command: list[str], **_: object) -> CompletedProcess[bytes]:
        seen.append(command[2:])
        return CompletedProcess(command, 0)

    program = tmp_path / "cli/node_modules/aws-cdk/bin/cdk"
    program.parent.mkdir(parents=True)
    program.touch()
    outputs = tmp_path / "cdk.out/prod/outputs.json"
    outputs.parent.mkdir(parents=True)
    outputs.write_text(json.dumps(OUTPUTS))
    site = tmp_path / "dist"
    site.mkdir()
    for name in ("manifest.json", "llave.abc.css", "llave.def.js"):
        (site / name).write_text(name)
    monkeypatch.setattr("subprocess.run", run)
    monkeypatch.setattr(deploy, "CLI", tmp_path / "cli")
    monkeypatch.setattr(deploy, "ROOT", tmp_path)
    monkeypatch.setattr(deploy, "SITE", site)
    monkeypatch.setattr(deploy, "MANIFEST", site / "manifest.json")
    return seen


def told(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["deploy", "prod", *arguments])
    return deploy.main()


def s3(monkeypatch: pytest.MonkeyPatch, bucket: Bucket) -> Bucket:
    monkeypatch.setattr(boto3, "client", lambda *_, **__: bucket)
    return bucket


def test_the_edge_comes_last_and_is_told_the_domain_of_the_api(
    commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
):
    s3(monkeypatch, Bucket())

    assert told(monkeypatch) == 0

    first, second = commands
    assert first[:5] == ["deploy", *(f"llave-prod-{name}" for name in deploy.FIRST)]
    assert second[:2] == ["deploy", "llave-prod-edge"]
    domain = OUTPUTS["llave-prod-api"]["ApiDomain"]
    assert f"llave-prod-edge:ApiDomain={domain}" in second
    assert all("broadening" in command for command in commands)


def test_only_files_that_are_not_there_are_sent_and_kept_for_ever(
    commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
):
    bucket = s3(monkeypatch, Bucket(there=("estaticos/llave.abc.css",)))

    assert told(monkeypatch) == 0

    (sent,) = bucket.put
    assert (sent["Key"], sent["CacheControl"]) == ("estaticos/llave.def.js", deploy.FOR_EVER)
    assert "javascript" in sent["ContentType"]


def test_a_difference_changes_nothing(commands: list[list[str]], monkeypatch: pytest.MonkeyPatch):
    assert told(monkeypatch, "--diff") == 0
    assert [command[:2] for command in commands] == [["diff", "--all"]]


def test_both_regions_are_made_ready(commands: list[list[str]], monkeypatch: pytest.MonkeyPatch):
    who = type("Sts", (), {"get_caller_identity": lambda _: {"Account": "123456789012"}})()
    monkeypatch.setattr(boto3, "client", lambda *_, **__: who)

    assert told(monkeypatch, "--bootstrap") == 0

    (command,) = commands
    assert command[:3] == [
        "bootstrap",
        "aws://123456789012/mx-central-1",
        "aws://123456789012/us-east-1",
    ]


def failing(code: int) -> Callable[..., CompletedProcess[bytes]]:
    return lambda command, **_: CompletedProcess(command, code)


def test_a_step_that_fails_ends_the_deployment_in_one_sentence(
    commands: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr("subprocess.run", failing(3))

    assert told(monkeypatch) == 1
    assert capsys.readouterr().err == "cdk deploy failed; its message is above\n"


@pytest.mark.parametrize(
    "refusal",
    [
        NoCredentialsError(),
        ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "ListObjectsV2"),
    ],
)
def test_files_that_may_not_be_sent_are_one_sentence(
    commands: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    refusal: Exception,
):
    s3(monkeypatch, Bucket(refusal=refusal))

    assert told(monkeypatch) == 1
    said = capsys.readouterr().err
    assert said.startswith("AWS refused: ")
    assert said.count("\n") == 1


@pytest.mark.parametrize("written", ["{}", "", None])
def test_outputs_without_the_domain_are_one_sentence(
    commands: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    written: str | None,
):
    file = tmp_path / "cdk.out" / PROD.name / "outputs.json"
    if written is None:
        file.unlink()
    else:
        file.write_text(written)

    assert told(monkeypatch) == 1
    assert capsys.readouterr().err == (
        "the CLI did not write ApiDomain of llave-prod-api into cdk.out/prod/outputs.json\n"
    )
