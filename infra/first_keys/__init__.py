"""Secrets and signing keys at the first deployment: CloudFormation waits until `operate` made them."""

from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.catalogue import FIRST_JOB
from infra.environments import Environment
from infra.lambdas import CatalogueFunction, runtime
from infra.nag import PINNED_RUNTIME, accept, accept_own_log, own_log_streams
from llave.people.keyring import Purpose

SOURCE = Path(__file__).with_name("caller.py")


class FirstKeys(Construct):
    """A custom resource; it runs again when the list of purposes changes, and only adds."""

    def __init__(
        self, scope: Construct, operate: CatalogueFunction, environment: Environment
    ) -> None:
        super().__init__(scope, "FirstKeys")
        name = environment.function("first-keys")
        log = logs.CfnLogGroup(
            self,
            "Log",
            log_group_name=f"/aws/lambda/{name}",
            retention_in_days=environment.log_days,
        )
        log.apply_removal_policy(cdk.RemovalPolicy.DESTROY)
        role = iam.Role(
            self, "Role", role_name=name, assumed_by=iam.ServicePrincipal("lambda.amazonaws.com")
        )
        caller = lambda_.Function(
            self,
            "Caller",
            function_name=name,
            description="Asks operate for the keys that are missing, and tells CloudFormation",
            runtime=runtime(environment),
            handler="index.handle",
            code=lambda_.Code.from_inline(SOURCE.read_text()),
            role=role,
            timeout=cdk.Duration.minutes(2),
        )
        accept(caller, "AwsSolutions-L1", PINNED_RUNTIME)
        caller.node.add_dependency(log)
        policy = self._policy(name, role, operate)
        resource = cdk.CfnCustomResource(self, "Keys", service_token=caller.function_arn)
        resource.add_property_override("Function", operate.function.function_name)
        resource.add_property_override("Job", FIRST_JOB)
        resource.add_property_override("Purposes", ",".join(Purpose))
        for needed in (policy, operate.policy):
            resource.node.add_dependency(needed)

    def _policy(self, name: str, role: iam.Role, operate: CatalogueFunction) -> iam.Policy:
        write_log = iam.PolicyStatement(
            actions=["logs:CreateLogStream", "logs:PutLogEvents"],
            resources=[own_log_streams(self, name)],
        )
        call = iam.PolicyStatement(
            actions=["lambda:InvokeFunction"], resources=[operate.function.function_arn]
        )
        policy = iam.Policy(self, "Policy", statements=[write_log, call])
        role.attach_inline_policy(policy)
        accept_own_log(policy, name)
        return policy
