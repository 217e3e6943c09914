"""The CDK app of an environment: which stacks, where, under which checks."""

from pathlib import Path

import aws_cdk as cdk
from cdk_nag import AwsSolutionsChecks

from infra.api_stack import ApiStack
from infra.data_stack import DataStack
from infra.environments import Environment


def app(environment: Environment, target: Path) -> cdk.App:
    """Stacks are deployed in the order of their dependencies: data, API, operations, edge."""
    made = cdk.App(
        outdir=str(target),
        analytics_reporting=False,
        default_stack_synthesizer=cdk.DefaultStackSynthesizer(
            generate_bootstrap_version_rule=False
        ),
    )
    home = cdk.Environment(region=environment.region)
    data = DataStack(made, environment, home)
    api = ApiStack(made, environment, home)
    api.add_stack_dependency(data)
    cdk.Tags.of(made).add("llave:environment", environment.name)
    cdk.Validations.of(made).add_plugins(AwsSolutionsChecks(made))
    return made
