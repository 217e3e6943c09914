"""What the pages send, where it is not what the JSON routes take."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from functions.register.forms import ChannelName
from llave.web.fields import (
    ConfirmationCodeField,
    CurpField,
    PasswordField,
    PayloadField,
    TokenField,
)
from llave.web.forms import Form, clean

# What is only shown again is not judged, but for its length and its characters.
Typed = Annotated[str, BeforeValidator(clean(120))]


class BeginPage(Form):
    """Step one, from the page: the answer to the robot check, or the token of the form alone."""

    SECRET: ClassVar[frozenset[str]] = frozenset({"captcha"})

    curp: CurpField
    captcha: PayloadField | None = None
    captcha_form: PayloadField | None = None


class LookupPage(Form):
    """The button that looks up a postal code where scripts do not: nothing else is judged."""

    residence: Typed | None = None
    postal_code: Typed | None = None
    settlement_id: Typed | None = None
    street: Typed | None = None
    exterior_number: Typed | None = None
    interior_number: Typed | None = None


class PasswordPage(Form):
    """Step three; a box that is not ticked is judged with the password, so that both are mended at
    once."""

    password: PasswordField
    privacy_notice: Typed = ""


class LinkPage(Form):
    """The link's page: in the browser that registered nothing is typed, elsewhere the password."""

    SECRET: ClassVar[frozenset[str]] = frozenset({"password"})

    token: TokenField
    password: PasswordField | None = None


class CodePage(Form):
    """The code from the mail or the text message, in the browser that registered."""

    channel: ChannelName
    code: ConfirmationCodeField


class ResendPage(Form):
    """Send the confirmation again, in the browser that registered."""

    channel: ChannelName
