"""Which tables a function's code can query: from its handler through what it imports to the adapters
that the wiring hands out."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from infra.catalogue import Function
from llave.adapters.tables import AGENCIES, LEDGER, PEOPLE, SESSIONS, STAFF, Table

ROOT = Path(__file__).resolve().parents[2]
LAYER = ROOT / "layers/shared/python"
ADAPTERS = "llave.adapters."
# Adapters that query (not: read by key), and what. `outbox` queries an index, which `walks` allows.
QUERIED: dict[str, frozenset[Table]] = {
    "cases": frozenset({PEOPLE}),
    "chain": frozenset({LEDGER}),
    "collecting": frozenset({PEOPLE}),
    "declared": frozenset({PEOPLE}),
    "ended": frozenset({PEOPLE}),
    "enrolled": frozenset({PEOPLE}),
    "factors": frozenset({PEOPLE}),
    "grants": frozenset({SESSIONS}),
    "history": frozenset({LEDGER}),
    "holders": frozenset({PEOPLE}),
    "keyring": frozenset({AGENCIES}),
    "outbox": frozenset(),
    "postal": frozenset({AGENCIES}),
    "reuse": frozenset({PEOPLE}),
    "reviews": frozenset({PEOPLE}),
    "rotations": frozenset({LEDGER}),
    "signing_ring": frozenset({AGENCIES}),
    "staff": frozenset({STAFF}),
    "tickets": frozenset({SESSIONS}),
    "unconfirmed": frozenset({PEOPLE}),
    "under_way": frozenset({PEOPLE}),
    "visits": frozenset({PEOPLE, SESSIONS}),
}
# No adapters themselves, but functions that query for those that import them, also by way of others.
BORROWED = frozenset({"bound", "enrolled"})


def adapters_that_query() -> set[str]:
    """By what stands in their files."""
    found = set()
    for file in (LAYER / "llave/adapters").glob("*.py"):
        text = file.read_text("utf-8")
        if file.stem != "dynamodb" and (".query(" in text or 'paginator("query")' in text):
            found.add(file.stem)
    return found


def tables_queried(function: Function) -> set[Table]:
    """What the adapters query that its code can reach."""
    handler = function.handler.rpartition(".")[0]
    named = {name for module in _modules(handler) for name in _wired(module)}
    adapters = {adapter for name in named for adapter in _adapters(name)}
    return {table for adapter in adapters for table in QUERIED.get(adapter, ())}


def _modules(start: str) -> set[str]:
    """Every module of ours that is imported on the way, but for adapters and the wiring."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        module = waiting.pop()
        if module in seen or module == "llave.wiring" or module.startswith(ADAPTERS):
            continue
        if _file(module) is None:
            continue
        seen.add(module)
        waiting.extend(_imported(module))
    return seen


@cache
def _file(module: str) -> Path | None:
    base = (LAYER if module.startswith("llave") else ROOT) / module.replace(".", "/")
    found = (base.with_suffix(".py"), base / "__init__.py")
    return next((file for file in found if file.exists()), None)


@cache
def _tree(module: str) -> ast.Module:
    file = _file(module)
    assert file is not None
    return ast.parse(file.read_text("utf-8"))


def _imported(module: str) -> Iterator[str]:
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def _wired(module: str) -> Iterator[str]:
    """What a module asks the wiring for."""
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "wiring":
            yield node.attr
        if isinstance(node, ast.ImportFrom) and node.module == "llave.wiring":
            yield from (name.name for name in node.names)


@cache
def _adapters(name: str) -> frozenset[str]:
    """The adapters that a function of the wiring makes, and those that they are given or made of."""
    made = {
        node.name: node for node in _tree("llave.wiring").body if isinstance(node, ast.FunctionDef)
    }
    if name not in made:
        return frozenset()
    found: set[str] = set()
    for node in ast.walk(made[name]):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(ADAPTERS):
            found |= _made_of((node.module or "").removeprefix(ADAPTERS))
        if isinstance(node, ast.Name) and node.id in made and node.id != name:
            found |= _adapters(node.id)
    return frozenset(found)


def _made_of(adapter: str) -> set[str]:
    """Itself, and the adapters that it queries by."""
    found = {adapter}
    for node in ast.walk(_tree(ADAPTERS + adapter)):
        module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
        name = module.removeprefix(ADAPTERS)
        if module != name and ("Table" in ast.unparse(node) or name in BORROWED):
            found |= _made_of(name)
    return found
