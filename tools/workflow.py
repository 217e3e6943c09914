"""`python -m tools.workflow docs/verification.md`: draws the workflow of a verification into the page,
and the table of what its steps may touch.

Both are made from what is deployed (infra/verification_machine.py, infra/catalogue.py), between marks of
the page. What every task has alike (it may fail, and is led to `MarkStuck`; the account may
be gone, which leads to `Cancel`) is said once in the text and not drawn.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from infra.verification_machine import CANCEL, STUCK, definition
from tools.touches import rows

BEGIN, END = "<!-- workflow: make workflow -->", "<!-- end of workflow -->"
TOUCHES, TOUCHED = "<!-- touches: make workflow -->", "<!-- end of touches -->"
TARGET = Path(__file__).resolve().parents[1] / "docs/verification.md"
ALIKE = frozenset({CANCEL, STUCK})
# By the type of a state: what stands around its name.
SHAPES = {"Choice": ("{", "}"), "Succeed": ("([", "])"), "Fail": ("([", "])"), "Wait": ("[/", "/]")}
INDENT = "    "

State = Mapping[str, Any]


class MarksMissing(Exception):
    """The page has no place for the picture."""


def main(arguments: list[str]) -> int:
    """Write the picture into the page."""
    page = Path(arguments[0])
    page.write_text(drawn_into(page.read_text("utf-8")), "utf-8")
    print(page)
    return 0


def drawn_into(page: str) -> str:
    """The page with today's picture and table; raises MarksMissing."""
    picture = "\n".join(_picture(definition(str)))
    drawn = _between(page, BEGIN, f"```mermaid\n{picture}\n```", END)
    return _between(drawn, TOUCHES, "\n".join(rows()), TOUCHED)


def _between(page: str, begin: str, made: str, end: str) -> str:
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise MarksMissing(f"the page needs the lines {begin} and {end}")
    return f"{before}{begin}\n{made}\n{end}{after}"


def _picture(machine: State) -> Iterator[str]:
    yield "flowchart TD"
    yield from _states(machine, INDENT)


def _states(machine: State, indent: str) -> Iterator[str]:
    for name, state in machine["States"].items():
        yield from _state(name, state, indent)
    for name, state in machine["States"].items():
        yield from (f"{indent}{edge}" for edge in _edges(name, state))


def _state(name: str, state: State, indent: str) -> Iterator[str]:
    inner = [
        *state.get("Branches", ()),
        *([state["ItemProcessor"]] if state["Type"] == "Map" else ()),
    ]
    if not inner:
        before, after = SHAPES.get(state["Type"], ("[", "]"))
        yield f'{indent}{name}{before}"{_label(name, state)}"{after}'
        return
    yield f'{indent}subgraph {name}["{_label(name, state)}"]'
    for machine in inner:
        yield from _states(machine, indent + INDENT)
    yield f"{indent}end"


def _inner(state: State) -> list[State]:
    """The machines that run within a state."""
    return [
        *state.get("Branches", ()),
        *([state["ItemProcessor"]] if "ItemProcessor" in state else ()),
    ]


def _label(name: str, state: State) -> str:
    called = state.get("Parameters", {}).get("FunctionName") or state.get("Resource", "")
    words = [name, f"<i>{called}</i>" if called and not called.startswith("arn:") else ""]
    if "waitForTaskToken" in state.get("Resource", ""):
        words.append("waits for a person")
    if state["Type"] == "Map":
        words.append("each file")
    if state["Type"] == "Parallel":
        words.append("at once")
    between = ": " if _inner(state) else "<br>"
    return between.join(word for word in words if word)


def _edges(name: str, state: State) -> Iterator[str]:
    if "Next" in state:
        yield f"{name} --> {state['Next']}"
    for choice in state.get("Choices", ()):
        value = choice.get("StringEquals", "a file was refused")
        yield f"{name} -- {value} --> {choice['Next']}"
    if "Default" in state:
        yield f"{name} -- else --> {state['Default']}"
    for caught in state.get("Catch", ()):
        if caught["Next"] not in ALIKE:
            yield f"{name} -. {caught['ErrorEquals'][0].partition('.')[2]} .-> {caught['Next']}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
