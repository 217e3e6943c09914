"""What `make preflight` says of one thing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from infra.environments import Environment


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `hint` says what to do when it is not in order."""

    ok: bool
    what: str
    hint: str = ""

    def __str__(self) -> str:
        mark = "✓" if self.ok else "✗"
        return f"{mark} {self.what}" + ("" if self.ok or not self.hint else f"\n    {self.hint}")


Check = Callable[[Environment], Iterator[Finding]]
