"""Solving our own robot check, as the page's script does."""

import secrets

import altcha

from llave import wiring
from llave.people.budgets import Visitor


def solved() -> str:
    """A payload for the field `captcha`; each opens one request."""
    made = wiring.robots().challenge(
        Visitor(secrets.token_hex(8)), wiring.now(), secrets.randbits(64)
    )
    challenge = altcha.Challenge.from_dict(made)
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return str(altcha.Payload(challenge, solution).to_base64())


def patient_token() -> str:
    """A form's token for `captcha_form` that has waited long enough."""
    from datetime import timedelta

    made = wiring.now() - timedelta(seconds=30)
    return wiring.robots().form_token(made, secrets.token_urlsafe(16))
