"""What each step of the workflow may touch, as rows of a page: out of the catalogue, from which its
permissions are made."""

from collections.abc import Iterator

from infra.catalogue import FUNCTIONS, Function

STEPS = "verify-"


def rows() -> Iterator[str]:
    """The table, in the order of the catalogue."""
    yield "| step | tables | secrets | files | else |"
    yield "|---|---|---|---|---|"
    for one in FUNCTIONS:
        if one.name.startswith(STEPS):
            cells = (_tables(one), _secrets(one), _files(one), _else(one))
            yield f"| `{one.name}` | " + " | ".join("; ".join(cell) for cell in cells) + " |"


def _tables(one: Function) -> Iterator[str]:
    for verb, tables in (("writes", one.writes), ("reads", one.reads)):
        if tables:
            yield f"{verb} {', '.join(table.name for table in tables)}"


def _secrets(one: Function) -> Iterator[str]:
    if one.reads_persons:
        yield "the person's key"
    yield from (f"`{purpose.value}`" for purpose in one.secrets)


def _files(one: Function) -> Iterator[str]:
    for name, verbs in (("originals", one.originals), ("pages", one.pages)):
        if verbs:
            yield f"{name}: {', '.join(verbs)}"
    if one.lists_pictures:
        yield "names"


def _else(one: Function) -> Iterator[str]:
    named = {
        "the document reader": one.reads_documents,
        "RENAPO": one.asks_renapo,
        "INE": one.asks_ine,
        "the workflow": one.starts_cases,
    }
    yield from (name for name, may in named.items() if may)
