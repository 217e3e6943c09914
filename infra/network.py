"""Functions that ask our document reader stand in the operator's network, which is what the reader
knows them by: it checks no signatures."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_

from infra.environments import Network
from infra.nag import accept

# What Lambda does in the role of the function when it gives it an address of the network.
LOOK = ("ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets")
ATTACH = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:UnassignPrivateIpAddresses",
)


def join(function: lambda_.Function, policy: iam.Policy, name: str, network: Network) -> None:
    """Put a function into the network. The rights are Lambda's: what runs in it is denied each."""
    stack = cdk.Stack.of(function)
    interfaces = stack.format_arn(service="ec2", resource="*", resource_name="*")
    own = stack.format_arn(
        service="lambda",
        resource="function",
        resource_name=name,
        arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
    )
    policy.add_statements(
        iam.PolicyStatement(actions=list(LOOK), resources=["*"]),
        iam.PolicyStatement(actions=list(ATTACH), resources=[interfaces]),
        iam.PolicyStatement(
            effect=iam.Effect.DENY,
            actions=sorted((*LOOK, *ATTACH)),
            resources=["*"],
            conditions={"ArnEquals": {"lambda:SourceFunctionArn": own}},
        ),
    )
    _accept(policy, stack.region)
    made = function.node.default_child
    assert isinstance(made, lambda_.CfnFunction)  # noqa: S101 - what CDK makes of a Function
    made.vpc_config = lambda_.CfnFunction.VpcConfigProperty(
        subnet_ids=list(network.subnets), security_group_ids=list(network.security_groups)
    )
    # Lambda asks for the rights as the function is made.
    function.node.add_dependency(policy)


def _accept(policy: iam.Policy, region: str) -> None:
    reason = "EC2 describes no single interface, and an interface has no name before it is made."
    for resources in ("*", f"arn:<AWS::Partition>:ec2:{region}:<AWS::AccountId>:*/*"):
        accept(policy, f"AwsSolutions-IAM5[Resource::{resources}]", reason)
