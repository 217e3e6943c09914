"""The console of reviewers and operators; the modules imported here put their routes on the app."""

from functions.review import cases, queue, signing_in, team
from functions.review.app import app

__all__ = ["app", "cases", "handle", "queue", "signing_in", "team"]

handle = app.handle
