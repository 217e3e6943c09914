"""What is done by the clock and by operators: one job a call, `{"job": name, ...its own fields}`."""

from collections.abc import Mapping
from typing import Any

from functions.operate.doing import do
from functions.operate.jobs import JOBS


def handle(event: Mapping[str, Any], context: object = None) -> dict[str, Any]:
    """Jobs on keys, agencies and messages: this role touches no account."""
    return do(JOBS, event)
