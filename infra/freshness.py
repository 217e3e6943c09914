"""Whether an assembly is still that of the sources: a synthesis takes seconds, this milliseconds."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from infra.environments import Environment

ROOT = Path(__file__).resolve().parent.parent
SOURCES = (
    "infra",
    "functions",
    "layers",
    "requirements/documents.txt",
    "requirements/layer.txt",
    "requirements/dev.txt",
    "cdk.json",
)
STAMP = "sources.sha256"


def digest_of_sources(environment: Environment) -> str:
    """Of everything that the templates and artifacts are made of."""
    whole = hashlib.sha256(repr(environment).encode())
    for path in sorted(_files()):
        whole.update(f"{path.relative_to(ROOT)}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def is_fresh(target: Path, digest: str) -> bool:
    """Whether `target` was written from those sources."""
    stamp_file = target / STAMP
    return stamp_file.is_file() and stamp_file.read_text() == digest


def stamp(target: Path, digest: str) -> None:
    """Say what `target` was written from."""
    (target / STAMP).write_text(digest)


def _files() -> Iterator[Path]:
    for name in SOURCES:
        start = ROOT / name
        candidates = [start] if start.is_file() else start.rglob("*")
        for path in candidates:
            if path.is_file() and not {"__pycache__", "node_modules"} & set(path.parts):
                yield path
