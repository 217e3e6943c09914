"""The Lambda of verification as citizens meet it: pages and JSON. The workflow's stand beside it."""

from functions.verify import answers, api, forms, pages_case, pages_pictures, pages_start
from functions.verify.app import app

__all__ = ["CONTRACT", "api", "app", "handle", "pages_case", "pages_pictures", "pages_start"]

CONTRACT = {
    "POST /v1/verifications": (forms.StartForm, answers.CaseAnswer, 201),
    "GET /v1/verifications/current": (None, answers.CurrentAnswer, 200),
    "POST /v1/verifications/{id}/uploads": (forms.UploadForm, answers.UploadsAnswer, 201),
    "POST /v1/verifications/{id}/face": (None, answers.FaceAnswer, 201),
    "POST /v1/verifications/{id}/submit": (None, answers.CaseAnswer, 200),
}

handle = app.handle
