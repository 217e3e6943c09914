"""Numbering plans: what a person types becomes E.164, Mexico's habits first.

phonenumbers is imported where it is used, since it costs some 45 ms of CPU.
"""

import re
import unicodedata
from enum import StrEnum

from llave.errors import InvalidInput

PHONE_MAX = 40
MEXICO = "+52"
# Ten digits, and the prefixes that Mexico has dialled before them, today and until 2019.
MEXICO_AT_HOME = re.compile(r"(?:52|521|01|044|045)?([0-9]{10})")
MEXICO_FROM_ABROAD = re.compile(r"521?([0-9]{10})")
# What people and their address books put between digits; dashes and blanks are made plain first.
PHONE_TEXT = re.compile(r"\+?[0-9 ().\-/]+")


class PhoneProblem(StrEnum):
    """Why a text is no phone number that Llave can write to; stable codes, part of the contract."""

    SHAPE = "phone_shape"
    LENGTH = "phone_length"
    COUNTRY = "phone_country"
    UNKNOWN = "phone_unknown"
    NOT_MOBILE = "phone_not_mobile"


class PhoneInvalid(InvalidInput):
    """The text is no phone number that Llave can write to."""

    def __init__(self, problem: PhoneProblem) -> None:
        super().__init__(problem.value, field="phone")


def _plain(text: str) -> str:
    """ASCII blanks and hyphens, without the invisible marks that address books copy along."""
    if len(text) > PHONE_MAX:
        raise PhoneInvalid(PhoneProblem.LENGTH)
    plain = {"Cf": "", "Pd": "-", "Zs": " "}
    return "".join(plain.get(unicodedata.category(c), c) for c in text).strip()


def e164(text: str) -> str:
    """A text as a person types it, in E.164; raises PhoneInvalid."""
    import phonenumbers

    text = _plain(text)
    if PHONE_TEXT.fullmatch(text) is None:
        raise PhoneInvalid(PhoneProblem.SHAPE)
    digits = _international(text)
    try:
        number = phonenumbers.parse(digits, None)
    except phonenumbers.NumberParseException as error:
        unknown = error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE
        raise PhoneInvalid(PhoneProblem.COUNTRY if unknown else PhoneProblem.LENGTH) from None
    if not phonenumbers.is_valid_number(number):
        raise PhoneInvalid(PhoneProblem.UNKNOWN)
    # A premium or toll-free number gets no text message, or a dear one; in Mexico and North America
    # nothing in a number tells a mobile from a fixed line.
    kinds = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    if phonenumbers.number_type(number) not in kinds:
        raise PhoneInvalid(PhoneProblem.NOT_MOBILE)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def grouped(number: str) -> str:
    """A number in E.164 as people read it: +52 55 1234 5678."""
    import phonenumbers

    international = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(phonenumbers.parse(number, None), international))


def _international(text: str) -> str:
    """+ and digits; what begins neither with + nor with 00 is a number in Mexico."""
    digits = re.sub(r"[^0-9]", "", text)
    is_international = text.startswith("+") or digits.startswith("00")
    digits = digits.removeprefix("00")
    if is_international and not digits.startswith("52"):
        return f"+{digits}"
    form = MEXICO_FROM_ABROAD if is_international else MEXICO_AT_HOME
    if (mexican := form.fullmatch(digits)) is None:
        raise PhoneInvalid(PhoneProblem.LENGTH)
    return f"{MEXICO}{mexican[1]}"
