"""What must be sent, decided in the same transaction as the change that makes it necessary.

A message holds ids alone: the sender derives codes and reads addresses when it sends (design,
rule 11).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Kind(StrEnum):
    """What a person is told; the sender has words for each, by channel.

    With a channel: CONFIRM_CONTACT (refs `confirmation`), RECOVERY and RECOVERY_CODE (refs
    `recovery`), SIGN_IN_CODE (by phone alone, refs `code`). Without one, because the sender finds out
    whom to tell: ACCOUNT_DECLARED (`person`
    is the new account, refs `indexes` the keys of its CURP's indexes, with blanks between; the
    other accounts on it are told), and NEW_DEVICE, PASSWORD_CHANGED, CONTACT_CHANGED, FACTOR_CHANGED,
    which go to her confirmed contacts. END_ACCESS tells nobody: it ends what `ended_before` of the account says
    has ended, and the factors enrolled since `factors_since` of its refs.

    Of verification, without a channel as well: VERIFIED, CASE_WAITING, CASE_REJECTED and the
    CONTEST_ kinds go to every confirmed contact of `person`. CLAIM_DISPLACED does too, ends what she
    gave agencies, and leaves an AGENCY_EVENT (refs `client`, `event`) for each she visited, held
    until events are delivered; VERIFIED leaves one (refs `ticket` besides) for each that waits. CLAIMS_DISPLACED (`person` is a new holder, refs `indexes` as above)
    has the other accounts on her CURP give way. CASE_SUBMITTED (channel `cases`, refs `case`) starts
    the workflow. SILENT lists those that tell nobody.
    """

    CONFIRM_CONTACT = "confirm-contact"
    ACCOUNT_DECLARED = "account-declared"
    NEW_DEVICE = "new-device"
    RECOVERY = "recovery"
    RECOVERY_CODE = "recovery-code"
    PASSWORD_CHANGED = "password-changed"
    CONTACT_CHANGED = "contact-changed"
    FACTOR_CHANGED = "factor-changed"
    SIGN_IN_CODE = "sign-in-code"
    END_ACCESS = "end-access"
    VERIFIED = "verified"
    CASE_SUBMITTED = "case-submitted"
    CASE_WAITING = "case-waiting"
    CASE_REJECTED = "case-rejected"
    CLAIMS_DISPLACED = "claims-displaced"
    CLAIM_DISPLACED = "claim-displaced"
    CONTEST_OPENED = "contest-opened"
    CONTEST_OBJECTED = "contest-objected"
    CONTEST_DISMISSED = "contest-dismissed"
    AGENCY_EVENT = "agency-event"


SILENT = frozenset({Kind.END_ACCESS, Kind.CASE_SUBMITTED, Kind.CLAIMS_DISPLACED, Kind.AGENCY_EVENT})


@dataclass(frozen=True, slots=True)
class Message:
    """`channel` is email, phone or, where the sender finds out whom to tell, none; `refs` are ids by
    name."""

    id: str
    kind: Kind
    person: str
    created_at: datetime
    channel: str | None = None
    refs: Mapping[str, str] = field(default_factory=dict)


class Outcome(StrEnum):
    """How a message was settled; DROPPED is over a budget, EXPIRED came too late to be of use, and
    FAILED was refused by the channel or tried too often."""

    SENT = "sent"
    DROPPED = "dropped"
    EXPIRED = "expired"
    NOBODY = "nobody"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Claim:
    """A message that this sender alone may send for a while; `attempt` counts from one, `is_admitted`
    says that an earlier attempt was allowed to send it, and counted it."""

    message: Message
    attempt: int
    is_admitted: bool = False


class BeingSent(Exception):
    """Another sender has it; the queue brings it again, in case that one fails."""


class Outbox(Protocol):
    """What senders need of the outbox."""

    def claim(self, message_id: str, now: datetime) -> Claim | None:
        """Take a message to send it; None when it is settled or gone; raises BeingSent."""
        ...

    def admit(self, message_id: str) -> None:
        """Record that it may be sent, so that no later attempt asks, and counts it, again."""
        ...

    def settle(self, message_id: str, outcome: Outcome, now: datetime) -> None:
        """Record how it ended, once."""
        ...

    def release(self, message_id: str) -> None:
        """Let another attempt begin at once."""
        ...

    def put(self, *messages: Message) -> None:
        """Messages that follow from another one; each once, by its id."""
        ...

    def hold(self, *messages: Message) -> None:
        """Messages that nobody delivers yet: kept without end, each once, by its id."""
        ...


class Queue(StrEnum):
    """Where a message waits for who works it off."""

    MAIL = "mail"
    SMS = "sms"
    FOLLOWUP = "followup"
    CASES = "cases"


def queue_of(channel: str | None) -> Queue:
    """The queue of a channel; what has none is first spread, or ends access."""
    found = {"email": Queue.MAIL, "phone": Queue.SMS, "cases": Queue.CASES}
    return found.get(channel or "", Queue.FOLLOWUP)


class Queues(Protocol):
    """Handing ids to the senders."""

    def put(self, queue: Queue, message_ids: Sequence[str]) -> None:
        """Queue the ids."""
        ...
