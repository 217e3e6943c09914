"""What must be sent, decided in the same transaction as the change that makes it necessary.

A message holds ids alone: the sender derives codes and reads addresses when it sends (design,
rule 11).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a person is told; the sender has a template for each, by channel."""

    CONFIRM_CONTACT = "confirm-contact"
    ACCOUNT_DECLARED = "account-declared"
    NEW_DEVICE = "new-device"
    RECOVERY = "recovery"
    RECOVERY_CODE = "recovery-code"
    PASSWORD_CHANGED = "password-changed"
    CONTACT_CHANGED = "contact-changed"
    END_ACCESS = "end-access"


@dataclass(frozen=True, slots=True)
class Message:
    """`channel` is email, phone or, for what nobody reads, none; `refs` are ids by name."""

    id: str
    kind: Kind
    person: str
    created_at: datetime
    channel: str | None = None
    refs: Mapping[str, str] = field(default_factory=dict)
