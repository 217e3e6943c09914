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
# What a program has to tell apart, beside what every route answers.
FACTOR = ("second_factor_required", "second_step_required")
REFUSALS = {
    "POST /v1/verifications": {
        403: ("recent_sign_in_needed", *FACTOR),
        409: ("already_verified", "case_open", "case_state"),
    },
    "POST /v1/verifications/{id}/submit": {
        403: FACTOR,
        409: ("pictures_missing", "case_state", "begun_before"),
        429: ("too_many_tries",),
    },
}

handle = app.handle
