"""The types of fields that more than one flow takes: each parses into a value that proves itself."""

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from llave.errors import InvalidInput
from llave.people.contacts import EMAIL_MAX, EmailAddress, PhoneNumber
from llave.people.curp import Curp
from llave.people.numbering import PHONE_MAX
from llave.people.passwords import LONGEST, Password
from llave.web.forms import clean, parsed

PAYLOAD_LONGEST = 4_000
TOKEN_LONGEST = 100


def _password(value: object) -> Password:
    """The length is looked at first: a megabyte is refused before anything walks through it."""
    if not isinstance(value, str):
        raise PydanticCustomError("wrong_type", "not text")
    if len(value) <= LONGEST and not value.strip():
        raise PydanticCustomError("required", "nothing but blanks")
    try:
        return Password.parse(value)
    except InvalidInput as refusal:
        raise PydanticCustomError(refusal.problem, "refused") from None


def _six_digits(value: str) -> str:
    digits = value.replace(" ", "").replace("-", "")
    if re.fullmatch(r"[0-9]{6}", digits) is None:
        raise PydanticCustomError("code_shape", "not six digits")
    return digits


def _digits_of_a_confirmation(value: str) -> str:
    digits = value.replace(" ", "").replace("-", "")
    if re.fullmatch(r"[0-9]{6}|[0-9]{12}", digits) is None:
        raise PydanticCustomError("code_shape", "neither six digits nor twelve")
    return digits


def _not_empty(value: str) -> str:
    if not value:
        raise PydanticCustomError("required", "empty")
    return value


CurpField = Annotated[
    Curp,
    parsed(Curp.parse),
    WithJsonSchema({"type": "string", "minLength": 18, "maxLength": 18}),
]
EmailField = Annotated[
    EmailAddress,
    parsed(EmailAddress.parse),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": EMAIL_MAX}),
]
PhoneField = Annotated[
    PhoneNumber,
    parsed(PhoneNumber.parse),
    WithJsonSchema({"type": "string", "maxLength": PHONE_MAX}),
]
PasswordField = Annotated[
    Password,
    BeforeValidator(_password),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": LONGEST}),
]
CodeField = Annotated[
    str,
    BeforeValidator(clean(20)),
    AfterValidator(_six_digits),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{6}$"}),
]
# Where strangers guessed at a contact its code is a long one.
ConfirmationCodeField = Annotated[
    str,
    BeforeValidator(clean(20)),
    AfterValidator(_digits_of_a_confirmation),
    WithJsonSchema({"type": "string", "pattern": "^([0-9]{6}|[0-9]{12})$"}),
]
TokenField = Annotated[
    str,
    BeforeValidator(clean(TOKEN_LONGEST)),
    AfterValidator(_not_empty),
    WithJsonSchema({"type": "string", "maxLength": TOKEN_LONGEST}),
]
PayloadField = Annotated[
    str,
    BeforeValidator(clean(PAYLOAD_LONGEST)),
    AfterValidator(_not_empty),
    WithJsonSchema({"type": "string", "maxLength": PAYLOAD_LONGEST}),
]
