"""`python -m infra.deploy prod`: the CDK CLI in the order that the edge needs, then the static files;
with `--bootstrap` what the CLI itself needs in an account, with `--diff` what would change.

The API's domain is known only when the API stands, and nothing is read across regions; so the first
stacks go first, and the edge is told by a parameter. What a stack needs is said before anything
is changed.
"""

import argparse
import json
import mimetypes
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra.build import ROOT
from infra.environments import EDGE_REGION, ENVIRONMENTS, Environment
from infra.node import use_node_of_wheel

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CLI = ROOT / "infra/cli"
SITE = ROOT / "web/dist"
MANIFEST = SITE / "manifest.json"
FIRST = ("data", "api", "verification", "operations")
FOR_EVER = "public, max-age=31536000, immutable"


class DeploymentFailed(Exception):
    """What the operator reads."""


def main() -> int:
    """Exit code of the first step that fails."""
    given = argparse.ArgumentParser(prog="make deploy")
    given.add_argument("environment", choices=sorted(ENVIRONMENTS))
    other = given.add_mutually_exclusive_group()
    other.add_argument("--diff", action="store_true", help="show what would change")
    other.add_argument("--bootstrap", action="store_true", help="make the account ready, once")
    chosen = given.parse_args()
    environment = ENVIRONMENTS[chosen.environment]
    try:
        if chosen.diff:
            cdk(environment, "diff", "--all")
        elif chosen.bootstrap:
            bootstrap(environment)
        else:
            deploy(environment)
    except DeploymentFailed as problem:
        print(problem, file=sys.stderr)
        return 1
    except (BotoCoreError, ClientError) as refusal:
        print(f"AWS refused: {refusal}", file=sys.stderr)
        return 1
    return 0


def deploy(environment: Environment) -> None:
    """Data, API, verification, operations; then the edge, which is told the API's domain; then the files."""
    outputs = ROOT / "cdk.out" / environment.name / "outputs.json"
    first = [f"{environment.prefix}-{name}" for name in FIRST]
    ask = "never" if environment.name == "local" else "broadening"
    cdk(environment, "deploy", *first, "--require-approval", ask, "--outputs-file", str(outputs))
    api = _output(outputs, f"{environment.prefix}-api", "ApiDomain")
    edge = f"{environment.prefix}-edge"
    told = f"{edge}:ApiDomain={api}"
    approval = ("--require-approval", ask)
    cdk(
        environment, "deploy", edge, *approval, "--parameters", told, "--outputs-file", str(outputs)
    )
    publish_site(_output(outputs, edge, "SiteBucket"))


def _output(file: Path, stack: str, name: str) -> str:
    try:
        return str(json.loads(file.read_text())[stack][name])
    except (OSError, ValueError, KeyError):
        where = file.relative_to(ROOT)
        raise DeploymentFailed(f"the CLI did not write {name} of {stack} into {where}") from None


def bootstrap(environment: Environment) -> None:
    """The CLI's bucket and roles, in the account of the credentials and in both regions."""
    try:
        account = boto3.client("sts", region_name=environment.region).get_caller_identity()[
            "Account"
        ]
    except (BotoCoreError, ClientError) as refused:
        raise DeploymentFailed(f"AWS does not know these credentials: {refused}") from refused
    regions = sorted({environment.region, EDGE_REGION})
    cdk(environment, "bootstrap", *(f"aws://{account}/{region}" for region in regions))


def cdk(environment: Environment, verb: str, *arguments: str) -> None:
    """The pinned CLI on the assembly that stands in `cdk.out/<environment>`."""
    node = use_node_of_wheel()
    program = CLI / "node_modules/aws-cdk/bin/cdk"
    if not program.exists():
        npm = node.parent.parent / "lib/node_modules/npm/bin/npm-cli.js"
        _run([str(node), str(npm), "ci", "--silent"], node, CLI)
    assembly = str(ROOT / "cdk.out" / environment.name)
    _run([str(node), str(program), verb, *arguments, "--app", assembly, "--no-notices"], node, ROOT)


def publish_site(bucket: str) -> None:
    """Names carry the hash of what they hold: what is there is not sent again, and nothing is deleted,
    because pages that are open still ask for it."""
    s3 = boto3.client("s3", region_name=EDGE_REGION)
    there = {
        entry["Key"]
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        for entry in page.get("Contents", ())
    }
    for file in sorted(path for path in SITE.rglob("*") if path.is_file() and path != MANIFEST):
        key = f"estaticos/{file.relative_to(SITE).as_posix()}"
        if key not in there:
            _put(s3, bucket, key, file)


def _put(s3: "S3Client", bucket: str, key: str, file: Path) -> None:
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    s3.put_object(
        Bucket=bucket, Key=key, Body=file.read_bytes(), ContentType=kind, CacheControl=FOR_EVER
    )


def _run(command: list[str], node: Path, folder: Path) -> None:
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(command, cwd=folder, env=os.environ | {"PATH": path}, check=False)
    if done.returncode != 0:
        raise DeploymentFailed(f"{Path(command[1]).name} {command[2]} failed; its message is above")


if __name__ == "__main__":
    sys.exit(main())
