"""The account; the modules imported here put their routes on the app."""

from pydantic import BaseModel

from functions.account import adding, api, contacts, contest, pages, security
from functions.account.answers import Me
from functions.account.app import app

__all__ = ["CONTRACT", "adding", "api", "app", "contacts", "contest", "handle", "pages", "security"]

CONTRACT: dict[str, tuple[type[BaseModel] | None, type[BaseModel] | None, int]] = {
    "GET /v1/me": (None, Me, 200),
}

handle = app.handle
