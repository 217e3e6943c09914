"""What the JSON routes of the account answer."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict


class AnswerModel(BaseModel):
    """The base of every answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AccountShown(AnswerModel):
    """The account; `level` is what it has reached."""

    status: Literal["registered", "active"]
    level: Literal["basica", "verificada"]
    created_at: datetime


class SessionShown(AnswerModel):
    """The session of this request."""

    level: Literal["basica", "verificada"]
    signed_in_at: datetime
    ends_at: datetime


class PersonShown(AnswerModel):
    """The person, as RENAPO knows her; `birth_state` is the CURP's code."""

    curp: str
    given_names: str
    first_surname: str
    second_surname: str | None
    sex: Literal["H", "M", "X"]
    birth_date: str
    birth_state: str


class ContactShown(AnswerModel):
    """An e-mail or a phone, and whether it is confirmed."""

    value: str
    confirmed: bool


class ContactsShown(AnswerModel):
    """What she can be reached by."""

    email: ContactShown | None
    phone: ContactShown | None


class Me(AnswerModel):
    """All that the account holds of its person; `address` as the registration took it."""

    account: AccountShown
    session: SessionShown
    person: PersonShown
    contacts: ContactsShown
    address: dict[str, Any] | None
