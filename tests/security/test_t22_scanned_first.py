"""T22: where the bucket has a scanner of its own, nothing is opened before it has found a version clean."""

from typing import Any

import boto3
import pytest

from functions.verify.steps import sanitise as step
from functions.verify.steps.cleaning import guardduty
from functions.verify.steps.step import Unscanned
from infra.verification_machine import definition
from llave import wiring
from llave.adapters.evidence_store import client
from llave.documents.cases import Picture
from llave.documents.kinds import Slot
from llave.documents.pictures import original_key
from llave.documents.scans import SCAN_TAG, Verdict
from llave.settings import settings
from tests.asl import Machine, StateFailed
from tests.aws import REGION
from tests.scanning import write_verdict
from tests.security.hostile_files import picture

KEY = original_key("c1", Slot.FRONT)
NO_VERDICT = (
    "ACCESS_DENIED",
    "FAILED",
    "",
    "no_threats_found",
    "NO_THREATS_FOUND_",
    "CLEAN",
    "true",
)


@pytest.fixture
def put(aws) -> Picture:
    """A good picture, just put."""
    client.cache_clear()
    s3: Any = boto3.client("s3")
    bucket = settings().evidence_bucket
    if not s3.list_buckets()["Buckets"]:
        where = {"LocationConstraint": REGION}
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=where)
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    return wiring.pictures().write(KEY, picture(), "image/jpeg")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was read."""
    read: list[str] = []
    stock = wiring.pictures()

    class Seen:
        def __getattr__(self, name: str) -> Any:
            return getattr(stock, name)

        def read(self, given: Picture) -> bytes:
            read.append(given.version)
            return stock.read(given)

    monkeypatch.setattr(wiring, "pictures", lambda: Seen())
    return read


def asked(given: Picture, pauses: int = 0) -> dict[str, Any]:
    return step.handle({"key": given.key, "version": given.version, "pauses": pauses}, None)


def test_what_was_found_clean_is_opened(put, opened):
    write_verdict(put, Verdict.CLEAN)

    assert asked(put)["verdict"] == "clean"
    assert opened == [put.version]


def test_what_nobody_scanned_is_not_opened_and_asked_about_again(put, opened):
    answer = asked(put, pauses=3)

    assert answer == {
        "key": put.key,
        "version": put.version,
        "verdict": "unscanned",
        "pauses": 4,
        "seconds": 8,
    }
    assert opened == []


@pytest.mark.parametrize(
    ("verdict", "reason"), [("THREATS_FOUND", "suspicious"), ("UNSUPPORTED", "locked")]
)
def test_what_is_infected_or_closed_is_refused_unopened(put, opened, verdict, reason):
    write_verdict(put, verdict)

    assert asked(put) == {"key": put.key, "verdict": "refused", "reason": reason}
    assert opened == []


@pytest.mark.parametrize("verdict", NO_VERDICT)
def test_whatever_else_it_says_is_no_verdict(put, opened, verdict):
    write_verdict(put, verdict)

    assert asked(put)["verdict"] == "unscanned"
    assert opened == []


def test_the_verdict_on_another_version_says_nothing_of_this_one(put, opened):
    write_verdict(put, Verdict.CLEAN)
    later = wiring.pictures().write(KEY, picture(size=(300, 300)), "image/jpeg")

    assert asked(later)["verdict"] == "unscanned"
    assert asked(put)["verdict"] == "clean"
    assert opened == [put.version]


def test_a_copy_is_scanned_anew(put, opened):
    write_verdict(put, Verdict.CLEAN)
    copied = wiring.pictures().copy(put, original_key("c2", Slot.FRONT))

    assert asked(copied)["verdict"] == "unscanned"
    assert opened == []


def test_another_tag_is_no_verdict(put, opened):
    tags = [{"Key": SCAN_TAG.lower(), "Value": Verdict.CLEAN}, {"Key": "x", "Value": Verdict.CLEAN}]
    boto3.client("s3").put_object_tagging(
        Bucket=settings().evidence_bucket,
        Key=put.key,
        VersionId=put.version,
        Tagging={"TagSet": tags},
    )

    assert asked(put)["verdict"] == "unscanned"
    assert opened == []


def test_it_is_waited_for_a_quarter_of_an_hour_and_no_longer(put, opened):
    pauses = [guardduty.pause(number) for number in range(guardduty.MOST_PAUSES)]

    assert pauses[:6] == [1, 2, 4, 8, 16, 32]
    assert 14 * 60 <= sum(pauses) <= 16 * 60
    with pytest.raises(Unscanned):
        asked(put, pauses=guardduty.MOST_PAUSES)
    assert opened == []


def test_the_workflow_never_goes_on_with_what_nobody_scanned(put, opened):
    """The workflow's own loop, with the step as it is deployed."""
    ends: list[str] = []

    def call(name: str, given: Any) -> Any:
        if name == "verify-begin":
            return {"files": [{"key": put.key, "version": put.version, "pauses": 0}]}
        if name == "verify-sanitise":
            try:
                return step.handle(given, None)
            except Unscanned as error:
                raise StateFailed("Unscanned") from error
        ends.append(name)
        return {}

    machine = Machine(definition(str), call)
    with pytest.raises(StateFailed, match="CaseStuck"):
        machine.run({"case": "c1"})

    assert ends == ["verify-escalate"]
    assert opened == []
    assert machine.entered.count("WaitForScan") == guardduty.MOST_PAUSES
