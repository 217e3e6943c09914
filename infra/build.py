"""Makes what the Lambdas run: a zip for each layer and one for each flow, in `build/<runtime>/`.

The same sources give the same bytes (fixed times, sorted names, hash-checked nowhere `.pyc`), so what
did not change is neither uploaded nor deployed again. Each part is kept under a hash of its sources.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from infra.environments import Artifacts, Environment
from infra.interpreters import interpreter

ROOT = Path(__file__).resolve().parent.parent
LAYER = ROOT / "layers/shared/python"
LOCK = ROOT / "requirements/layer.txt"
DECODERS_LOCK = ROOT / "requirements/documents.txt"
IN_LAYER = "/opt/python"
IN_FUNCTION = "/var/task"
EPOCH = (1980, 1, 1, 0, 0, 0)
# Read by nobody at run time: installers' records (metadata stays, packages ask it for their version),
# tests, type stubs, C sources.
DEAD_WEIGHT = (
    "*.pyi",
    "*.c",
    "*.h",
    "*.pxd",
    "py.typed",
    "RECORD",
    "INSTALLER",
    "REQUESTED",
    "direct_url.json",
)
# `dns` asks whether a mail domain exists, `pycparser` reads C declarations: neither is ever called.
DEAD_PACKAGES = ("dns", "pycparser")
DEAD_FOLDERS = {"tests", "test", "bin", "__pycache__", "licenses", "sboms"}


class BuildFailed(Exception):
    """What the operator reads, in one sentence."""


def layer(environment: Environment) -> Path:
    """The zip of the layer: llave on top of the third-party packages."""
    vendor = _vendor(environment, LOCK, "vendor")
    sources = sorted(_files(LAYER))
    key = _digest(environment.artifacts, LAYER, [*sources, vendor])
    target = _home(environment) / f"layer-{key}.zip"
    if not target.exists():
        with tempfile.TemporaryDirectory() as scratch:
            tree = _copied(sources, LAYER, Path(scratch) / "python")
            _compile(environment.artifacts, tree, IN_LAYER)
            partial = target.with_suffix(f".{os.getpid()}")
            shutil.copyfile(vendor, partial)
            _write_zip(partial, Path(scratch), mode="a")
            _finish(partial, target, "layer-*.zip")
    return target


def decoders(environment: Environment) -> Path:
    """The zip of the second layer: what opens files that strangers send, for the functions that do."""
    return _vendor(environment, DECODERS_LOCK, "decoders")


def function(environment: Environment, handler: str) -> Path:
    """The zip of the folder that holds a handler ("functions.notify.relay.handle")."""
    module = ROOT.joinpath(*handler.split(".")[:-1]).with_suffix(".py")
    if not module.is_file():
        raise BuildFailed(
            f"{module.relative_to(ROOT)} is not there, and infra/catalogue.py names it"
        )
    folder = module.parent
    flow = folder.name
    sources = sorted([ROOT / "functions/__init__.py", *_files(folder)])
    key = _digest(environment.artifacts, ROOT, sources)
    target = _home(environment) / f"{flow}-{key}.zip"
    if not target.exists():
        with tempfile.TemporaryDirectory() as scratch:
            tree = _copied(sources, ROOT, Path(scratch))
            _compile(environment.artifacts, tree, IN_FUNCTION)
            partial = target.with_suffix(f".{os.getpid()}")
            _write_zip(partial, tree, mode="w")
            _finish(partial, target, f"{flow}-*.zip")
    return target


def _vendor(environment: Environment, lock: Path, name: str) -> Path:
    """The third-party packages, compiled and zipped; seconds to make, so kept apart from llave."""
    key = _digest(environment.artifacts, ROOT, [lock, Path(__file__)])
    target = _home(environment) / f"{name}-{key}.zip"
    if not target.exists():
        with tempfile.TemporaryDirectory() as scratch:
            tree = Path(scratch) / "python"
            _install(environment.artifacts, lock, tree)
            _drop_dead_weight(tree)
            _compile(environment.artifacts, tree, IN_LAYER)
            partial = target.with_suffix(f".{os.getpid()}")
            _write_zip(partial, Path(scratch), mode="w")
            _finish(partial, target, f"{name}-*.zip")
    return target


def _install(artifacts: Artifacts, lock: Path, target: Path) -> None:
    """By uv, which is fast; by pip where uv does not reach the index that pip is configured for."""
    uv = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
    uv += ["--only-binary", ":all:", "--python-version", artifacts.python, "--target", str(target)]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
    pip += ["--no-compile", "--only-binary", ":all:", "--python-version", artifacts.python]
    pip += ["--implementation", "cp", "--target", str(target)]
    if artifacts.platform is not None:
        machine, _, libc = artifacts.platform.partition("-")
        uv += ["--python-platform", artifacts.platform]
        pip += ["--platform", f"{libc}_{machine}", "--platform", f"manylinux2014_{machine}"]
    reasons = []
    for command in (uv, pip):
        done = subprocess.run(
            [*command, "-r", str(lock)], capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            return
        reasons.append(done.stderr.strip()[-500:])
        shutil.rmtree(target, ignore_errors=True)
    raise BuildFailed("the packages of the layer can not be installed: " + " / ".join(reasons))


def _drop_dead_weight(tree: Path) -> None:
    for folder in sorted(tree.rglob("*"), reverse=True):
        if folder.is_dir() and folder.name in DEAD_FOLDERS:
            shutil.rmtree(folder)
    for package in DEAD_PACKAGES:
        shutil.rmtree(tree / package, ignore_errors=True)
    for pattern in DEAD_WEIGHT:
        for file in tree.rglob(pattern):
            file.unlink()


def _compile(artifacts: Artifacts, tree: Path, stands_at: str) -> None:
    """Unchecked-hash `.pyc`: the zips bear 1980 dates, so that timestamp ones would be thrown away."""
    python = interpreter(artifacts.python)
    if python is None:
        print(
            f"note: no Python {artifacts.python} here, so the artifacts carry source only and a cold"
            " start takes about twice as long; build where it is installed before deploying",
            file=sys.stderr,
        )
        return
    command = [python, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
    done = subprocess.run(
        [*command, "-s", str(tree), "-p", stands_at, str(tree)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONHASHSEED": "0", "PATH": "/usr/bin:/bin"},
    )
    if done.returncode != 0:
        raise BuildFailed(f"a source does not compile: {done.stdout.strip()[-500:]}")


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


def _copied(sources: Iterable[Path], base: Path, target: Path) -> Path:
    for source in sources:
        place = target / source.relative_to(base)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, place)
    return target


def _digest(artifacts: Artifacts, base: Path, sources: Iterable[Path]) -> str:
    whole = hashlib.sha256(
        json.dumps([artifacts.python, artifacts.platform, sys.platform]).encode()
    )
    whole.update(str(interpreter(artifacts.python) is not None).encode())
    for source in sources:
        name = source.relative_to(base) if source.is_relative_to(base) else source.name
        whole.update(f"{name}\0".encode() + hashlib.sha256(source.read_bytes()).digest())
    return whole.hexdigest()[:16]


def _write_zip(target: Path, tree: Path, mode: str) -> None:
    with zipfile.ZipFile(target, "a" if mode == "a" else "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(_all_files(tree)):
            entry = zipfile.ZipInfo(str(file.relative_to(tree)), EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.read_bytes())


def _all_files(tree: Path) -> Iterator[Path]:
    return (path for path in tree.rglob("*") if path.is_file())


def _finish(partial: Path, target: Path, replaced: str) -> None:
    """A name appears only when its content is whole; what it replaces goes."""
    for old in target.parent.glob(replaced):
        old.unlink(missing_ok=True)
    partial.replace(target)


def _home(environment: Environment) -> Path:
    """Environments with the same interpreter and platform share what they run."""
    artifacts = environment.artifacts
    home = ROOT / "build" / f"{artifacts.runtime}-{artifacts.platform or 'here'}"
    home.mkdir(parents=True, exist_ok=True)
    return home
