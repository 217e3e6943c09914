"""`python -m tools.operate <env> <job> [<file>]`: an operator has a job done.

The file is JSON (`-` reads the standard input) with the job's own fields; what the job answers is
printed. boto3 takes the credentials and, for a local cloud, AWS_ENDPOINT_URL from the environment.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from infra.catalogue import function_of_job
from infra.environments import ENVIRONMENTS, Environment


class JobFailed(Exception):
    """One sentence for the operator."""


def main(arguments: list[str] | None = None) -> int:
    """0 when the job was done, 1 when it was refused or failed."""
    given = _arguments(arguments)
    try:
        answer = call(ENVIRONMENTS[given.env], given.job, fields_in(given.file))
    except JobFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    print(json.dumps(answer, ensure_ascii=False, indent=2))
    return 0


def fields_in(file: str | None) -> dict[str, Any]:
    """The job's fields; raises JobFailed."""
    if file is None:
        return {}
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        fields = json.loads(text)
    except (OSError, ValueError) as problem:
        raise JobFailed(f"{file} can not be read as JSON: {problem}") from None
    if not isinstance(fields, dict):
        raise JobFailed(f"{file} must hold a JSON object with the job's fields")
    return fields


def call(environment: Environment, job: str, fields: dict[str, Any]) -> Any:
    """What the job answered; raises JobFailed with what the function said."""
    config = Config(read_timeout=620, retries={"total_max_attempts": 1})
    client = boto3.client("lambda", region_name=environment.region, config=config)
    try:
        said = client.invoke(
            FunctionName=environment.function(function_of_job(job)),
            Payload=json.dumps({**fields, "job": job}).encode(),
        )
    except (BotoCoreError, ClientError) as problem:
        raise JobFailed(f"The function could not be called: {problem}") from None
    answer = json.loads(said["Payload"].read())
    if said.get("FunctionError"):
        raise JobFailed(f"{answer.get('errorType')}: {answer.get('errorMessage')}")
    return answer


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tools.operate", description=__doc__)
    parser.add_argument("env", choices=sorted(ENVIRONMENTS))
    parser.add_argument("job")
    parser.add_argument("file", nargs="?")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
