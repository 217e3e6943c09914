"""All stacks of an assembly, and what has to follow them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from local.deploy import assembly, assets, stacks
from local.deploy.clients import Cloud
from local.deploy.stacks import DeploymentFailed


@dataclass(frozen=True, slots=True)
class Deployment:
    """What the rest of the local cloud needs to know of what stands in the emulator."""

    outputs: Mapping[str, Mapping[str, str]]
    functions: Mapping[str, str] = field(default_factory=dict)
    api_id: str = ""

    def function(self, ending: str) -> str | None:
        """The deployed name of the function whose name ends so, e.g. "operate"."""
        return next((name for name in self.functions if name.endswith(f"-{ending}")), None)


def deploy(folder: Path, cloud: Cloud, addresses: Mapping[str, str]) -> Deployment:
    """`addresses` replaces the addresses that the template names by those of this start: the ports
    of the front and of the registries are chosen when the local cloud starts, long after synth."""
    outputs = {}
    for stack in assembly.stacks(folder):
        assets.publish(stack.assets, cloud)
        template = _readdressed(stack.template.read_text(), addresses)
        outputs[stack.name] = stacks.bring_up(stack, template, cloud)
        _expire_items(stack, template, cloud)
    return Deployment(outputs, _functions(cloud), _api(cloud))


def _readdressed(template: str, addresses: Mapping[str, str]) -> str:
    for named, actual in addresses.items():
        template = template.replace(named, actual)
    return template


def _expire_items(stack: assembly.Stack, template: str, cloud: Cloud) -> None:
    """The emulator accepts TimeToLiveSpecification in a template and forgets it."""
    dynamodb = cloud.client("dynamodb", stack.region)
    for resource in json.loads(template).get("Resources", {}).values():
        properties = resource.get("Properties", {})
        if "TimeToLiveSpecification" in properties and "TableName" in properties:
            name = properties["TableName"]
            status = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
            if status["TimeToLiveStatus"] == "DISABLED":
                dynamodb.update_time_to_live(
                    TableName=name,
                    TimeToLiveSpecification=properties["TimeToLiveSpecification"],
                )


def _functions(cloud: Cloud) -> dict[str, str]:
    pages = cloud.client("lambda").get_paginator("list_functions").paginate()
    return {f["FunctionName"]: f["FunctionArn"] for page in pages for f in page["Functions"]}


def _api(cloud: Cloud) -> str:
    apis = cloud.client("apigatewayv2").get_apis()["Items"]
    if not apis:
        raise DeploymentFailed("The assembly holds no HTTP API, so there is nothing to serve.")
    return str(apis[0]["ApiId"])
