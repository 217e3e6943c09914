"""Reads a CDK cloud assembly: the stacks in the order they depend on each other, and their assets."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from local.emulator.settings import ACCOUNT, REGION


@dataclass(frozen=True, slots=True)
class Asset:
    source: Path
    zipped: bool
    bucket: str
    key: str
    region: str


@dataclass(frozen=True, slots=True)
class Stack:
    name: str
    region: str
    template: Path
    parameters: dict[str, str]
    assets: tuple[Asset, ...]


def stacks(folder: Path) -> list[Stack]:
    artifacts: dict[str, Any] = json.loads((folder / "manifest.json").read_text())["artifacts"]
    order = TopologicalSorter({name: a.get("dependencies", ()) for name, a in artifacts.items()})
    return [
        _stack(name, artifacts, folder)
        for name in order.static_order()
        if artifacts[name]["type"] == "aws:cloudformation:stack"
    ]


def _stack(name: str, artifacts: dict[str, Any], folder: Path) -> Stack:
    artifact = artifacts[name]
    properties = artifact["properties"]
    region = artifact["environment"].rpartition("/")[2]
    region = REGION if region == "unknown-region" else region
    manifests = [
        folder / artifacts[dependency]["properties"]["file"]
        for dependency in artifact.get("dependencies", ())
        if artifacts[dependency]["type"] == "cdk:asset-manifest"
    ]
    return Stack(
        name=properties.get("stackName", name),
        region=region,
        template=folder / properties["templateFile"],
        parameters=properties.get("parameters", {}),
        assets=tuple(asset for manifest in manifests for asset in _assets(manifest, region)),
    )


def _assets(manifest: Path, region: str) -> Iterator[Asset]:
    """The template is listed as an asset as well; it is passed by value instead."""
    for file in json.loads(manifest.read_text())["files"].values():
        if file["source"]["path"].endswith(".template.json"):
            continue
        for destination in file["destinations"].values():
            yield Asset(
                source=manifest.parent / file["source"]["path"],
                zipped=file["source"]["packaging"] == "zip",
                bucket=_resolved(destination["bucketName"], region),
                key=_resolved(destination["objectKey"], region),
                region=destination.get("region", region),
            )


def _resolved(text: str, region: str) -> str:
    return (
        text.replace("${AWS::AccountId}", ACCOUNT)
        .replace("${AWS::Region}", region)
        .replace("${AWS::Partition}", "aws")
    )
