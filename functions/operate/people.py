"""Jobs that touch accounts and documents: a role of their own, which can make no key and no agency."""

from collections.abc import Mapping
from typing import Any

from functions.operate import evidence, rekey, unconfirmed
from functions.operate.doing import Job, do

JOBS: Mapping[str, Job] = {
    "delete-evidence": evidence.delete,
    "purge-unconfirmed": unconfirmed.purge,
    "rekey": rekey.rekey,
}


def handle(event: Mapping[str, Any], context: object = None) -> dict[str, Any]:
    """Do a job and answer what came of it."""
    return do(JOBS, event)
