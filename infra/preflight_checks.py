"""The questions of `make preflight`, each asked of the service that knows. They only read."""

import hashlib
import json
from collections.abc import Iterator

import boto3
from botocore.exceptions import EndpointConnectionError

from infra.environments import EDGE_REGION, GUARDDUTY, NO_ORIGIN_SECRET_YET, Environment
from infra.findings import Check, Finding
from infra.preflight_network import network, who_reads

RESERVED_DOMAIN = ".example"
CONCURRENCY_QUOTA = "L-B99A9384"
ALWAYS_UNRESERVED = 100
SMS_DOLLARS_A_MONTH = 100.0


def names(environment: Environment) -> Iterator[Finding]:
    """The addresses of environments.py are real ones."""
    for what, value in (
        ("public name", environment.edge.domain),
        ("sender of mail", environment.mail_domain),
        ("population registry", environment.renapo_url),
        ("register of credentials", environment.ine_url),
        ("document reader", environment.documents.endpoint or "an AWS service"),
        ("issuer of the staff", environment.workforce.issuer),
    ):
        yield Finding(
            RESERVED_DOMAIN not in value,
            f"{what}: {value}",
            "it is under the reserved domain .example; put the real one into infra/environments.py",
        )
    yield Finding(
        environment.workforce.issuer.startswith("https://"),
        "the issuer of the staff is reached by TLS",
        "reviewers' tokens and keys come from there: an https address into infra/environments.py",
    )
    yield Finding(
        environment.alarms_to is not None and RESERVED_DOMAIN not in environment.alarms_to,
        f"alarms go to {environment.alarms_to}",
        "name a mailbox that somebody reads, in infra/environments.py",
    )
    yield from who_reads(environment)


def account(environment: Environment) -> Iterator[Finding]:
    """Whose account it is, and that both regions are prepared for CDK."""
    who = boto3.client("sts", region_name=environment.region).get_caller_identity()
    yield Finding(True, f"account {who['Account']} as {who['Arn']}")
    for region in (environment.region, EDGE_REGION):
        yield Finding(
            _bootstrapped(region),
            f"CDK is bootstrapped in {region}",
            f"make bootstrap ENV={environment.name}",
        )


def _bootstrapped(region: str) -> bool:
    ssm = boto3.client("ssm", region_name=region)
    try:
        ssm.get_parameter(Name="/cdk-bootstrap/hnb659fds/version")
    except ssm.exceptions.ParameterNotFound:
        return False
    return True


def concurrency(environment: Environment) -> Iterator[Finding]:
    """The functions' shares fit into the account's quota."""
    wanted = (environment.limits.concurrency or 0) + ALWAYS_UNRESERVED
    settings = boto3.client("lambda", region_name=environment.region).get_account_settings()
    quota = settings["AccountLimit"]["ConcurrentExecutions"]
    yield Finding(
        quota >= wanted,
        f"Lambda may run {quota} at once in {environment.region}; {wanted} are needed",
        f"ask for quota {CONCURRENCY_QUOTA} of Lambda in Service Quotas",
    )


def mail(environment: Environment) -> Iterator[Finding]:
    """SES is out of its sandbox, and the domain signs."""
    ses = boto3.client("sesv2", region_name=environment.mail_region)
    state = ses.get_account()
    region = environment.mail_region
    yield Finding(
        bool(state.get("ProductionAccessEnabled")),
        f"SES in {region} is out of the sandbox",
        "ask for production access; before that only verified addresses get mail",
    )
    yield Finding(bool(state.get("SendingEnabled")), f"SES in {region} may send")
    domain = environment.mail_domain
    hint = f"create the identity {domain} in SES of {region} and publish its three CNAME records"
    try:
        identity = ses.get_email_identity(EmailIdentity=domain)
    except ses.exceptions.NotFoundException:
        yield Finding(False, f"{domain} signs with DKIM", hint)
        return
    signing = identity.get("DkimAttributes", {}).get("Status") == "SUCCESS"
    yield Finding(signing, f"{domain} signs with DKIM", hint)
    bounces = identity.get("MailFromAttributes", {}).get("MailFromDomainStatus") == "SUCCESS"
    yield Finding(bounces, f"{domain} has a MAIL FROM of its own", "set one, for SPF to align")


