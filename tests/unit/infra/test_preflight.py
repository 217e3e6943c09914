"""`make preflight` tells what is not in order and what to do about it, and never ends in a traceback."""

import hashlib
import json
from dataclasses import replace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from infra import preflight
from infra.environments import ENVIRONMENTS, LOCAL, PROD, DocumentReader, Edge, Network, Workforce
from infra.findings import Finding
from infra.preflight_checks import CHECKS, names

DIGEST = hashlib.sha256(b"sent").hexdigest()
READY = replace(
    PROD,
    origin_secret_sha256=(DIGEST,),
    renapo_url="https://renapo.gob.mx",
    ine_url="https://ine.mx",
    mail_from="no-responder@llave.gob.mx",
    documents=DocumentReader(
        "mx-central-1", "https://lector.llave.gob.mx", Network(("subnet-1", "subnet-2"), ("sg-1",))
    ),
    workforce=Workforce("https://personal.gob.mx"),
    edge=Edge("llave.gob.mx"),
    alarms_to="guardia@llave.gob.mx",
)
GOOD: dict[str, Any] = {
    "sts.get_caller_identity": {"Account": "123456789012", "Arn": "arn:aws:iam::1:role/deploys"},
    "ssm.get_parameter": {"Parameter": {"Value": "25"}},
    "lambda.get_account_settings": {"AccountLimit": {"ConcurrentExecutions": 1000}},
    "sesv2.get_account": {"ProductionAccessEnabled": True, "SendingEnabled": True},
    "sesv2.get_email_identity": {
        "DkimAttributes": {"Status": "SUCCESS"},
        "MailFromAttributes": {"MailFromDomainStatus": "SUCCESS"},
    },
    "sns.get_sms_sandbox_account_status": {"IsInSandbox": False},
    "sns.get_sms_attributes": {"attributes": {"MonthlySpendLimit": "5000"}},
    "acm.list_certificates": {"CertificateSummaryList": [{"DomainName": "llave.gob.mx"}]},
    "secretsmanager.get_secret_value": {"SecretString": json.dumps({"a": "sent"})},
    "secretsmanager.list_secret_version_ids": {"Versions": [{}, {}]},
    "guardduty.list_malware_protection_plans": {
        "MalwareProtectionPlans": [{"MalwareProtectionPlanId": "p"}]
    },
    "guardduty.get_malware_protection_plan": {
        "Status": "ACTIVE",
        "ProtectedResource": {"S3Bucket": {"BucketName": "llave-prod-evidence-123456789012"}},
    },
    "budgets.describe_budgets": {"Budgets": [{}]},
    "ec2.describe_subnets": {
        "Subnets": [
            {"SubnetId": "subnet-1", "VpcId": "vpc-1"},
            {"SubnetId": "subnet-2", "VpcId": "vpc-1"},
        ]
    },
    "ec2.describe_security_groups": {"SecurityGroups": [{"GroupId": "sg-1", "VpcId": "vpc-1"}]},
    "ec2.describe_vpc_endpoints": {
        "VpcEndpoints": [
            {"ServiceName": f"com.amazonaws.mx-central-1.{service}"}
            for service in ("dynamodb", "s3", "kms")
        ]
    },
}


class Missing(ClientError):
    """What AWS says of something that is not there."""

    def __init__(self) -> None:
        super().__init__({"Error": {"Code": "NotFound", "Message": "no such thing"}}, "Ask")


class Exceptions:
    """Every name is that one error."""

    def __getattr__(self, name: str) -> type[ClientError]:
        return Missing


class Account:
    """One service of an account that answers as `said` has it: a value, or an error to raise."""

    exceptions = Exceptions()

    def __init__(self, said: dict[str, Any], service: str) -> None:
        self._said = said
        self._service = service

    def __getattr__(self, name: str) -> Any:
        def answer(**_: object) -> Any:
            found = self._said[f"{self._service}.{name}"]
            if isinstance(found, Exception):
                raise found
            return found

        return answer

    def get_paginator(self, name: str) -> Any:
        pages = self._said[f"{self._service}.{name}"]
        return type("Pages", (), {"paginate": lambda *_, **__: [pages]})()


class Session:
    """Somebody is signed in, or nobody."""

    def __init__(self, credentials: object) -> None:
        self._credentials = credentials

    def get_credentials(self) -> object:
        return self._credentials


