"""What is sent to the routes of signing in."""

from typing import Annotated, ClassVar, Literal

from pydantic import WithJsonSchema

from llave.people.accounts import Channel
from llave.people.contacts import EMAIL_MAX, EmailAddress, PhoneNumber
from llave.people.devices import DeviceChoice
from llave.people.identifiers import Identifier
from llave.web.fields import CodeField, EmailField, PasswordField, PhoneField, TokenField
from llave.web.forms import Form, parsed

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


class SignOutPage(Form):
    """The button: nothing but the CSRF token, which the app has taken."""


class UnconfirmedPage(Form):
    """One of three things about one contact: a code, the wish for another, a correction."""

    SECRET: ClassVar[frozenset[str]] = frozenset({"code"})

    action: Literal["code", "resend", "correct"]
    channel: Literal["email", "phone"]
    code: CodeField | None = None
    email: EmailField | None = None
    phone: PhoneField | None = None
    solicitud: TokenField | None = None

    @property
    def medium(self) -> Channel:
        return Channel(self.channel)

    @property
    def corrected(self) -> EmailAddress | PhoneNumber | None:
        """What is to stand in the contact's place."""
        return self.email if self.medium is Channel.EMAIL else self.phone
