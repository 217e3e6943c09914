"""New outbox items on their way to the queue of their channel, by ids alone.

It never raises: a record that raises holds up every later one of its shard. What does not reach a
queue stays pending, and the sweeper queues it again.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from llave import log, wiring
from llave.people.outbox import Queue, queue_of


def handle(event: Mapping[str, Any], context: object = None) -> dict[str, Any]:
    """Queue what the ledger's stream brings."""
    found = sorted(_new(event))
    for queue, pairs in groupby(found, key=lambda pair: pair[0]):
        _put(queue, [message_id for _, message_id in pairs])
    return {"batchItemFailures": []}


def _new(event: Mapping[str, Any]) -> Iterator[tuple[Queue, str]]:
    for record in event.get("Records", []):
        image = record.get("dynamodb", {}).get("NewImage", {})
        # The mapping filters as well; an emulator or a hand-made mapping may not.
        if record.get("eventName") == "INSERT" and image.get("entity", {}).get("S") == "outbox":
            channel = image.get("channel", {}).get("S")
            yield queue_of(channel), image["pk"]["S"].partition("#")[2]


def _put(queue: Queue, message_ids: list[str]) -> None:
    try:
        wiring.queues().put(queue, message_ids)
    except Exception as error:  # noqa: BLE001  # the sweeper brings them; raising would hold up the shard
        log.failure("not queued", error, channel=queue.value, count=len(message_ids))
