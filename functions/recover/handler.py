"""Recovery; the modules imported here put their routes on the app."""

from pydantic import BaseModel

from functions.recover import api, pages
from functions.recover.answers import PasswordChanged, RecoveryAccepted
from functions.recover.app import app
from functions.recover.forms import NewPasswordForm, RecoverForm

__all__ = ["CONTRACT", "api", "app", "handle", "pages"]

CONTRACT: dict[str, tuple[type[BaseModel] | None, type[BaseModel] | None, int]] = {
    "POST /v1/recoveries": (RecoverForm, RecoveryAccepted, 202),
    "POST /v1/recoveries/confirm": (NewPasswordForm, PasswordChanged, 200),
}

handle = app.handle
