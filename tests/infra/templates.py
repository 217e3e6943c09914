"""Synthesized templates, and what the tests ask them."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.environments import Environment

Resource = Mapping[str, Any]
Statement = Mapping[str, Any]

ASSET = re.compile(r"[0-9a-f]{64}\.zip")
LAYER_ID = re.compile(r"\bLayer[0-9A-F]{8}[0-9a-f]{0,32}\b")


@dataclass(frozen=True, slots=True)
class Assembly:
    """What `infra.app` wrote for an environment."""

    environment: Environment
    folder: Path

    @property
    def stacks(self) -> tuple[str, ...]:
        """The names of the stacks without their prefix."""
        found = sorted(self.folder.glob("*.template.json"))
        return tuple(
            file.name.removeprefix(self.environment.prefix + "-").split(".")[0] for file in found
        )

    def template(self, stack: str) -> dict[str, Any]:
        """The template of a stack ("data", "api", "operations", "edge")."""
        text = (self.folder / f"{self.environment.prefix}-{stack}.template.json").read_text()
        read: dict[str, Any] = json.loads(text)
        return read

    def resources(self, *types: str) -> Iterator[tuple[str, Resource]]:
        """The resources of these types in every stack, with their logical ids."""
        for stack in self.stacks:
            for name, resource in self.template(stack)["Resources"].items():
                if resource["Type"] in types:
                    yield name, resource

    def properties(self, kind: str) -> list[Mapping[str, Any]]:
        """The properties of every resource of a type."""
        return [resource["Properties"] for _, resource in self.resources(kind)]

    def statements(self) -> Iterator[tuple[str, Statement]]:
        """Every statement of every role's policies, with the name of the role."""
        for stack in self.stacks:
            resources = self.template(stack)["Resources"]
            for resource in resources.values():
                properties = resource.get("Properties", {})
                if resource["Type"] == "AWS::IAM::Policy":
                    for role in properties["Roles"]:
                        named = resources[role["Ref"]]["Properties"]["RoleName"]
                        for statement in properties["PolicyDocument"]["Statement"]:
                            yield named, statement
                if resource["Type"] == "AWS::IAM::Role":
                    for policy in properties.get("Policies", ()):
                        for statement in policy["PolicyDocument"]["Statement"]:
                            yield properties["RoleName"], statement


def actions(statement: Statement) -> list[str]:
    """As a list, even of one."""
    named = statement["Action"]
    return [named] if isinstance(named, str) else list(named)


def text(value: object) -> str:
    """A value with its references, to look for a part in it."""
    return json.dumps(value, sort_keys=True)


def normalised(template: Mapping[str, Any]) -> str:
    """Without what changes when only code changes: hashes of assets, the layer's id, metadata."""
    kept = {
        part: {
            name: {key: value for key, value in entry.items() if key != "Metadata"}
            if isinstance(entry, dict)
            else entry
            for name, entry in content.items()
        }
        if isinstance(content, dict)
        else content
        for part, content in template.items()
    }
    written = json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False)
    return LAYER_ID.sub("Layer", ASSET.sub("<asset>.zip", written)) + "\n"
