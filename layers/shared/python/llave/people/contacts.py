"""E-mail addresses and phone numbers as values that prove themselves.

email-validator (like phonenumbers, in `numbering`) is imported where it is used: each costs some
40 ms of CPU, and a sign-in needs one of them at most.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from llave.errors import InvalidInput
from llave.people.numbering import MEXICO, PHONE_MAX, PhoneInvalid, PhoneProblem, e164

if TYPE_CHECKING:
    from email_validator import ValidatedEmail

EMAIL_MAX = 254
HIDDEN = "•••"

__all__ = [
    "EMAIL_MAX",
    "PHONE_MAX",
    "EmailAddress",
    "EmailInvalid",
    "EmailProblem",
    "PhoneInvalid",
    "PhoneNumber",
    "PhoneProblem",
]


class EmailProblem(StrEnum):
    """Why a text is no e-mail address; stable codes, part of the contract."""

    SHAPE = "email_shape"
    LENGTH = "email_length"
    CHARACTERS = "email_characters"
    DOMAIN = "email_domain"


class EmailInvalid(InvalidInput):
    """The text is no e-mail address."""

    def __init__(self, problem: EmailProblem) -> None:
        super().__init__(problem.value, field="email")


@dataclass(frozen=True, slots=True, repr=False)
class EmailAddress:
    """An address as it is kept and shown: Unicode domain in lower case; raises EmailInvalid."""

    value: str

    def __post_init__(self) -> None:
        if _normal_email(self.value) != self.value:
            raise EmailInvalid(EmailProblem.SHAPE)

    @classmethod
    def parse(cls, text: str) -> "EmailAddress":
        """Read what a person typed, without asking any DNS; raises EmailInvalid."""
        return cls(_normal_email(text.strip()))

    def __repr__(self) -> str:
        return "EmailAddress(…)"

    __str__ = __repr__

    @property
    def ascii(self) -> str:
        """The address that mail is sent to: the domain in its ASCII form (IDNA 2008)."""
        checked = _checked(self.value)
        return f"{checked.local_part}@{checked.ascii_domain}"

    @property
    def canonical(self) -> str:
        """The form that look-ups are made of: two addresses that differ in case alone are one."""
        return self.ascii.casefold()

    @property
    def masked(self) -> str:
        """For display where the reader may be somebody else: c•••@correo.mx."""
        return masked_email(self.value)


@dataclass(frozen=True, slots=True, repr=False)
class PhoneNumber:
    """A number in E.164; raises PhoneInvalid."""

    value: str

    def __post_init__(self) -> None:
        if e164(self.value) != self.value:
            raise PhoneInvalid(PhoneProblem.SHAPE)

    @classmethod
    def parse(cls, text: str) -> "PhoneNumber":
        """Read what a person typed: ten digits are a number in Mexico, any other begins with + and
        its country's code; raises PhoneInvalid."""
        return cls(e164(text))

    def __repr__(self) -> str:
        return "PhoneNumber(…)"

    __str__ = __repr__

    @property
    def is_mexican(self) -> bool:
        """Whether a text message to it stays in the country."""
        return self.value.startswith(MEXICO)

    @property
    def masked(self) -> str:
        """For display where the reader may be somebody else: •• •• 1234."""
        return masked_phone(self.value)


def masked_email(address: str) -> str:
    """The same of an address that is kept: what was once taken is not judged again."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}{HIDDEN}@{domain}"


def masked_phone(number: str) -> str:
    """The same of a number that is kept."""
    return f"•• •• {number[-4:]}"


def _checked(address: str) -> "ValidatedEmail":
    from email_validator import validate_email

    return validate_email(address, check_deliverability=False, allow_smtputf8=False, strict=True)


def _halves(address: str) -> tuple[str, str]:
    local, _, domain = address.rpartition("@")
    return local, domain


def _normal_email(text: str) -> str:
    from email_validator import EmailNotValidError

    local, domain = _halves(text)
    if problem := _email_problem(text, local, domain):
        raise EmailInvalid(problem)
    try:
        return _checked(text).normalized
    except EmailNotValidError:
        raise EmailInvalid(_blame(local)) from None


def _email_problem(text: str, local: str, domain: str) -> EmailProblem | None:
    if len(text) > EMAIL_MAX:
        return EmailProblem.LENGTH
    if not local or not domain:
        return EmailProblem.SHAPE
    # The mail service takes no letters outside ASCII before the @.
    return None if local.isascii() else EmailProblem.CHARACTERS


def _blame(local: str) -> EmailProblem:
    """The half at fault: the same local part is tried at a domain that is beyond doubt."""
    from email_validator import EmailNotValidError

    try:
        _checked(f"{local}@correo.mx")
    except EmailNotValidError:
        return EmailProblem.SHAPE
    return EmailProblem.DOMAIN
