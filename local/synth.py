"""Has the stacks synthesized; `infra.app` itself knows when there is nothing to do."""

import os
import subprocess
import sys
from pathlib import Path

ENVIRONMENT = "local"


class SynthesisFailed(Exception):
    """One sentence for the person at the terminal."""


def synthesize(root: Path, log: Path) -> Path:
    """The folder of the cloud assembly. Addresses of this start are put in when it is deployed, so
    that one assembly serves every start."""
    target = root / "cdk.out" / ENVIRONMENT
    environment = os.environ | {
        "LLAVE_ENVIRONMENT": ENVIRONMENT,
        "CDK_OUTDIR": str(target),
        "PYTHONPATH": os.pathsep.join(map(str, (root, root / "layers/shared/python"))),
    }
    with log.open("wb") as output:
        done = subprocess.run(
            [sys.executable, "-m", "infra.app"],
            cwd=root,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode != 0:
        lines = log.read_text(errors="replace").strip().splitlines() or ["it said nothing"]
        raise SynthesisFailed(f"The stacks cannot be synthesized: {lines[-1]} (all of it in {log})")
    return target
