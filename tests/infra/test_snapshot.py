"""Every change of the infrastructure is seen in a diff: `make snapshot` accepts it."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.infra.templates import Assembly, normalised

SNAPSHOTS = Path(__file__).parent / "snapshots"
STACKS = ("api", "data", "edge", "operations", "verification")


@pytest.mark.parametrize("stack", STACKS)
def test_the_template_of_prod_is_the_accepted_snapshot(prod: Assembly, stack: str):
    now = normalised(prod.template(stack))
    accepted = SNAPSHOTS / f"{stack}.json"
    if os.environ.get("LLAVE_SNAPSHOT") == "write":
        accepted.write_text(now)

    assert now.splitlines() == accepted.read_text().splitlines(), "make snapshot accepts it"


@pytest.mark.parametrize("stack", STACKS)
@pytest.mark.parametrize("name", ["local", "test"])
def test_environments_differ_by_data_alone(assemblies: dict[str, Assembly], stack: str, name: str):
    """The same resources under the same names, but for the log of an edge that nothing passes."""
    other, prod = (assemblies[one].template(stack)["Resources"] for one in (name, "prod"))
    logs = {one for one in prod if stack == "edge" and one.startswith("Log")}
    mailed = {one for one, resource in prod.items() if resource["Type"] == "AWS::SNS::Subscription"}

    def shape(resources: dict[str, Any]) -> dict[str, str]:
        return {
            _without_hash(one): resources[one]["Type"]
            for one in resources
            if one not in logs | mailed
        }

    if name == "test":
        logs = set()
    assert shape(other) == shape(prod)


def test_the_stacks_are_five(assembly: Assembly):
    assert assembly.stacks == STACKS


def _without_hash(logical_id: str) -> str:
    return re.sub(r"[0-9A-Fa-f]{8,40}$", "", json.loads(json.dumps(logical_id)))
