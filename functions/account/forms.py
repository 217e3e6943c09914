"""What is sent to the pages of the account."""

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator

from llave.web.fields import CodeField, TokenField
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
