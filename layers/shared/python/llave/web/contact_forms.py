"""What is sent about a contact that waits to be confirmed, from whichever page."""

from typing import ClassVar, Literal

from llave.people.accounts import Channel
from llave.people.contacts import EmailAddress, PhoneNumber
from llave.web.fields import ConfirmationCodeField, EmailField, PhoneField
from llave.web.forms import Form


class ContactForm(Form):
    """One of three things about one contact: its code, the wish for another, the contact itself."""

    SECRET: ClassVar[frozenset[str]] = frozenset({"code"})

    action: Literal["code", "resend", "correct"]
    channel: Literal["email", "phone"]
    code: ConfirmationCodeField | None = None
    email: EmailField | None = None
    phone: PhoneField | None = None

    @property
    def medium(self) -> Channel:
        return Channel(self.channel)

    @property
    def corrected(self) -> EmailAddress | PhoneNumber | None:
        """What is to stand in the contact's place."""
        return self.email if self.medium is Channel.EMAIL else self.phone
