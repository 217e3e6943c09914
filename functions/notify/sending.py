"""From a claimed message to a channel: who gets it, whether it may be sent, and how that ended."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from functions.notify.budgets import SendingBudgets
from functions.notify.content import Facts
from functions.notify.secrets import Secrets
from llave import log
from llave.people.accounts import Account, Channel, Contact
from llave.people.letters import ChannelRefused
from llave.people.outbox import Claim, Kind, Message, Outbox, Outcome
from llave.people.vault import PersonKeys

# Five from the queue, and as many each time the sweeper queues it again.
MOST_ATTEMPTS = 20
# When what is handed over has run out, the message is of no use; a notice is of use for days.
LIFE = {
    (Kind.CONFIRM_CONTACT, Channel.EMAIL): timedelta(hours=24),
    (Kind.CONFIRM_CONTACT, Channel.PHONE): timedelta(minutes=10),
    (Kind.RECOVERY, Channel.EMAIL): timedelta(hours=24),
    (Kind.RECOVERY, Channel.PHONE): timedelta(minutes=10),
    (Kind.RECOVERY_CODE, Channel.EMAIL): timedelta(minutes=10),
    (Kind.RECOVERY_CODE, Channel.PHONE): timedelta(minutes=10),
    (Kind.SIGN_IN_CODE, Channel.PHONE): timedelta(minutes=10),
}
NOTICE_LIFE = timedelta(days=3)


class Accounts(Protocol):
    """Where accounts are read."""

    def get(self, person: str) -> Account | None: ...


Post = Callable[[str, Kind, Facts], None]
Admits = Callable[[Message, str, datetime], bool]


@dataclass(frozen=True, slots=True)
class Desk:
    """What one channel's sender works with; `admits` says whether an address may be sent anything now,
    `post` puts a message of a kind on its way."""

    channel: Channel
    origin: str
    outbox: Outbox
    accounts: Accounts
    keys: PersonKeys
    secrets: Secrets
    budgets: SendingBudgets
    admits: Admits
    post: Post


def deliver(message_id: str, desk: Desk, now: datetime) -> Outcome | None:
    """Send a message that is still pending, and record how it ended.

    At least once: a sender that dies between sending and recording sends again. Raises what the
    channel or a table raised, so that the queue brings the message again; the claim is given back.
    """
    claim = desk.outbox.claim(message_id, now)
    if claim is None:
        return None
    try:
        outcome = _sent(claim, desk, now)
    except Exception as error:
        log.failure("not sent", error, message_id=message_id, attempt=claim.attempt)
        desk.outbox.release(message_id)
        raise
    desk.outbox.settle(message_id, outcome, now)
    log.info(
        "settled",
        message_id=message_id,
        kind=claim.message.kind.value,
        channel=desk.channel.value,
        outcome=outcome.value,
    )
    return outcome


def _sent(claim: Claim, desk: Desk, now: datetime) -> Outcome:
    message = claim.message
    if claim.attempt > MOST_ATTEMPTS:
        return Outcome.FAILED
    if now - message.created_at > LIFE.get((message.kind, desk.channel), NOTICE_LIFE):
        return Outcome.EXPIRED
    account = desk.accounts.get(message.person)
    contact = reachable(message, account, desk.channel)
    derived = desk.secrets.of(message, desk.channel)
    if account is None or contact is None or derived is None:
        return Outcome.NOBODY
    key = desk.keys.open(account.person, account.wrapped_key)
    address = key.unseal(desk.channel.value, account.sealed[desk.channel.value])
    # A message is counted once, however often the channel makes it wait.
    if not claim.is_admitted:
        # A telephone is found with the CURP, but rings for all of them.
        if not _may_go(message, contact.number_index or contact.index, address, desk, now):
            return Outcome.DROPPED
        desk.outbox.admit(message.id)
    facts = Facts(desk.origin, message.created_at, derived.token, derived.code)
    return _posted(desk.post, address, message.kind, facts)


def _may_go(message: Message, index: str, address: str, desk: Desk, now: datetime) -> bool:
    return (
        desk.budgets.allow_address(message, index, now)
        and desk.admits(message, address, now)
        and desk.budgets.allow_lane(message.kind, now)
    )


def _posted(post: Post, address: str, kind: Kind, facts: Facts) -> Outcome:
    try:
        post(address, kind, facts)
    except ChannelRefused as refused:
        log.warning("channel refused", kind=kind.value, reason=str(refused))
        return Outcome.FAILED
    return Outcome.SENT


def reachable(message: Message, account: Account | None, channel: Channel) -> Contact | None:
    """The contact it goes to: an unconfirmed one gets confirmations, a confirmed one all the rest."""
    contact = account.contacts.get(channel) if account else None
    if contact is None:
        return None
    wants_confirmed = message.kind is not Kind.CONFIRM_CONTACT
    return contact if contact.is_confirmed == wants_confirmed else None
