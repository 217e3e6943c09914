"""What is sent to the routes of registration."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

from llave.errors import InvalidInput
from llave.people.accounts import Residence
from llave.places.countries import Country
from llave.places.postal import PostalCode
from llave.web.fields import (
    ConfirmationCodeField,
    CurpField,
    EmailField,
    PasswordField,
    PayloadField,
    PhoneField,
    TokenField,
)
from llave.web.forms import Form, clean, parsed

NOTHING: frozenset[str] = frozenset()
IN_MEXICO = frozenset({"postal_code", "settlement_id", "street", "exterior_number"})
ABROAD = frozenset({"country", "address_lines"})
# By residence: the fields that must be there, and those that may be.
FIELDS = {
    "mx": (IN_MEXICO, IN_MEXICO | {"interior_number"}),
    "abroad": (ABROAD, ABROAD | {"postal_code"}),
}
ALL = IN_MEXICO | ABROAD | {"interior_number"}


def _not_empty(value: str) -> str:
    if not value:
        raise PydanticCustomError("required", "empty")
    return value


def _five_digits(value: str) -> str:
    try:
        return PostalCode(value).value
    except InvalidInput:
        raise PydanticCustomError("postal_code_shape", "not five digits") from None


Word = Annotated[
    str,
    BeforeValidator(clean(20)),
    AfterValidator(_not_empty),
    WithJsonSchema({"type": "string", "maxLength": 20}),
]
Line = Annotated[
    str,
    BeforeValidator(clean(120)),
    AfterValidator(_not_empty),
    WithJsonSchema({"type": "string", "maxLength": 120}),
]
Lines = Annotated[
    str,
    BeforeValidator(clean(300)),
    AfterValidator(_not_empty),
    WithJsonSchema({"type": "string", "maxLength": 300}),
]
CountryField = Annotated[
    Country, parsed(Country.parse), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$"})
]
ChannelName = Literal["email", "phone"]


class BeginForm(Form):
    """Step one, over JSON."""

    curp: CurpField
    captcha: PayloadField


class AddressForm(Form):
    """The address of step one; which fields it has depends on `residence`."""

    model_config = ConfigDict(validate_default=True)

    residence: Literal["mx", "abroad"]
    postal_code: Word | None = None
    settlement_id: Word | None = None
    street: Line | None = None
    exterior_number: Word | None = None
    interior_number: Word | None = None
    country: CountryField | None = None
    address_lines: Lines | None = None

    @field_validator("*", mode="after")
    @classmethod
    def _belongs(cls, value: Any, info: ValidationInfo) -> Any:
        # Without a residence that counts nothing can be said of the others.
        needed, allowed = FIELDS.get(info.data.get("residence", ""), (NOTHING, ALL))
        if value is None and info.field_name in needed:
            raise PydanticCustomError("required", "empty")
        if value is not None and info.field_name not in allowed | {"residence"}:
            raise PydanticCustomError("unknown_field", "of the other residence")
        return value

    @field_validator("postal_code", mode="after")
    @classmethod
    def _five_digits_in_mexico(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None or info.data.get("residence") != Residence.MEXICO:
            return value
        return _five_digits(value)


class ContactsForm(Form):
    """Step two."""

    email: EmailField | None = None
    phone: PhoneField | None = None


class PasswordForm(Form):
    """Step three; `privacy_notice` is the version that is accepted."""

    password: PasswordField
    privacy_notice: Word


class ConfirmForm(Form):
    """A link with the registration or the password, or a registration with the code of a channel."""

    model_config = ConfigDict(validate_default=True)

    token: TokenField | None = None
    registration_token: TokenField | None = None
    password: PasswordField | None = None
    channel: ChannelName | None = None
    code: ConfirmationCodeField | None = None

    @field_validator("registration_token", "password", "channel", "code", mode="after")
    @classmethod
    def _belongs(cls, value: Any, info: ValidationInfo) -> Any:
        needed, allowed = _proof(info.data)
        if value is None and info.field_name in needed:
            raise PydanticCustomError("required", "empty")
        if value is not None and info.field_name not in allowed:
            raise PydanticCustomError("unknown_field", "of another proof")
        return value


class DeclineForm(Form):
    """Somebody says "No fui yo"."""

    token: TokenField


class ResendForm(Form):
    """Send the confirmation again."""

    registration_token: TokenField
    channel: ChannelName


def _proof(given: Mapping[str, Any]) -> tuple[frozenset[str], frozenset[str]]:
    """Which of the other fields a confirmation needs and may have. They are judged in their order, and
    one that is wrong by itself is not in `given`."""
    if "token" not in given:
        return NOTHING, frozenset({"registration_token", "password", "channel", "code"})
    if given["token"]:
        if given.get("registration_token"):
            return NOTHING, frozenset({"registration_token"})
        # Neither is there yet when the registration token is looked at: then both are still allowed.
        return (
            frozenset({"password"}) if "registration_token" in given else NOTHING,
            frozenset({"registration_token", "password"}),
        )
    by_code = frozenset({"registration_token", "channel", "code"})
    return by_code, by_code
