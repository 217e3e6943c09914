"""Audit events: what was done to an account, by ids alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class What(StrEnum):
    """The things that are recorded; a person sees hers in "Mi cuenta"."""

    REGISTERED = "registered"
    CONTACT_CONFIRMED = "contact-confirmed"
    CONTACT_CORRECTED = "contact-corrected"
    REGISTRATION_DECLINED = "registration-declined"
    SIGNED_IN = "signed-in"
    SIGNED_OUT = "signed-out"
    CONSENTED = "consented"
    DATA_GIVEN = "data-given"
    RECOVERED = "recovered"
    FACTOR_ADDED = "factor-added"
    FACTOR_REMOVED = "factor-removed"
    CODES_MADE = "codes-made"
    SECOND_ALWAYS = "second-always"
    SECOND_WHEN_NEEDED = "second-when-needed"
    OPERATED = "operated"
    PURGED = "purged"
    CASE_OPENED = "case-opened"
    CASE_SUBMITTED = "case-submitted"
    CASE_MOVED = "case-moved"
    VERIFIED = "verified"
    CLAIM_DISPLACED = "claim-displaced"
    CONTEST_OPENED = "contest-opened"
    CONTEST_OBJECTED = "contest-objected"
    CONTEST_DECIDED = "contest-decided"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the ledger."""

    id: str
    person: str
    what: What
    at: datetime
    refs: Mapping[str, str] = field(default_factory=dict)
