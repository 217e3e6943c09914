"""`make mutants`: every threat's test is shown to fail on a version of Llave that is broken.

Works on a copy of the tree: each mutant of tests/security/mutants.py is put in, its test has to fail,
and the file is put back. `python -m tools.mutants T16 T31` takes only those.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.security.mutants import MUTANTS, Mutant

ROOT = Path(__file__).resolve().parent.parent
TESTS_FAILED = 1  # pytest's own exit codes: 2 and more mean that the tests could not even begin
SECURITY = "tests/security"
PATIENCE_S = 60


def main(threats: Sequence[str]) -> int:
    """Print a line a mutant; the exit code says how many survived or could not be tried."""
    chosen = [mutant for mutant in MUTANTS if not threats or mutant.threat in threats]
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        tree = _copied(Path(folder) / "tree")
        tests = sorted({mutant.test for mutant in chosen})
        if not _passes(tree, tests):
            print("The tests fail already without a mutant.")
            return 1
        outcomes = [_tried(mutant, tree) for mutant in chosen]
    survivors = len(outcomes) - sum(outcomes)
    print(f"{len(outcomes)} mutants, {survivors} not caught")
    return min(survivors, 100)


def _tried(mutant: Mutant, tree: Path) -> bool:
    file = tree / mutant.file
    whole = file.read_text("utf-8")
    began = time.monotonic()
    if whole.count(mutant.old) != 1:
        outcome, caught = f"{whole.count(mutant.old)} places to change, not one", False
    else:
        file.write_text(whole.replace(mutant.old, mutant.new), "utf-8")
        code = _pytest(tree, [mutant.test])
        caught = code == TESTS_FAILED
        outcome = "caught" if caught else "SURVIVED" if code == 0 else f"pytest ended with {code}"
        file.write_text(whole, "utf-8")
    seconds = time.monotonic() - began
    print(
        f"{mutant.threat}  {outcome:9} {seconds:5.1f} s  {mutant.what}  [{mutant.test}]", flush=True
    )
    return caught


def _passes(tree: Path, tests: Sequence[str]) -> bool:
    return _pytest(tree, tests, loud=True) == 0


def _pytest(tree: Path, tests: Sequence[str], *, loud: bool = False) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    # A storm that nothing brakes goes on for long: that is a failure too.
    command += ["--timeout", str(PATIENCE_S), "--timeout-method", "signal"]
    done = subprocess.run(
        [*command, *(f"{SECURITY}/{test}" for test in tests)],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{tree}:{tree / 'layers/shared/python'}"},
    )
    if loud and done.returncode:
        print(done.stdout[-4000:])
    return done.returncode


def _copied(target: Path) -> Path:
    """What git knows or would know, and the manifest that the pages' build leaves."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = [name for name in listed.split("\0") if name and (ROOT / name).is_file()]
    names.append("layers/shared/python/llave/web/static_manifest.json")
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target / name)
    return target


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
