"""What a recovery writes and sends, and the port that writes it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from llave.people.accounts import Account, Channel
from llave.people.audit import Event
from llave.people.codes import fingerprint
from llave.people.credentials import Credential, Hashed
from llave.people.keyring import Keyring, Purpose, Secret
from llave.people.outbox import Kind, Message
from llave.people.recovery import Recovery, code_for, demanded, link_token


@dataclass(frozen=True, slots=True)
class Sent:
    """What a request writes: the recovery and its messages; `recovery` is None where there is nobody
    to send to, and as much is written in vain."""

    id: str
    created_at: datetime
    recovery: Recovery | None = None
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a recovery writes, at once or not at all; `account` as it was read, `stays` whether a factor
    of its is left."""

    recovery: Recovery
    account: Account
    stays: bool
    credential: Credential
    hashed: Hashed
    at: datetime
    messages: tuple[Message, ...]
    event: Event


class Recoveries(Protocol):
    """Where recoveries are kept."""

    def send(self, sent: Sent) -> None:
        """Write a request; the same work whether there is anybody to send to."""
        ...

    def by_link(self, link: str) -> Recovery | None:
        """The recovery whose token has this fingerprint, or None."""
        ...

    def attempt(self, recovery: Recovery) -> Recovery:
        """Count one attempt on the code and return what stands there; raises CodeInvalid when there
        were too many, or the recovery has been spent."""
        ...

    def send_code(self, recovery: Recovery, code: str, message: Message) -> None:
        """Make this the newest code and send it, unless another request was first."""
        ...

    def finish(self, recovered: Recovered) -> None:
        """Write a recovery; raises LinkInvalid when it was spent meanwhile."""
        ...


def token_in(message: Message, keyring: Keyring) -> str:
    """The link token that a message RECOVERY carries."""
    return link_token(message.refs["recovery"], _secret_of(message, keyring))


def code_in(message: Message, keyring: Keyring) -> str:
    """The code that a message RECOVERY_CODE carries."""
    return code_for(message.refs["recovery"], _secret_of(message, keyring))


def opened(account: Account, secret: Secret, ids: tuple[str, str, str, str], now: datetime) -> Sent:
    """The recovery of an account and its messages; `ids` are for it, its code and two messages."""
    recovery_id, code_id, first, second = ids
    channels = demanded(account, now)
    has_two = len(channels) > 1
    recovery = Recovery(
        id=recovery_id,
        person=account.person,
        channel=Channel.EMAIL if Channel.EMAIL in channels else Channel.PHONE,
        created_at=now,
        link=fingerprint(link_token(recovery_id, secret)),
        code=code_id if has_two else None,
        code_at=now if has_two else None,
        codes=int(has_two),
    )
    link = _message(first, Kind.RECOVERY, recovery, recovery_id, secret, now)
    code = code_message(second, recovery, code_id, secret, now)
    return Sent(recovery_id, now, recovery, (link, code) if has_two else (link,))


def code_message(
    message_id: str, recovery: Recovery, code_id: str, secret: Secret, now: datetime
) -> Message:
    """The message that carries a code to the medium that the link did not go to."""
    return _message(message_id, Kind.RECOVERY_CODE, recovery, code_id, secret, now)


def _message(
    message_id: str, kind: Kind, recovery: Recovery, reference: str, secret: Secret, now: datetime
) -> Message:
    channel = recovery.channel if kind is Kind.RECOVERY else recovery.code_channel
    refs = {"recovery": reference, "secret": str(secret.version)}
    return Message(message_id, kind, recovery.person, now, channel.value, refs)


def _secret_of(message: Message, keyring: Keyring) -> Secret:
    return keyring.version(Purpose.CODES, int(message.refs["secret"]))