def asked(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> list[Finding]:
    said = GOOD | {name.replace("__", "."): value for name, value in changes.items()}
    monkeypatch.setattr(boto3, "client", lambda service, **_: Account(said, service))
    return [finding for check in CHECKS for finding in preflight._asked(check, READY)]


def wrong(findings: list[Finding]) -> list[str]:
    return [finding.what for finding in findings if not finding.ok]


def test_an_account_in_order_has_nothing_to_mend(monkeypatch: pytest.MonkeyPatch):
    assert wrong(asked(monkeypatch)) == []
    assert wrong(list(names(READY))) == []


def test_every_name_of_the_delivered_environments_is_to_be_replaced():
    *said, network = wrong(list(names(PROD)))

    assert len(said) == 7
    assert all("example" in line for line in said)
    assert network == "the document reader is reached from a network of its own"


@pytest.mark.parametrize(
    ("documents", "said"),
    [
        (
            replace(READY.documents, network=None),
            ["the document reader is reached from a network of its own"],
        ),
        (LOCAL.documents, []),
        (
            DocumentReader("us-east-1", None),
            ["pictures of documents leave the country for us-east-1"],
        ),
        (DocumentReader("us-east-1", None, leave_country=True), []),
    ],
)
def test_who_reaches_the_reader_and_what_leaves_the_country_is_said(
    documents: DocumentReader, said: list[str]
):
    assert wrong(list(names(replace(READY, documents=documents)))) == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ssm__get_parameter": Missing()}, "CDK is bootstrapped in mx-central-1"),
        (
            {"lambda__get_account_settings": {"AccountLimit": {"ConcurrentExecutions": 10}}},
            "Lambda may run 10 at once in mx-central-1; 1000 are needed",
        ),
        (
            {
                "guardduty__list_malware_protection_plans": EndpointConnectionError(
                    endpoint_url="https://guardduty.mx-central-1.amazonaws.com"
                )
            },
            "GuardDuty Malware Protection for S3 is offered in mx-central-1",
        ),
        (
            {
                "guardduty__get_malware_protection_plan": GOOD[
                    "guardduty.get_malware_protection_plan"
                ]
                | {"Status": "WARNING", "StatusReasons": [{"Code": "INSUFFICIENT_TEST_OBJECT"}]}
            },
            "GuardDuty scans llave-prod-evidence-123456789012: WARNING",
        ),
        ({"sesv2__get_account": {}}, "SES in us-east-1 is out of the sandbox"),
        ({"sesv2__get_email_identity": Missing()}, "llave.gob.mx signs with DKIM"),
        (
            {"sns__get_sms_sandbox_account_status": {"IsInSandbox": True}},
            "SMS in us-east-1 is out of the sandbox",
        ),
        ({"sns__get_sms_attributes": {"attributes": {}}}, "SMS may cost 1 USD a month"),
        (
            {"acm__list_certificates": {"CertificateSummaryList": []}},
            "a certificate for llave.gob.mx is issued in us-east-1",
        ),
        (
            {"secretsmanager__get_secret_value": {"SecretString": json.dumps({"a": "other"})}},
            "the value that CloudFront sends (a) is accepted",
        ),
        (
            {"secretsmanager__get_secret_value": Missing()},
            "the secret llave-prod-origin-secret is in us-east-1",
        ),
        (
            {"secretsmanager__list_secret_version_ids": {"Versions": [{}]}},
            "the key of llave-prod-renapo-key was put in",
        ),
        (
            {"secretsmanager__list_secret_version_ids": {"Versions": [{}]}},
            "the key of llave-prod-ine-key was put in",
        ),
        ({"budgets__describe_budgets": {}}, "the account has a budget with a notice"),
        ({"ec2__describe_subnets": {"Subnets": []}}, "subnet subnet-1 is in mx-central-1"),
        (
            {"ec2__describe_security_groups": {"SecurityGroups": []}},
            "security group sg-1 is in mx-central-1",
        ),
        (
            {
                "ec2__describe_security_groups": {
                    "SecurityGroups": [{"GroupId": "sg-1", "VpcId": "vpc-2"}]
                }
            },
            "they are of one VPC: vpc-1, vpc-2",
        ),
        ({"ec2__describe_vpc_endpoints": {"VpcEndpoints": []}}, "vpc-1 reaches kms"),
    ],
)
def test_what_is_not_in_order_is_said(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], said: str
):
    findings = asked(monkeypatch, **changes)

    assert said in wrong(findings)


def test_what_may_not_be_asked_counts_as_not_in_order(monkeypatch: pytest.MonkeyPatch):
    denied = ClientError({"Error": {"Code": "AccessDenied", "Message": "not you"}}, "GetAccount")

    (finding,) = [one for one in asked(monkeypatch, sesv2__get_account=denied) if not one.ok]

    assert finding.what == "mail could be asked"
    assert "not you" in finding.hint


@pytest.mark.parametrize(("ready", "code"), [(True, 0), (False, 1)])
def test_the_exit_code_says_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], code: int, *, ready: bool
):
    asked(monkeypatch)
    monkeypatch.setitem(ENVIRONMENTS, "prod", READY if ready else PROD)
    monkeypatch.setattr(boto3, "Session", lambda: Session(object()))
    monkeypatch.setattr("sys.argv", ["preflight", "prod"])

    assert preflight.main() == code
    assert ("Everything is in order" in capsys.readouterr().out) is ready


def test_without_credentials_the_names_are_looked_at_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(boto3, "Session", lambda: Session(None))
    monkeypatch.setattr("sys.argv", ["preflight", "prod"])

    assert preflight.main() == 2
    said = capsys.readouterr().out
    assert "No AWS credentials" in said
    assert "✗ public name: llave.example" in said
