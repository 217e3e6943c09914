"""What the JSON routes of registration answer."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict


class AnswerModel(BaseModel):
    """The base of every answer."""

    # Built when first answered with: a cold start pays for none of them.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Challenge(AnswerModel):
    """A robot check as ALTCHA's solvers take it."""

    parameters: dict[str, str | int]
    signature: str


class PersonShown(AnswerModel):
    """What RENAPO answered, to be read and not to be changed; `birth_state` is the CURP's code."""

    given_names: str
    first_surname: str
    second_surname: str | None
    sex: Literal["H", "M", "X"]
    birth_date: str
    birth_state: str


class RegistrationBegun(AnswerModel):
    """Step one; the token is the bearer of the next steps."""

    registration_token: str
    expires_at: datetime
    person: PersonShown


class StepTaken(AnswerModel):
    """What was given is kept; `next` is the step that comes now."""

    next: Literal["address", "contacts", "password", "confirm"]


class AccountMade(AnswerModel):
    """A new account."""

    status: Literal["registered"]
    level: Literal["basica"]


class RegistrationDoneAnswer(AnswerModel):
    """The account, and the contacts to which a confirmation was sent."""

    account: AccountMade
    confirm: list[Literal["email", "phone"]]


class AccountStatus(AnswerModel):
    """Where the account stands; abroad a phone alone does not make it active."""

    status: Literal["registered", "active"]


class Confirmed(AnswerModel):
    """A contact is confirmed."""

    account: AccountStatus


class Declined(AnswerModel):
    """The registration, or the contact, is gone."""

    declined: Literal[True] = True


class Accepted(AnswerModel):
    """The same whether or not anything was sent."""

    accepted: Literal[True] = True


class CodeAndName(AnswerModel):
    """A state or a municipality, by INEGI's code."""

    code: str
    name: str


class SettlementShown(AnswerModel):
    """A colonia, pueblo, ..."""

    id: str
    name: str
    type: str


class PostalCodeFound(AnswerModel):
    """What a postal code stands for."""

    postal_code: str
    state: CodeAndName
    municipality: CodeAndName
    settlements: list[SettlementShown]
