"""What an operator does after a deployment: prove the mail domain, register agencies."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from local.deploy.clients import Cloud
from local.deploy.stacks import DeploymentFailed


def register_clients(file: Path, operate: str, cloud: Cloud, addresses: Mapping[str, str]) -> None:
    """`addresses` as in `deploy`: redirect addresses name the sample agency's usual port."""
    text = file.read_text(encoding="utf-8")
    for named, actual in addresses.items():
        text = text.replace(named, actual)
    for client in json.loads(text):
        payload = json.dumps({"job": "register-client", "client": registration(client)})
        answer = cloud.client("lambda").invoke(FunctionName=operate, Payload=payload)
        if "FunctionError" in answer:
            reason = json.loads(answer["Payload"].read()).get("errorMessage", "no reason given")
            raise DeploymentFailed(f"A client of {file.name} was not registered: {reason}")


def registration(client: Mapping[str, Any]) -> dict[str, Any]:
    """What is registered of a sample client: its secret's hash, never the secret."""
    sent = {name: value for name, value in client.items() if name != "client_secret"}
    secret = client.get("client_secret")
    if secret is not None:
        sent["client_secret_sha256"] = hashlib.sha256(secret.encode()).hexdigest()
    return sent


def prove_mail_domain(domain: str, region: str, cloud: Cloud) -> None:
    """In AWS this takes records in the domain's DNS; SES sends from no other domain."""
    try:
        cloud.client("sesv2", region).create_email_identity(EmailIdentity=domain)
    except ClientError as refusal:
        if refusal.response["Error"]["Code"] != "AlreadyExistsException":
            raise
