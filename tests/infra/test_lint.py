"""cfn-lint on every template; cdk-nag and CDK's own rules have spoken while it was synthesized."""

import hashlib
import subprocess
import sys
from pathlib import Path

from infra.build import ROOT
from tests.infra.templates import Assembly


def test_cfn_lint_finds_nothing(assembly: Assembly):
    templates = sorted(assembly.folder.glob("*.template.json"))
    whole = b"".join(one.read_bytes() for one in templates)
    # Seconds a template: what was found clean once is not read again.
    clean = assembly.folder / f"cfn-lint-{hashlib.sha256(whole).hexdigest()[:16]}.clean"
    if clean.exists():
        return

    done = subprocess.run(
        [Path(sys.executable).with_name("cfn-lint"), "--", *templates],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    clean.touch()
