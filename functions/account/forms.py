"""What is sent to the pages of the account."""

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator

from llave.people.accounts import Channel
from llave.people.contacts import EmailAddress, PhoneNumber
from llave.web.fields import CodeField, EmailField, PhoneField, TokenField
from llave.web.forms import Form, clean

CREDENTIAL_LONGEST = 12_000
NAME_LONGEST = 40


class PasskeyForm(Form):
    """What WebAuthn's `create` gave (JSON), and a name to know it by."""

    SECRET: ClassVar[frozenset[str]] = frozenset({"credential"})

    credential: Annotated[str, BeforeValidator(clean(CREDENTIAL_LONGEST))]
    name: Annotated[str, BeforeValidator(clean(NAME_LONGEST))] | None = None


class AppForm(Form):
    """The code that the app shows."""

    code: CodeField


class ButtonForm(Form):
    """A button: nothing but the CSRF token, which the app has taken."""


class RemoveForm(Form):
    """Which factor; `key` only for a passkey."""

    method: Literal["passkey", "totp", "sms"]
    key: TokenField | None = None


class AskForm(Form):
    """Whether the second step is asked at every sign-in."""

    always: Literal["yes", "no"]


class ContactForm(Form):
    """One of three things about one contact: its code, the wish for another, the contact itself."""

    SECRET: ClassVar[frozenset[str]] = frozenset({"code"})

    action: Literal["code", "resend", "correct"]
    channel: Literal["email", "phone"]
    code: CodeField | None = None
    email: EmailField | None = None
    phone: PhoneField | None = None

    @property
    def medium(self) -> Channel:
        return Channel(self.channel)

    @property
    def corrected(self) -> EmailAddress | PhoneNumber | None:
        """What is to stand in the contact's place."""
        return self.email if self.medium is Channel.EMAIL else self.phone
