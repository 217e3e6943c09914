"""The codes and links of a message, derived when it is sent; no table and no queue holds them."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from llave.people.accounts import Channel
from llave.people.challenges import code_in as second_step_code
from llave.people.confirmation import Confirmation, code_of, link_token_of
from llave.people.keyring import Keyring
from llave.people.outbox import Kind, Message
from llave.people.recovery_writes import code_in, token_in

# Two clocks of one process differ by the millisecond that storing rounds away.
ROUNDING = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Derived:
    """What a message hands over; either may be empty."""

    token: str = field(default="", repr=False)
    code: str = field(default="", repr=False)


class Confirmations(Protocol):
    """Where confirmations are read."""

    def get(self, person: str, channel: Channel) -> Confirmation | None: ...


@dataclass(frozen=True, slots=True)
class Secrets:
    """`of` is None when what the message is about no longer waits for it."""

    keyring: Keyring
    confirmations: Confirmations

    def of(self, message: Message, channel: Channel) -> Derived | None:
        """Derive what the message hands over on this channel."""
        if message.kind is Kind.CONFIRM_CONTACT:
            return self._of_confirmation(message, channel)
        if message.kind is Kind.RECOVERY:
            return Derived(token=token_in(message, self.keyring))
        if message.kind is Kind.RECOVERY_CODE:
            return Derived(code=code_in(message, self.keyring))
        if message.kind is Kind.SIGN_IN_CODE:
            return Derived(code=second_step_code(message, self.keyring))
        return Derived()

    def _of_confirmation(self, message: Message, channel: Channel) -> Derived | None:
        found = self.confirmations.get(message.person, channel)
        if found is None or found.spent_at is not None:
            return None
        if found.issued_at - message.created_at > ROUNDING:
            return None  # A later message sends the newer code.
        has_link = channel is Channel.EMAIL
        token = link_token_of(found, self.keyring) if has_link else ""
        return Derived(token=token, code=code_of(found, self.keyring))
