"""Reading an assembly, and stacks as CloudFormation takes them in the emulator."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from local.deploy import DeploymentFailed, assembly, assets, stacks
from local.deploy.clients import Cloud
from tests.local.emulated import emulated

BUCKET = "cdk-hnb659fds-assets-${AWS::AccountId}-mx-central-1"


def _assembly(folder: Path, **templates: dict[str, Any]) -> Path:
    artifacts: dict[str, Any] = {}
    for name, template in templates.items():
        (folder / f"{name}.template.json").write_text(json.dumps(template))
        destination = {"d": {"bucketName": BUCKET, "objectKey": "key.zip"}}
        files = {
            "a": {"source": {"path": "asset.a", "packaging": "zip"}, "destinations": destination},
            "t": {
                "source": {"path": f"{name}.template.json", "packaging": "file"},
                "destinations": destination,
            },
        }
        (folder / f"{name}.assets.json").write_text(json.dumps({"files": files}))
        artifacts[name] = {
            "type": "aws:cloudformation:stack",
            "environment": "aws://unknown-account/us-east-1",
            "properties": {"templateFile": f"{name}.template.json", "stackName": f"llave-{name}"},
            "dependencies": [f"{name}.assets"],
        }
        artifacts[f"{name}.assets"] = {
            "type": "cdk:asset-manifest",
            "properties": {"file": f"{name}.assets.json"},
        }
    if "second" in artifacts:
        artifacts["second"]["dependencies"].append("first")
    (folder / "manifest.json").write_text(json.dumps({"artifacts": artifacts}))
    return folder


def test_stacks_come_in_the_order_of_their_dependencies(tmp_path: Path) -> None:
    read = assembly.stacks(_assembly(tmp_path, second={}, first={}))

    assert [stack.name for stack in read] == ["llave-first", "llave-second"]
    assert {stack.region for stack in read} == {"us-east-1"}


def test_assets_are_those_of_the_manifest_without_the_template(tmp_path: Path) -> None:
    (stack,) = assembly.stacks(_assembly(tmp_path, first={}))

    (asset,) = stack.assets
    assert (asset.source.name, asset.zipped, asset.key) == ("asset.a", True, "key.zip")
    assert asset.bucket == "cdk-hnb659fds-assets-000000000000-mx-central-1"


def test_a_zip_is_the_same_whenever_it_is_made(tmp_path: Path) -> None:
    (tmp_path / "b.py").write_text("b = 1")
    (tmp_path / "a").mkdir()
    (tmp_path / "a/c.py").write_text("c = 1")

    first = assets.zipped(tmp_path)
    (tmp_path / "b.py").touch()

    assert assets.zipped(tmp_path) == first
    assert zipfile.ZipFile(BytesIO(first)).namelist() == ["a/c.py", "b.py"]


def test_a_failed_stack_is_explained_and_can_be_tried_again(tmp_path: Path) -> None:
    table = {
        "Type": "AWS::DynamoDB::Table",
        "Properties": {
            "TableName": "t",
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        },
    }
    nobody = "arn:aws:lambda:us-east-1:000000000000:function:nobody"
    orphan = {
        "Type": "AWS::CloudFormation::CustomResource",
        "Properties": {"ServiceToken": nobody},
    }
    stack = assembly.Stack("llave-a", "us-east-1", tmp_path, {}, ())

    with emulated(tmp_path) as cloud:
        where = Cloud(cloud.address)
        with pytest.raises(DeploymentFailed, match=r"^The stack llave-a failed at Orphan "):
            stacks.bring_up(
                stack, json.dumps({"Resources": {"Table": table, "Orphan": orphan}}), where
            )
        template = {"Resources": {"Table": table}, "Outputs": {"Name": {"Value": "x"}}}
        made = stacks.bring_up(stack, json.dumps(template), where)
        again = stacks.bring_up(stack, json.dumps(template), where)

    assert made == again == {"Name": "x"}
