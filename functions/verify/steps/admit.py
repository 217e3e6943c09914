"""Cases that were handed in, on their way into the workflow: one execution a case, named after it, and no
more a minute than the document reader bears (infra/pacing.py)."""

from collections.abc import Mapping
from time import sleep
from typing import Any

from llave import log, wiring
from llave.batch import each_message
from llave.people.outbox import Outcome
from llave.settings import settings


def handle(event: Mapping[str, Any], context: object = None) -> dict[str, Any]:
    """Begin the workflow of each case that the queue brings."""
    return each_message(event, admit)


def admit(message_id: str) -> None:
    """Begin the case of a message that is still pending; again after a failure, since a case that was
    begun is not begun twice. Then nothing for a while: the next case waits for this place."""
    outbox = wiring.outbox()
    claim = outbox.claim(message_id, wiring.now())
    if claim is None:
        return
    try:
        wiring.workflow().begin(claim.message.refs["case"])
    except Exception as error:
        log.failure("not admitted", error, message_id=message_id, attempt=claim.attempt)
        outbox.release(message_id)
        raise
    outbox.settle(message_id, Outcome.SENT, wiring.now())
    log.info("case admitted", message_id=message_id, attempt=claim.attempt)
    sleep(settings().case_hold_ms / 1000)
