"""What the JSON routes of signing in answer."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict


class AnswerModel(BaseModel):
    """The base of every answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SessionShown(AnswerModel):
    """The session whose cookie comes with the answer; it ends earlier when it is not used."""

    level: Literal["basica", "verificada"]
    expires_at: datetime


class SessionOpened(AnswerModel):
    """She is in."""

    session: SessionShown


class ChallengeShown(AnswerModel):
    """What is still missing. `confirm`: no contact is confirmed yet; `id` then stands for a
    registration token at `/v1/confirmations` and `/v1/confirmations/resend`, for one hour."""

    id: str
    methods: list[Literal["confirm"]]
    confirm: list[Literal["email", "phone"]]


class SignInChallenge(AnswerModel):
    """The password is right and something is missing (status 200)."""

    challenge: ChallengeShown
