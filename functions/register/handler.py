"""The Lambda of registration: pages, JSON and confirmation of contacts."""

from functions.register import answers, api, forms, pages_confirm, pages_steps
from functions.register.app import app

__all__ = ["CONTRACT", "api", "handle", "pages_confirm", "pages_steps"]

# Route -> (request model, answer model, status): what tools/openapi.py writes the document from.
CONTRACT = {
    "GET /v1/captcha": (None, answers.Challenge, 200),
    "POST /v1/registrations": (forms.BeginForm, answers.RegistrationBegun, 201),
    "PUT /v1/registration/address": (forms.AddressForm, answers.StepTaken, 200),
    "PUT /v1/registration/contacts": (forms.ContactsForm, answers.StepTaken, 200),
    "PUT /v1/registration/password": (forms.PasswordForm, answers.RegistrationDoneAnswer, 201),
    "POST /v1/confirmations": (forms.ConfirmForm, answers.Confirmed, 200),
    "POST /v1/confirmations/decline": (forms.DeclineForm, answers.Declined, 200),
    "POST /v1/confirmations/resend": (forms.ResendForm, answers.Accepted, 202),
    "GET /v1/postal-codes/{cp}": (None, answers.PostalCodeFound, 200),
}

handle = app.handle
