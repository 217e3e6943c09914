"""`make bootstrap` and `make deploy`, by the CDK CLI that operators use, into an emulator that has nothing.

`make run` deploys the same assembly by calls of its own, in a tenth of the time (decision 1).
"""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from infra.environments import LOCAL
from local.emulator.settings import client_environment
from local.settings import ROOT
from tests.local.emulated import Emulated, emulated

ORIGIN_SECRET = "local-origin-secret"  # its digest is in environments.py


def _done(cloud: Emulated, *command: str) -> None:
    paths = os.pathsep.join(map(str, (ROOT, ROOT / "layers/shared/python")))
    variables = {**os.environ, **client_environment(cloud.port), "PYTHONPATH": paths}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]


def _get(address: str, secret: str) -> tuple[int, bytes]:
    request = urllib.request.Request(address, headers={"x-llave-origin-secret": secret})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read()


def test_the_cli_brings_up_what_answers(tmp_path: Path) -> None:
    with emulated(tmp_path) as cloud:
        _done(cloud, "infra.app", "local")
        _done(cloud, "infra.deploy", "local", "--bootstrap")
        _done(cloud, "infra.deploy", "local")

        (api,) = cloud.client("apigatewayv2").get_apis()["Items"]
        address = f"{cloud.address}/_aws/execute-api/{api['ApiId']}/$default"
        assert _get(f"{address}/oauth/jwks", "another")[0] == 403
        status, keys = _get(f"{address}/oauth/jwks", ORIGIN_SECRET)
        assert (status, len(json.loads(keys)["keys"])) == (200, 2)
        edge = cloud.client("cloudformation", "us-east-1")
        (stack,) = edge.describe_stacks(StackName=f"{LOCAL.prefix}-edge")["Stacks"]
        (site,) = (
            one["OutputValue"] for one in stack["Outputs"] if one["OutputKey"] == "SiteBucket"
        )
        served = cloud.client("s3", "us-east-1").list_objects_v2(Bucket=site)["Contents"]
        assert any(one["Key"].endswith(".css") for one in served)
