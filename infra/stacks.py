"""The CDK app of an environment: which stacks, where, under which checks."""

from pathlib import Path

import aws_cdk as cdk
from cdk_nag import AwsSolutionsChecks

from infra.api_stack import ApiStack
from infra.data_stack import DataStack
from infra.edge_stack import EdgeStack
from infra.environments import EDGE_REGION, Environment
from infra.operations_stack import OperationsStack
from infra.verification_stack import VerificationStack


def app(environment: Environment, target: Path) -> cdk.App:
    """Stacks are deployed in the order of their dependencies: data, API, verification, operations,
    edge."""
    made = cdk.App(
        outdir=str(target),
        analytics_reporting=False,
        context={"@aws-cdk/core:validateAgainstDefaultRules": True},
        default_stack_synthesizer=cdk.DefaultStackSynthesizer(
            generate_bootstrap_version_rule=False
        ),
    )
    home = cdk.Environment(region=environment.region)
    data = DataStack(made, environment, home)
    api = ApiStack(made, environment, home)
    api.add_stack_dependency(data)
    verification = VerificationStack(made, environment, home)
    verification.add_stack_dependency(api)
    operations = OperationsStack(made, environment, home)
    operations.add_stack_dependency(api)
    edge = EdgeStack(made, environment, cdk.Environment(region=EDGE_REGION))
    edge.add_stack_dependency(api)
    cdk.Tags.of(made).add("llave:environment", environment.name)
    cdk.Validations.of(made).add_plugins(AwsSolutionsChecks(made))
    return made
