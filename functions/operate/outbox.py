"""The sweeper: what stayed pending for five minutes is queued again."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from functions.operate.done import Done
from llave import log, wiring
from llave.people.outbox import Queue, queue_of

PATIENCE = timedelta(minutes=5)


def sweep(given: Mapping[str, Any], now: datetime) -> Done:
    """Queue again what the relay or a sender lost; the senders tell by the claim what is settled.

    The ledger has no line of it: no fact about anybody changes.
    """
    waiting: defaultdict[Queue, list[str]] = defaultdict(list)
    for message in wiring.outbox().pending_since(now - PATIENCE):
        waiting[queue_of(message.channel)].append(message.id)
    for queue, ids in waiting.items():
        wiring.queues().put(queue, ids)
    found = sum(len(ids) for ids in waiting.values())
    # Cases wait for their turn with the document reader: that is no failure of the relay's.
    if late := found - len(waiting[Queue.CASES]):
        log.warning("swept", count=late)
    return Done(changed=False, summary={"found": found})
