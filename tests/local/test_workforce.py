"""The simulated issuer keeps the rules that a real one does."""

import base64
import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import jwt
import pytest

from local.settings import ROOT
from local.workforce import directory
from local.workforce.issuer import Issuer

VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=")
BACK = "http://localhost:8080/revision/regreso"
ASKED = {
    "response_type": "code",
    "client_id": "llave-revision",
    "redirect_uri": BACK,
    "state": "s1",
    "nonce": "n1",
    "code_challenge": CHALLENGE.decode(),
    "code_challenge_method": "S256",
}
PEOPLE = directory.read(ROOT / "local/staff.json")


@pytest.fixture
def issuer():
    return Issuer("http://localhost:8092", "llave-revision", BACK, PEOPLE)


def code_of(issuer, **changes):
    where = issuer.give_code(PEOPLE["ana.garcia"], ["pwd", "otp", "mfa"], {**ASKED, **changes})
    return where.partition("code=")[2].partition("&")[0]


def form(code, **changes):
    given = {"code": code, "code_verifier": VERIFIER, "client_id": "llave-revision"}
    return {**given, "redirect_uri": BACK, **changes}


def test_a_code_is_worth_one_token_that_says_who_and_how(issuer):
    code = code_of(issuer)

    token = issuer.token_for(form(code))

    claims = jwt.decode(
        token, issuer.key.public_key(), algorithms=["ES256"], audience="llave-revision"
    )
    assert (claims["sub"], claims["nonce"], claims["curp"]) == (
        "ana.garcia",
        "n1",
        "GALA900514MDFRPN09",
    )
    assert claims["amr"] == ["pwd", "otp", "mfa"]
    assert issuer.token_for(form(code)) is None


@pytest.mark.parametrize(
    "change",
    [
        {"code_verifier": "w" * 43},
        {"client_id": "otra"},
        {"redirect_uri": "http://localhost:8080/"},
        {"code": "another"},
    ],
)
def test_and_nothing_with_anything_else(issuer, change):
    assert issuer.token_for({**form(code_of(issuer)), **change}) is None


@pytest.mark.parametrize(
    "change",
    [
        {"client_id": "otra"},
        {"redirect_uri": "https://otra.test/"},
        {"code_challenge_method": "plain"},
        {"response_type": "token"},
        {"nonce": ""},
    ],
)
def test_a_request_of_somebody_else_gets_no_page(issuer, change):
    assert issuer.problem_in({**ASKED, **change}) is not None


def test_a_wrong_code_or_somebody_unknown_is_nobody(issuer):
    now = datetime.now(UTC)
    right = {"subject": "rebeca.luna", "otp": PEOPLE["rebeca.luna"].code(now)}

    assert issuer.shown_by(right) is not None
    assert issuer.shown_by({**right, "subject": "nadie"}) is None
    assert issuer.shown_by({**right, "otp": "000000"}) is None
    assert issuer.shown_by({**right, "passkey": "{}"}) is None


def test_the_made_up_staff_have_two_operators_and_three_who_can_review(issuer):
    operators = [one for one in PEOPLE.values() if "operator" in one.roles]
    reviewers = [one for one in PEOPLE.values() if "reviewer" in one.roles]

    assert len(operators) == 2
    assert len(reviewers) >= 3
    assert not {one.subject for one in operators} & {one.subject for one in reviewers}
    assert replace(operators[0], roles=()).totp_secret not in repr(operators[0])
