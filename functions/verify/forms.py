"""What is sent to the routes of verification."""

from typing import ClassVar, Literal

from llave.documents.kinds import BillKind, DocumentKind, Slot
from llave.web.fields import TokenField
from llave.web.forms import Form, text_of

TYPE_LONGEST = 60


class StartForm(Form):
    """Which documents will be photographed."""

    document: Literal["ine", "passport", "cartilla", "inm"]
    bill: Literal["electricity", "telephone", "gas", "property_tax", "water"]

    @property
    def kinds(self) -> tuple[DocumentKind, BillKind]:
        return DocumentKind(self.document), BillKind(self.bill)


class UploadForm(Form):
    """One file is to be put; with the `nonce` of a capture session, all of its frames are."""

    SECRET: ClassVar[frozenset[str]] = frozenset({"nonce"})

    slot: Literal["front", "back", "bill", "face"]
    content_type: text_of(TYPE_LONGEST)  # type: ignore[valid-type]  # an annotation made by a function
    nonce: TokenField | None = None

    @property
    def place(self) -> Slot:
        return Slot(self.slot)


class ButtonForm(Form):
    """A button: nothing but the CSRF token, which the app has taken."""
