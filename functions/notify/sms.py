"""The text messages' queue's worker."""

from collections.abc import Mapping
from typing import Any

from functions.notify.breaker import Breaker, Prices
from functions.notify.budgets import SendingBudgets
from functions.notify.content import Facts
from functions.notify.secrets import Secrets
from functions.notify.sending import Desk, deliver
from functions.notify.texts import text_message
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
    """What sending a text takes."""
    return Desk(
        channel=Channel.PHONE,
        origin=settings().origin,
        outbox=wiring.outbox(),
        accounts=wiring.accounts(),
        keys=wiring.person_keys(),
        secrets=Secrets(wiring.keyring(), wiring.confirmations()),
        budgets=SendingBudgets(Channel.PHONE, wiring.budgets()),
        admits=breaker().allows,
        post=_post,
    )


def breaker() -> Breaker:
    """The breaker, with the prices of this environment."""
    prices = Prices.parse(settings().sms_prices, settings().sms_dollars_an_hour)
    return Breaker(wiring.texted(), prices, wiring.keyring())


def _post(number: str, kind: Kind, facts: Facts) -> None:
    wiring.texts().send(number, text_message(kind, facts))
