"""What follows from a change without being a message itself: a notice is spread to everybody whom it
concerns, and access that has ended is ended everywhere."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from functions.notify.spreading import Office, follow
from llave import wiring
from llave.batch import each_message
from llave.people.holders import give_way


def handle(event: Mapping[str, Any], context: object = None) -> dict[str, Any]:
    """Do what follows from each message that the queue brings."""
    office = Office(
        outbox=wiring.outbox(),
        accounts=wiring.accounts(),
        declared=wiring.declared(),
        end_grants=wiring.grants().end_all,
        end_factors=wiring.factors().end_since,
        give_way=_give_way,
        agencies=wiring.visits().agencies,
        tickets=wiring.tickets().of,
    )
    return each_message(event, lambda message_id: follow(message_id, office, wiring.now()))


def _give_way(holder: str, curp: tuple[str, ...], since: datetime) -> None:
    give_way(holder, curp, since, wiring.holding())
