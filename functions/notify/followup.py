"""What follows from a change without being a message itself: a notice is spread to everybody whom it
concerns, and access that has ended is ended everywhere."""

from collections.abc import Mapping
from typing import Any

from functions.notify.batch import each_message
from functions.notify.spreading import Office, follow
from llave import wiring


def handle(event: Mapping[str, Any], context: object = None) -> dict[str, Any]:
    """Do what follows from each message that the queue brings."""
    office = Office(wiring.outbox(), wiring.accounts(), wiring.declared(), wiring.grants().end_all)
    return each_message(event, lambda message_id: follow(message_id, office, wiring.now()))
