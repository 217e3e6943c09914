"""What is sent to the routes of signing in."""

import json
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, WithJsonSchema

from functions.login.returns import Returns
from llave.errors import InvalidInput
from llave.people.contacts import EMAIL_MAX
from llave.people.devices import DeviceChoice
from llave.people.factors import Method
from llave.people.identifiers import Identifier
from llave.people.proving import Given
from llave.people.recovery_codes import normalized
from llave.web.contact_forms import ContactForm
from llave.web.fields import PasswordField, PhoneField, TokenField
from llave.web.forms import Form, clean, parsed

IdentifierField = Annotated[
    Identifier,
    parsed(Identifier.parse),
    WithJsonSchema({"type": "string", "maxLength": EMAIL_MAX}),
]


class SignInForm(Form):
    """E-mail, or CURP with phone, and the password; `device` says what is done about the device, and
    where nobody was asked it counts as shared unless it is known."""

    identifier: IdentifierField
    phone: PhoneField | None = None
    password: PasswordField
    device: Literal["remember", "own", "shared"] | None = None

    @property
    def who(self) -> Identifier:
        return Identifier(self.identifier.email, self.identifier.curp, self.phone)

    @property
    def choice(self) -> DeviceChoice | None:
        return DeviceChoice(self.device) if self.device else None


class SignInPage(SignInForm):
    """The same from the page, with the authorization request that waits for her, if one does."""

    solicitud: TokenField | None = None
    volver: Returns | None = None


class SignOutPage(Form):
    """The button: nothing but the CSRF token, which the app has taken."""


class UnconfirmedPage(ContactForm):
    """The same from who has just shown the password, with where she was going."""

    solicitud: TokenField | None = None
    volver: Returns | None = None


METHODS = Literal["passkey", "totp", "sms", "recovery_code"]
CODE_LONGEST = 60
ASSERTION_LONGEST = 12_000
DIGITS = 6
AnswerField = Annotated[
    str,
    BeforeValidator(clean(CODE_LONGEST)),
    WithJsonSchema({"type": "string", "maxLength": CODE_LONGEST}),
]
AssertionField = Annotated[str, BeforeValidator(clean(ASSERTION_LONGEST))]


class SecondStepForm(Form):
    """The challenge by its id, and the answer: a code, or what a passkey signed (the JSON form of
    WebAuthn's PublicKeyCredential). `sms` without a code has one sent."""

    challenge: TokenField
    method: METHODS
    code: AnswerField | None = None
    assertion: dict[str, Any] | None = None

    @property
    def given(self) -> Given:
        """The answer; raises InvalidInput."""
        assertion = json.dumps(self.assertion) if self.assertion is not None else None
        return _given(self.method, self.code, assertion)


class SecondStepPage(Form):
    """The same from the page, whose script puts a passkey's answer into a field."""

    SECRET: ClassVar[frozenset[str]] = frozenset({"code", "assertion"})

    challenge: TokenField
    method: METHODS
    action: Literal["answer", "send"]
    code: AnswerField | None = None
    assertion: AssertionField | None = None
    solicitud: TokenField | None = None
    volver: Returns | None = None

    @property
    def given(self) -> Given:
        """The answer; raises InvalidInput."""
        return _given(self.method, self.code, self.assertion)


class AgainPage(Form):
    """Who is in shows again who she is."""

    password: PasswordField
    volver: Returns | None = None


def _given(method: str, code: str | None, assertion: str | None) -> Given:
    chosen = Method(method)
    if chosen is Method.PASSKEY:
        if assertion is None:
            raise InvalidInput("required", field="assertion")
        return Given(chosen, assertion=assertion)
    if not code:
        raise InvalidInput("required", field="code")
    if chosen is Method.RECOVERY_CODE:
        if normalized(code) is None:
            raise InvalidInput("recovery_code_shape", field="code")
        return Given(chosen, code)
    digits = code.replace(" ", "").replace("-", "")
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdecimal()):
        raise InvalidInput("code_shape", field="code")
    return Given(chosen, digits)
