"""T22 over HTTP, with what plays GuardDuty: an infected file is refused with help and the case intact for
another try; what nobody scanned can not be read by whoever asks, nor a verdict be written."""

import json
import time
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from functions.verify.steps.cleaning.formats import TEST_VIRUS as EICAR
from infra.environments import LOCAL
from llave.documents.scans import SCAN_TAG, Verdict
from local.emulator.settings import ACCOUNT, REGION
from local.scanner import TEST_VIRUS
from local.verifying import Verifying
from tests.security import hostile_files
from tests.security.hostile_files import picture
from tests.security.insider import any_email, register

BUCKET = LOCAL.evidence_bucket(ACCOUNT)
SLOTS = ("front", "back", "bill", "face")
ADMINISTRATOR = "llave-test-administrator"


@pytest.fixture
def she(cloud, inside) -> Verifying:
    account = register(any_email("infectada"), active=True)
    citizen = cloud.citizen()
    assert citizen.sign_in(account.email, account.password).status_code == 201
    return Verifying(citizen)


@pytest.fixture
def administrator(inside) -> Any:
    """S3 for somebody of the account whose role may do everything that a role can allow."""
    iam, aws = inside.aws.client("iam"), inside.aws
    anybody = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    everything = {"Effect": "Allow", "Action": ["s3:*", "kms:*"], "Resource": "*"}
    trust, allowed = (
        json.dumps({"Version": "2012-10-17", "Statement": [one]}) for one in (anybody, everything)
    )
    role = iam.create_role(RoleName=ADMINISTRATOR, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    iam.put_role_policy(RoleName=ADMINISTRATOR, PolicyName="all", PolicyDocument=allowed)
    taken = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    session: Any = boto3.Session(
        taken["AccessKeyId"], taken["SecretAccessKey"], taken["SessionToken"], REGION
    )
    yield session.client("s3", endpoint_url=aws.endpoint)
    iam.delete_role_policy(RoleName=ADMINISTRATOR, PolicyName="all")
    iam.delete_role(RoleName=ADMINISTRATOR)


def test_an_infected_picture_is_refused_with_help_and_the_case_is_there_for_another_try(she):
    assert TEST_VIRUS in EICAR
    she.start()
    for slot in SLOTS:
        she.upload(slot, picture() + (EICAR if slot == "back" else b""))
    she.submit()

    case = she.at_rest(within_s=60)

    assert case["state"] == "rejected"
    assert case["reasons"] == [{"code": "file_format", "slot": "back"}]
    assert "Toma una foto del documento" in she.citizen.call("GET", "/verificar").text
    she.start()
    assert {one["slot"] for one in she.current()["slots"] if one["done"]} == {"front", "bill"}


def test_what_comes_along_into_the_next_try_is_scanned_anew(she, inside):
    for number in (1, 2):
        she.start()
        for slot in SLOTS if number == 1 else ("back", "face"):
            she.upload(slot, picture() + (EICAR if slot == "back" else b""))
        she.submit()
        case = she.at_rest(within_s=60)
        assert case["reasons"] == [{"code": "file_format", "slot": "back"}]

    own = {"Bucket": BUCKET, "Key": f"cases/{she.case}/front/original"}
    assert verdict(inside, own) == Verdict.CLEAN
    inside.aws.client("s3").head_object(Bucket=BUCKET, Key=f"pages/{she.case}/front/page-1.jpg")


def test_a_locked_paper_is_refused_with_what_to_do(she):
    she.start()
    for slot in SLOTS:
        she.upload(slot, picture())
    she.upload("bill", hostile_files.HOSTILE["locked-pdf"][0], "application/pdf")
    she.submit()

    case = she.at_rest(within_s=60)

    assert case["state"] == "rejected"
    assert case["reasons"] == [{"code": "file_locked", "slot": "bill"}]
    assert "Quítala o toma una foto" in she.citizen.call("GET", "/verificar").text


def test_nobody_reads_what_was_found_infected_and_nobody_writes_a_verdict(
    she, inside, administrator
):
    she.start()
    she.upload("front", picture() + EICAR)
    key = f"cases/{she.case}/front/original"
    version = {"Bucket": BUCKET, "Key": key}
    assert verdict(inside, version) == "THREATS_FOUND"

    clean = {"TagSet": [{"Key": SCAN_TAG, "Value": Verdict.CLEAN}]}
    for refused in (
        lambda: administrator.get_object(**version),
        lambda: administrator.put_object_tagging(**version, Tagging=clean),
        lambda: administrator.delete_object_tagging(**version),
    ):
        with pytest.raises(ClientError, match="AccessDenied"):
            refused()
    she.upload("front", picture())
    assert verdict(inside, version) == Verdict.CLEAN
    assert administrator.get_object(**version)["Body"].read() == picture()


def verdict(inside: Any, version: dict[str, str]) -> str:
    """Of the newest version, once it is there."""
    s3, until = inside.aws.client("s3"), time.monotonic() + 10
    while time.monotonic() < until:
        tags = s3.get_object_tagging(**version)["TagSet"]
        if tags:
            return str(tags[0]["Value"])
        time.sleep(0.05)
    raise AssertionError("nothing scanned it")
