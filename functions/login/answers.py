"""What the JSON routes of signing in answer."""

from datetime import datetime
from typing import Any, Literal

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
    """What is still missing.

    `confirm` alone: no contact is confirmed yet; `id` then stands for a registration token at
    `/v1/confirmations` and `/v1/confirmations/resend`, for one hour, and `confirm` names the contacts.
    The others are second steps, strongest first, for `/v1/sessions/challenge` in the same browser
    within ten minutes; `passkey` is what WebAuthn's `get` is given (PublicKeyCredentialRequestOptions
    as JSON).
    """

    id: str
    methods: list[Literal["confirm", "passkey", "totp", "sms", "recovery_code"]]
    confirm: list[Literal["email", "phone"]] = []
    passkey: dict[str, Any] | None = None


class SignInChallenge(AnswerModel):
    """The password is right and something is missing (status 200)."""

    challenge: ChallengeShown
