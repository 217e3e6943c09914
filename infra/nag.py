"""Accepted findings of cdk-nag: each stands beside what it is about, with its reason."""

import aws_cdk as cdk
from constructs import IConstruct


def accept(construct: IConstruct, rule: str, reason: str) -> None:
    """Accept a finding ("AwsSolutions-IAM5", or with "[the finding]" at its end) on a construct."""
    cdk.Validations.of(construct).acknowledge(
        cdk.Acknowledgment(id=f"AwsSolutions::{rule}", reason=reason)
    )


PINNED_RUNTIME = (
    "The runtime is pinned with the artifacts, which carry code compiled for that version."
)
OWN_LOG = "The streams of a function's own log group are named by Lambda as they open."


def own_log_streams(scope: IConstruct, name: str) -> str:
    """ARN of the streams of a function's log."""
    return cdk.Stack.of(scope).format_arn(
        service="logs",
        resource="log-group",
        resource_name=f"/aws/lambda/{name}:log-stream:*",
        arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
    )


def accept_own_log(policy: IConstruct, name: str) -> None:
    """The one star that every function needs."""
    region = cdk.Stack.of(policy).region
    streams = f"arn:<AWS::Partition>:logs:{region}:<AWS::AccountId>:log-group:/aws/lambda/{name}"
    accept(policy, f"AwsSolutions-IAM5[Resource::{streams}:log-stream:*]", OWN_LOG)
