"""What a new deployment's first operators do: they are named by a command, and give each reviewer her
role, one proposing and the other confirming. Done once; a second start finds it done."""

import json
from pathlib import Path

from local.colleague import Colleague
from local.deploy.clients import Cloud
from local.deploy.stacks import DeploymentFailed
from local.settings import LocalSettings
from local.workforce import directory
from local.workforce.directory import Employee

OPERATOR, REVIEWER = "operator", "reviewer"


def settle(settings: LocalSettings, cloud: Cloud, operate: str | None, file: Path) -> None:
    """Give the staff of the file their roles; raises DeploymentFailed."""
    people = directory.read(file)
    operators = [one for one in people.values() if OPERATOR in one.roles]
    if operate is None or not _begin(operators, cloud, operate):
        return
    authority = settings.certificates / "ca.pem" if settings.https else None
    first, second = (Colleague(settings.origin, one, authority) for one in operators[:2])
    with first, second:
        first.sign_in()
        second.sign_in()
        for one in people.values():
            if REVIEWER in one.roles:
                fields = {"subject": one.subject, "role": REVIEWER, "change": "give"}
                first.send("/revision/personal/proponer", fields)
        for action, hidden in second.forms(second.get("/revision/personal")):
            if action.endswith("/confirmar"):
                second.send(action, hidden)


def _begin(operators: list[Employee], cloud: Cloud, operate: str) -> bool:
    """Whether they were named just now."""
    payload = {"job": "bootstrap-operators", "operators": [one.subject for one in operators]}
    answer = cloud.client("lambda").invoke(FunctionName=operate, Payload=json.dumps(payload))
    said = json.loads(answer["Payload"].read())
    if "FunctionError" not in answer:
        return True
    if "operators" in said.get("errorMessage", ""):
        return False
    raise DeploymentFailed(f"The first operators were not named: {said.get('errorMessage')}")
