"""An emulator of its own for a test: started on a free port, with or without some of its patches."""

import io
import json
import socket
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from local import environments, processes
from local.deploy.clients import Cloud
from local.emulator import settings
from local.settings import ROOT

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"},
        {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        },
    ],
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Emulated:
    home: Path
    port: int
    unpatched: str
    child: processes.Child | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self, service: str, region: str = settings.REGION) -> Any:
        return Cloud(self.address).client(service, region)

    def start(self) -> None:
        emulator, functions = environments.known(ROOT)
        state, logs = self.home / "state", self.home / "logs"
        for folder in (state / "tmp", state / "services", state / "s3", logs):
            folder.mkdir(parents=True, exist_ok=True)
        variables = settings.environment(
            port=self.port, state=state, logs=logs, lambda_python=functions.python, root=ROOT
        )
        variables["LLAVE_EMULATOR_UNPATCHED"] = self.unpatched
        command = [str(emulator.python), "-m", "local.emulator"]
        self.child = processes.start("emulator", command, logs / "emulator.log", variables)
        processes.wait_until_it_answers(self.child, f"{self.address}/_ministack/health")

    def stop(self) -> None:
        if self.child is not None:
            processes.stop(self.child)
            self.child = None

    def role(self, name: str, statements: list[dict[str, Any]]) -> str:
        iam = self.client("iam")
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))
        policy = {"Version": "2012-10-17", "Statement": statements}
        iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps(policy))
        return str(made["Role"]["Arn"])

    def as_role(self, arn: str, service: str) -> Any:
        given = self.client("sts").assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
        session: Any = boto3.Session(
            given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"], settings.REGION
        )
        return session.client(service, endpoint_url=self.address)

    def function(
        self, name: str, source: str, statements: list[dict[str, Any]] | None = None
    ) -> str:
        """The ARN of a Lambda whose module `main` has `handle`."""
        allowed = statements or [{"Effect": "Allow", "Action": "logs:*", "Resource": "*"}]
        code = io.BytesIO()
        with zipfile.ZipFile(code, "w") as archive:
            archive.writestr("main.py", source)
        made = self.client("lambda").create_function(
            FunctionName=name,
            Runtime="python3.11",
            Handler="main.handle",
            Role=self.role(f"{name}-role", allowed),
            Code={"ZipFile": code.getvalue()},
            Timeout=10,
        )
        return str(made["FunctionArn"])

    def call(self, name: str, event: object) -> Any:
        answer = self.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event))
        return json.loads(answer["Payload"].read())

    def api(self, function_arn: str, *routes: str) -> str:
        """The address of the `$default` stage of an HTTP API that gives the routes to a function."""
        gateway = self.client("apigatewayv2")
        api = gateway.create_api(Name="api", ProtocolType="HTTP")["ApiId"]
        integration = gateway.create_integration(
            ApiId=api,
            IntegrationType="AWS_PROXY",
            IntegrationUri=function_arn,
            PayloadFormatVersion="2.0",
        )["IntegrationId"]
        for key in routes:
            gateway.create_route(ApiId=api, RouteKey=key, Target=f"integrations/{integration}")
        gateway.create_stage(ApiId=api, StageName="$default", AutoDeploy=True)
        return f"{self.address}/_aws/execute-api/{api}/$default"


@contextmanager
def emulated(home: Path, unpatched: str = "") -> Iterator[Emulated]:
    for environment in environments.known(ROOT):
        environments.ensure(environment)
    running = Emulated(home, free_port(), unpatched)
    running.start()
    try:
        yield running
    finally:
        running.stop()
