"""One Lambda of the catalogue: its role, its log, its share of the concurrency, its dead letters."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.catalogue import Function
from infra.environments import Environment
from infra.nag import PINNED_RUNTIME, accept, accept_own_log, own_log_streams
from infra.network import join
from infra.pacing import time_limit
from infra.permissions import Arns, Permissions


def runtime(environment: Environment) -> lambda_.Runtime:
    """The interpreter that the artifacts are made for."""
    return lambda_.Runtime(
        environment.artifacts.runtime, lambda_.RuntimeFamily.PYTHON, supports_inline_code=True
    )


class CatalogueFunction(Construct):
    """`code` is the zip of its flow; `variables` are the settings that every function gets."""

    def __init__(
        self,
        scope: Construct,
        function: Function,
        environment: Environment,
        layers: Sequence[lambda_.ILayerVersion],
        code: Path,
        variables: Mapping[str, str],
        arns: Arns,
    ) -> None:
        super().__init__(scope, "".join(part.capitalize() for part in function.name.split("-")))
        name = environment.function(function.name)
        log = self._log(name, environment)
        role = iam.Role(
            self, "Role", role_name=name, assumed_by=iam.ServicePrincipal("lambda.amazonaws.com")
        )
        in_aws = environment.documents.endpoint is None
        self.policy = self._policy(
            name,
            role,
            Permissions(function, arns, environment.region, reader_in_aws=in_aws),
            environment,
        )
        self.function = lambda_.Function(
            self,
            "Function",
            function_name=name,
            description=f"Llave {environment.name}: {function.name}",
            runtime=runtime(environment),
            architecture=lambda_.Architecture.X86_64,
            handler=function.handler,
            code=lambda_.Code.from_asset(str(code)),
            layers=list(layers),
            role=role,
            log_group=logs.LogGroup.from_log_group_name(self, "LogName", log.ref),
            environment={**variables, "POWERTOOLS_SERVICE_NAME": function.name},
            memory_size=function.memory_mb,
            timeout=cdk.Duration.seconds(time_limit(function, environment) * environment.slowness),
            reserved_concurrent_executions=_share(function, environment),
        )
        accept(self.function, "AwsSolutions-L1", PINNED_RUNTIME)
        if function.reads_documents and environment.documents.network is not None:
            join(self.function, self.policy, name, environment.documents.network)

    def _log(self, name: str, environment: Environment) -> logs.CfnLogGroup:
        group = logs.CfnLogGroup(
            self,
            "Log",
            log_group_name=f"/aws/lambda/{name}",
            retention_in_days=environment.log_days,
        )
        keeps = cdk.RemovalPolicy.RETAIN if environment.keeps_data else cdk.RemovalPolicy.DESTROY
        group.apply_removal_policy(keeps)
        return group

    def _policy(
        self, name: str, role: iam.Role, permissions: Permissions, environment: Environment
    ) -> iam.Policy:
        write_log = iam.PolicyStatement(
            actions=["logs:CreateLogStream", "logs:PutLogEvents"],
            resources=[own_log_streams(self, name)],
        )
        policy = iam.Policy(self, "Policy", statements=[write_log, *permissions.statements()])
        role.attach_inline_policy(policy)
        accept_own_log(policy, name)
        _accept_stars(policy, permissions, environment)
        return policy


def _accept_stars(policy: iam.Policy, permissions: Permissions, environment: Environment) -> None:
    """Where nothing can be named beforehand."""
    if "sms" in permissions.function.sends:
        reason = "A telephone is no resource of SNS; topics, which are, stand denied beside it."
        accept(policy, "AwsSolutions-IAM5[Resource::*]", reason)
    if permissions.function.reads_documents and permissions.reader_in_aws:
        reason = "Textract and Rekognition have no resource that a statement could name."
        accept(policy, "AwsSolutions-IAM5[Resource::*]", reason)
    if permissions.function.sees_cases:
        region, machine = cdk.Stack.of(policy).region, environment.cases_machine
        runs = f"arn:<AWS::Partition>:states:{region}:<AWS::AccountId>:execution:{machine}:*"
        reason = "Executions are named after their cases, which nobody knows beforehand."
        accept(policy, f"AwsSolutions-IAM5[Resource::{runs}]", reason)
    bucket = environment.evidence_bucket("<AWS::AccountId>")
    for pattern in permissions.patterns():
        reason = "Keys of pictures bear the id of their case, which nobody knows beforehand."
        keys = f"arn:<AWS::Partition>:s3:::{bucket}/{pattern}"
        accept(policy, f"AwsSolutions-IAM5[Resource::{keys}]", reason)


def _share(function: Function, environment: Environment) -> int | None:
    total = environment.limits.concurrency
    return None if total is None else max(1, total * function.reserved // 100)
