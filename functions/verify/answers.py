"""What the JSON routes of verification answer."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

SlotName = Literal["front", "back", "bill", "face"]


class AnswerModel(BaseModel):
    """The base of every answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SlotShown(AnswerModel):
    """A picture that the case needs, and whether it is there."""

    slot: SlotName
    done: bool


class ReasonShown(AnswerModel):
    """Why it was not accepted; `slot` names the picture to take again, where one is at fault."""

    code: str
    slot: SlotName | None


class CaseShown(AnswerModel):
    """A case. `attempts_left` are submissions in the six hours that run; `pictures_deleted_at` says
    that the originals are gone."""

    id: str
    document: Literal["ine", "passport", "cartilla", "inm"]
    bill: Literal["electricity", "telephone", "gas", "property_tax", "water"]
    state: Literal[
        "collecting",
        "submitted",
        "waiting",
        "review",
        "stuck",
        "accepted",
        "rejected",
        "cancelled",
    ]
    slots: list[SlotShown]
    reasons: list[ReasonShown]
    attempts_left: int
    opened_at: datetime
    submitted_at: datetime | None
    decided_at: datetime | None
    pictures_deleted_at: datetime | None


class CaseAnswer(AnswerModel):
    """The case after what was asked for."""

    verification: CaseShown


class CurrentAnswer(AnswerModel):
    """The newest case, if there is one."""

    verification: CaseShown | None


class UploadShown(AnswerModel):
    """One file: `fields` stand before it in a multipart form, in any order, and `file` comes last.
    204 says that it was taken."""

    slot: SlotName
    url: str
    fields: dict[str, str]
    expires_at: datetime


class UploadsAnswer(AnswerModel):
    """One for the file asked for; of a capture session, looking ahead first, then each movement."""

    uploads: list[UploadShown]


class FaceAnswer(AnswerModel):
    """A capture session: the movements in their order, each to be photographed."""

    nonce: str
    challenges: list[Literal["left", "right", "blink"]]
    expires_at: datetime