def sms(environment: Environment) -> Iterator[Finding]:
    """SNS is out of its SMS sandbox, and has money to send."""
    sns = boto3.client("sns", region_name=environment.sms_region)
    region = environment.sms_region
    sandboxed = sns.get_sms_sandbox_account_status()["IsInSandbox"]
    yield Finding(
        not sandboxed,
        f"SMS in {region} is out of the sandbox",
        "ask AWS Support for it, with the monthly spend limit",
    )
    limit = float(sns.get_sms_attributes()["attributes"].get("MonthlySpendLimit", "1"))
    yield Finding(
        limit >= SMS_DOLLARS_A_MONTH,
        f"SMS may cost {limit:.0f} USD a month",
        f"the default of 1 USD ends in minutes; ask for {SMS_DOLLARS_A_MONTH:.0f} USD or more",
    )


def certificate(environment: Environment) -> Iterator[Finding]:
    """The edge's certificate is issued; the first deployment waits for its DNS record."""
    acm = boto3.client("acm", region_name=EDGE_REGION)
    issued = [
        one["DomainName"]
        for page in acm.get_paginator("list_certificates").paginate(CertificateStatuses=["ISSUED"])
        for one in page["CertificateSummaryList"]
    ]
    yield Finding(
        environment.edge.domain in issued,
        f"a certificate for {environment.edge.domain} is issued in {EDGE_REGION}",
        "the first deployment of the edge requests it and waits: publish the CNAME that ACM shows",
    )


def origin_secret(environment: Environment) -> Iterator[Finding]:
    """What CloudFront sends is among what the functions accept."""
    digests = environment.origin_secret_sha256
    yield Finding(
        NO_ORIGIN_SECRET_YET not in digests,
        "environments.py holds the digest of the origin secret",
        "until then every request is refused: docs/operations.md, first deployment",
    )
    secrets = boto3.client("secretsmanager", region_name=EDGE_REGION)
    name = environment.origin_secret
    try:
        values = json.loads(secrets.get_secret_value(SecretId=name)["SecretString"])
    except secrets.exceptions.ResourceNotFoundException:
        yield Finding(False, f"the secret {name} is in {EDGE_REGION}", "the edge stack makes it")
        return
    sent = values.get(environment.edge.origin_secret_field, "")
    digest = hashlib.sha256(sent.encode()).hexdigest()
    yield Finding(
        digest in digests,
        f"the value that CloudFront sends ({environment.edge.origin_secret_field}) is accepted",
        f"add {digest} to origin_secret_sha256 and deploy",
    )


def registry_keys(environment: Environment) -> Iterator[Finding]:
    """Somebody has put the registries' keys in the place of the random first values."""
    secrets = boto3.client("secretsmanager", region_name=environment.region)
    for name in (environment.renapo_secret, environment.ine_secret):
        try:
            found = secrets.list_secret_version_ids(SecretId=name, IncludeDeprecated=True)
        except secrets.exceptions.ResourceNotFoundException:
            yield Finding(False, f"the secret {name} exists", "the data stack makes it")
            continue
        yield Finding(
            len(found["Versions"]) > 1,
            f"the key of {name} was put in",
            f"aws secretsmanager put-secret-value --secret-id {name} --secret-string ...",
        )


def malware_scan(environment: Environment) -> Iterator[Finding]:
    """GuardDuty scans what is put, in a region that offers it; its plan is in order once it is there."""
    if environment.scanner != GUARDDUTY:
        return
    guardduty = boto3.client("guardduty", region_name=environment.region)
    try:
        plans = guardduty.list_malware_protection_plans()["MalwareProtectionPlans"]
    except EndpointConnectionError:
        yield Finding(
            False,
            f"GuardDuty Malware Protection for S3 is offered in {environment.region}",
            "run clamd in the country and put its address into scanner of infra/environments.py",
        )
        return
    for plan in plans:
        found = guardduty.get_malware_protection_plan(
            MalwareProtectionPlanId=plan["MalwareProtectionPlanId"]
        )
        bucket = found["ProtectedResource"]["S3Bucket"]["BucketName"]
        if bucket.startswith(f"{environment.prefix}-evidence-"):
            yield Finding(
                found["Status"] == "ACTIVE",
                f"GuardDuty scans {bucket}: {found['Status']}",
                ", ".join(one.get("Code", "") for one in found.get("StatusReasons", ())),
            )


def budget(environment: Environment) -> Iterator[Finding]:
    """Somebody hears of it when the bill grows."""
    whose = boto3.client("sts", region_name=environment.region).get_caller_identity()["Account"]
    found = boto3.client("budgets", region_name=EDGE_REGION).describe_budgets(AccountId=whose)
    yield Finding(
        bool(found.get("Budgets")),
        "the account has a budget with a notice",
        "an attacker who sends SMS or floods the API costs money before he costs service",
    )


CHECKS: tuple[Check, ...] = (
    account,
    concurrency,
    mail,
    sms,
    certificate,
    origin_secret,
    registry_keys,
    malware_scan,
    network,
    budget,
)
