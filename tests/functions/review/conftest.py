"""The console over moto."""

import pytest

from tests.console import Console
from tests.console import console as made
from tests.functions.verify.conftest import Office, office

__all__ = ["office"]


@pytest.fixture
def console(office: Office, monkeypatch: pytest.MonkeyPatch) -> Console:
    """Nobody is signed in, and nothing waits."""
    return made(office, monkeypatch)
