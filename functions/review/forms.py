"""What is sent to the console."""

from typing import Literal

from llave.web.forms import Form, text_of

# What a reviewer can tell of documents; that a factor is missing is the workflow's to find.
ReasonCode = Literal[
    "retake",
    "wrong_document",
    "expired",
    "bill_too_old",
    "not_yours",
    "not_in_force",
    "not_confirmed",
]


class ButtonForm(Form):
    """A button alone."""


class VerdictForm(Form):
    """`stage` is what the page showed the case to be about; what it is by now decides."""

    verdict: Literal["accept", "reject"]
    stage: Literal["plain", "holder", "contest"]
    reason: ReasonCode | None = None
    slot: Literal["front", "back", "bill", "face"] | None = None


class ProposalForm(Form):
    """`subject` is her name at the issuer."""

    subject: text_of(100)  # type: ignore[valid-type]  # an annotation made by a function
    role: Literal["reviewer", "operator"]
    change: Literal["give", "take"]


class ConfirmForm(Form):
    """Which proposal."""

    grant: text_of(64)  # type: ignore[valid-type]
