"""Signing in and out; the modules imported here put their routes on the app."""

from pydantic import BaseModel

from functions.login import again, api, pages, second, unconfirmed
from functions.login.answers import SessionOpened
from functions.login.app import app
from functions.login.forms import SecondStepForm, SignInForm

__all__ = ["CONTRACT", "again", "api", "app", "handle", "pages", "second", "unconfirmed"]

CONTRACT: dict[str, tuple[type[BaseModel] | None, type[BaseModel] | None, int]] = {
    "POST /v1/sessions": (SignInForm, SessionOpened, 201),
    "POST /v1/sessions/challenge": (SecondStepForm, SessionOpened, 201),
    "DELETE /v1/session": (None, None, 204),
}

handle = app.handle
