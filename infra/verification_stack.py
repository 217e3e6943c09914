"""The workflow of verifications. Knows its functions by their names, so that they may know it by its
name: one of them begins it, another answers it."""

import json

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_stepfunctions as stepfunctions
from constructs import Construct

from infra.environments import Environment
from infra.nag import accept
from infra.verification_machine import definition, functions_of


class VerificationStack(cdk.Stack):
    """One state machine, and the role that may call its steps and nothing else."""

    def __init__(self, scope: Construct, environment: Environment, env: cdk.Environment) -> None:
        super().__init__(
            scope,
            f"{environment.prefix}-verification",
            env=env,
            termination_protection=environment.keeps_data,
            description="Llave: the workflow of verifications",
        )
        self._environment = environment
        drawn = definition(self._function)
        machine = stepfunctions.CfnStateMachine(
            self,
            "Cases",
            state_machine_name=environment.cases_machine,
            # Standard: it waits for registries and for people, and does each step once.
            state_machine_type="STANDARD",
            role_arn=self._role(functions_of(drawn)).role_arn,
            definition_string=json.dumps(drawn, separators=(",", ":")),
        )
        accept(
            machine,
            "AwsSolutions-SF1",
            "Every step is in the history of its execution for 90 days, by ids and verdicts; each"
            " function has its own log.",
        )
        accept(
            machine,
            "AwsSolutions-SF2",
            "The history has the times of every step; X-Ray would add cost and a role about everything.",
        )

    def _role(self, functions: tuple[str, ...]) -> iam.Role:
        here = {"StringEquals": {"aws:SourceAccount": self.account}}
        calls = iam.PolicyStatement(
            actions=["lambda:InvokeFunction"],
            resources=[self._function(name) for name in functions],
        )
        return iam.Role(
            self,
            "Role",
            role_name=self._environment.cases_machine,
            assumed_by=iam.ServicePrincipal("states.amazonaws.com", conditions=here),
            inline_policies={"call": iam.PolicyDocument(statements=[calls])},
        )

    def _function(self, name: str) -> str:
        return self.format_arn(
            service="lambda",
            resource="function",
            resource_name=self._environment.function(name),
            arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
        )
