"""What the pages of this function send."""

from typing import ClassVar, Literal

from llave.web.forms import Form, text_of


class ConsentForm(Form):
    """The person's answer to an agency's request."""

    SECRET: ClassVar[frozenset[str]] = frozenset()

    solicitud: text_of(32)  # type: ignore[valid-type]
    decision: Literal["accept", "decline", "later", "another"]
