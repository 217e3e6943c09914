"""`python -m infra.preflight prod`: what an operator must have in order before deploying.

A question that AWS refuses to answer counts as not in order, with AWS's reason.
"""

import argparse
import sys

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra.environments import EDGE_REGION, ENVIRONMENTS, Environment
from infra.findings import Check, Finding
from infra.preflight_checks import CHECKS, names


def main() -> int:
    """0 when everything is in order, 1 when something is not, 2 when nobody could be asked."""
    given = argparse.ArgumentParser(prog="make preflight")
    given.add_argument("environment", choices=sorted(ENVIRONMENTS))
    environment = ENVIRONMENTS[given.parse_args().environment]
    print(f"Llave {environment.name} in {environment.region}, edge in {EDGE_REGION}\n")
    findings = list(names(environment))
    if boto3.Session().get_credentials() is None:
        _show(findings)
        print(
            "\nNo AWS credentials: nothing in the account could be asked. Sign in (aws sso login,"
        )
        print("or AWS_PROFILE) as who deploys, and run this again.")
        return 2
    for check in CHECKS:
        findings += _asked(check, environment)
    _show(findings)
    missing = sum(not finding.ok for finding in findings)
    print(f"\n{missing} to put in order" if missing else "\nEverything is in order")
    return 1 if missing else 0


def _asked(check: Check, environment: Environment) -> list[Finding]:
    try:
        return list(check(environment))
    except (ClientError, BotoCoreError) as refusal:
        return [Finding(False, f"{check.__name__.replace('_', ' ')} could be asked", str(refusal))]


def _show(findings: list[Finding]) -> None:
    for finding in findings:
        print(finding)


if __name__ == "__main__":
    sys.exit(main())
