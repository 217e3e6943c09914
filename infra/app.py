"""`python -m infra.app [environment...]`: synthesizes their stacks into `cdk.out/<environment>`.

The CDK CLI runs the same module, and names the environment by LLAVE_ENVIRONMENT. Nothing is done when
neither sources nor environment changed.
"""

import fcntl
import os
import sys
from pathlib import Path

from infra.build import BuildFailed
from infra.environments import ENVIRONMENTS, Environment
from infra.freshness import digest_of_sources, is_fresh, stamp
from infra.node import use_node_of_wheel

ROOT = Path(__file__).resolve().parent.parent


def main(names: list[str]) -> int:
    """Exit code; what is wrong is said in one sentence."""
    wanted = names or [os.environ.get("LLAVE_ENVIRONMENT", "local")]
    if unknown := [name for name in wanted if name not in ENVIRONMENTS]:
        print(
            f"No environment {unknown[0]!r}: there are {', '.join(ENVIRONMENTS)}", file=sys.stderr
        )
        return 2
    try:
        for name in wanted:
            _bring_up_to_date(ENVIRONMENTS[name])
    except BuildFailed as problem:
        print(f"The artifacts can not be built: {problem}", file=sys.stderr)
        return 1
    except RuntimeError as problem:
        # Findings of the checks stand printed above; a traceback through Node adds nothing.
        print(f"The stacks can not be synthesized: {problem}", file=sys.stderr)
        return 1
    return 0


def _bring_up_to_date(chosen: Environment) -> None:
    target = Path(os.environ.get("CDK_OUTDIR", ROOT / "cdk.out" / chosen.name))
    target.mkdir(parents=True, exist_ok=True)
    # Tests and the local cloud may ask at the same time: one makes it, the others find it made.
    with (target.parent / f".{target.name}.lock").open("w") as one_at_a_time:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        digest = digest_of_sources(chosen)
        if not is_fresh(target, digest):
            synthesize(chosen, target)
            stamp(target, digest)


def synthesize(chosen: Environment, target: Path) -> None:
    """Write the assembly; findings of cdk-nag make it fail."""
    use_node_of_wheel()
    # aws_cdk starts Node when it is imported, so it waits until it is needed.
    from infra.stacks import app

    app(chosen, target).synth()
    _drop_old_assets(target)


def _drop_old_assets(target: Path) -> None:
    """CDK only adds; what no manifest names any more would fill the disk."""
    named = "".join(manifest.read_text() for manifest in target.glob("*.assets.json"))
    for asset in target.glob("asset.*"):
        if asset.name not in named:
            asset.unlink()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
