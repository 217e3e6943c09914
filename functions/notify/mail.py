"""The mail queue's worker."""

from collections.abc import Mapping
from typing import Any

from functions.notify.budgets import SendingBudgets
from functions.notify.content import Facts
from functions.notify.letters import letter
from functions.notify.secrets import Secrets
from functions.notify.sending import Desk, deliver
from llave import wiring
from llave.batch import each_message
from llave.people.accounts import Channel
from llave.people.outbox import Kind
from llave.settings import settings


def handle(event: Mapping[str, Any], context: object = None) -> dict[str, Any]:
    """Send each message that the queue brings."""
    made = desk()
    return each_message(event, lambda message_id: deliver(message_id, made, wiring.now()))


def desk() -> Desk:
    """What sending mail takes."""
    return Desk(
        channel=Channel.EMAIL,
        origin=settings().origin,
        outbox=wiring.outbox(),
        accounts=wiring.accounts(),
        keys=wiring.person_keys(),
        secrets=Secrets(wiring.keyring(), wiring.confirmations()),
        budgets=SendingBudgets(Channel.EMAIL, wiring.budgets()),
        # Mail costs next to nothing, and nobody is paid for receiving it.
        admits=lambda *_: True,
        post=_post,
    )


def _post(address: str, kind: Kind, facts: Facts) -> None:
    wiring.mail().send(address, letter(kind, facts))
