"""Creates or updates one stack, and tells in a sentence what went wrong."""

import json
import time
from typing import Any

from botocore.exceptions import ClientError

from local.deploy import assets
from local.deploy.assembly import Stack
from local.deploy.clients import Cloud

CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
UNFINISHED = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED")
BOOTSTRAP_PARAMETER = "/cdk-bootstrap/hnb659fds/version"
BOOTSTRAP_VERSION = "30"
PATIENCE = 180.0


class DeploymentFailed(Exception):
    """One sentence for the person at the terminal."""


def bring_up(stack: Stack, template: str, cloud: Cloud) -> dict[str, str]:
    """Returns the outputs of the stack. An unchanged stack costs one call."""
    cfn = cloud.client("cloudformation", stack.region)
    _allow_bootstrap_check(stack, cloud)
    standing = _described(stack.name, cfn)
    if standing and standing["StackStatus"] in UNFINISHED:
        cfn.delete_stack(StackName=stack.name)
        _settled(stack.name, cfn)
        standing = None
    started = int(time.time())
    call = cfn.update_stack if standing else cfn.create_stack
    if _start(call, stack, template, assets.publish_template(template, stack.region, cloud)):
        standing = _settled(stack.name, cfn)
        if (
            standing is None
            or "ROLLBACK" in standing["StackStatus"]
            or "FAILED" in (standing["StackStatus"])
        ):
            raise DeploymentFailed(_why(stack.name, started, cfn))
    described = _described(stack.name, cfn) or {}
    return {o["OutputKey"]: o["OutputValue"] for o in described.get("Outputs", ())}


def _allow_bootstrap_check(stack: Stack, cloud: Cloud) -> None:
    """Each template checks the version of `cdk bootstrap`, which is a parameter in its region."""
    cloud.client("ssm", stack.region).put_parameter(
        Name=BOOTSTRAP_PARAMETER, Value=BOOTSTRAP_VERSION, Type="String", Overwrite=True
    )


def _start(call: Any, stack: Stack, template: str, address: str) -> bool:
    known = json.loads(template).get("Parameters", {})
    parameters = [
        {"ParameterKey": key, "ParameterValue": value}
        for key, value in stack.parameters.items()
        if key in known
    ]
    try:
        call(
            StackName=stack.name,
            TemplateURL=address,
            Parameters=parameters,
            Capabilities=CAPABILITIES,
        )
    except ClientError as refusal:
        message = refusal.response["Error"]["Message"][:500]
        if "No updates are to be performed" in message:
            return False
        raise DeploymentFailed(f"The stack {stack.name} was refused: {message}") from refusal
    return True


def _described(name: str, cfn: Any) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = cfn.describe_stacks(StackName=name)["Stacks"][0]
    except ClientError:
        return None
    return None if found["StackStatus"] == "DELETE_COMPLETE" else found


def _settled(name: str, cfn: Any) -> dict[str, Any] | None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        standing = _described(name, cfn)
        if standing is None or not standing["StackStatus"].endswith("_IN_PROGRESS"):
            return standing
        time.sleep(0.1)
    raise DeploymentFailed(f"The stack {name} did not settle within {PATIENCE:.0f} s.")


def _why(name: str, started: int, cfn: Any) -> str:
    events = cfn.describe_stack_events(StackName=name)["StackEvents"]
    for event in reversed(events):
        failed = event["ResourceStatus"].endswith("FAILED")
        if failed and event["Timestamp"].timestamp() >= started:
            resource = f"{event['LogicalResourceId']} ({event['ResourceType']})"
            reason = event.get("ResourceStatusReason", "no reason given")
            return f"The stack {name} failed at {resource}: {reason}"
    return f"The stack {name} failed; the emulator gave no reason."
