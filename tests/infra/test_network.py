"""Functions that ask our document reader stand in the operator's network, the others do not."""

from dataclasses import replace
from typing import Any

import aws_cdk as cdk
import pytest
from cdk_nag import AwsSolutionsChecks

from infra.catalogue import FUNCTIONS
from infra.environments import PROD, Network
from infra.lambdas import CatalogueFunction
from infra.network import ATTACH, LOOK
from infra.node import use_node_of_wheel
from tests.infra.templates import Assembly, actions, text

CHOSEN = replace(
    PROD,
    documents=replace(PROD.documents, network=Network(("subnet-1", "subnet-2"), ("sg-1",))),
)
ASKING = {CHOSEN.function(one.name) for one in FUNCTIONS if one.reads_documents}
OTHER = "verify-escalate"


class Arns:
    """One for everything: what the functions are told to touch is other tests' matter."""

    def __getattr__(self, _: str) -> Any:
        return lambda *_: "arn:aws:service:::one"


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    """Those functions and another, in prod with a network; cdk-nag's findings make it fail."""
    use_node_of_wheel()
    folder = tmp_path_factory.mktemp("network")
    (folder / "code").mkdir()
    app = cdk.App(outdir=str(folder), analytics_reporting=False)
    stack = cdk.Stack(app, f"{CHOSEN.prefix}-api", env=cdk.Environment(region=CHOSEN.region))
    for one in FUNCTIONS:
        if one.reads_documents or one.name == OTHER:
            CatalogueFunction(stack, one, CHOSEN, [], folder / "code", {}, Arns())
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    app.synth()
    return Assembly(CHOSEN, folder)


def functions(assembly: Assembly) -> dict[str, Any]:
    return {
        resource["Properties"]["FunctionName"]: resource
        for _, resource in assembly.resources("AWS::Lambda::Function")
    }


def test_who_asks_the_reader_stands_in_the_network_and_nobody_else(joined: Assembly):
    inside = {
        name: one["Properties"]["VpcConfig"]
        for name, one in functions(joined).items()
        if "VpcConfig" in one["Properties"]
    }

    assert CHOSEN.function(OTHER) in functions(joined)
    network = {"SubnetIds": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1"]}
    assert inside == dict.fromkeys(ASKING, network)


def test_lambda_may_attach_them_and_what_runs_in_them_may_not(joined: Assembly):
    asked = {*LOOK, *ATTACH}
    of_network = [(role, one) for role, one in joined.statements() if text(one).find('"ec2:') >= 0]

    assert {role for role, _ in of_network} == ASKING
    for role in ASKING:
        own = [one for name, one in of_network if name == role]
        allowed = [action for one in own if one["Effect"] == "Allow" for action in actions(one)]
        (denied,) = [one for one in own if one["Effect"] == "Deny"]
        assert set(allowed) == set(actions(denied)) == asked
        source = denied["Condition"]["ArnEquals"]["lambda:SourceFunctionArn"]
        assert f":function:{role}" in text(source)


def test_what_can_be_scoped_is_about_this_account_and_region(joined: Assembly):
    for _, one in joined.statements():
        if set(actions(one)) & set(ATTACH) and one["Effect"] == "Allow":
            assert one["Resource"] != "*"
            assert ":ec2:mx-central-1:" in text(one["Resource"])


def test_a_function_is_made_after_its_rights(joined: Assembly):
    policies = dict(joined.resources("AWS::IAM::Policy"))
    for name in ASKING:
        waits = functions(joined)[name]["DependsOn"]
        assert [one for one in waits if one in policies]


def test_without_a_network_nobody_is_in_one(assembly: Assembly):
    assert assembly.environment.documents.network is None
    assert "VpcConfig" not in text(functions(assembly))
