"""What the JSON routes of recovery answer."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class AnswerModel(BaseModel):
    """The base of every answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RecoveryAccepted(AnswerModel):
    """The same whether or not anything was sent."""

    accepted: Literal[True] = True


class PasswordChanged(AnswerModel):
    """The password is the new one, and everything that was begun before has ended."""

    changed: Literal[True] = True
