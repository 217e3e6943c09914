"""T11: every answer to an agency says whose it is (RFC 9207)."""

import pytest

from tests import oidc
from tests.oidc import ISSUER, STATE


@pytest.fixture
def ground(aws):
    return oidc.made_ready()


def test_a_success_names_the_issuer(ground):
    assert oidc.consented(ground.browser()).query["iss"] == ISSUER


ERRORS: list[tuple[dict[str, str], str]] = [
    ({"scope": "openid todo"}, "invalid_scope"),
    ({"response_type": "token"}, "unsupported_response_type"),
    ({"prompt": "none"}, "consent_required"),
    ({"acr_values": "urn:otro:nivel"}, "unmet_authentication_requirements"),
]


def test_an_error_names_the_issuer(ground):
    for changes, error in ERRORS:
        answer = oidc.authorize(ground.browser(), **changes)

        assert answer.query["error"] == error
        assert (answer.query["iss"], answer.query["state"]) == (ISSUER, STATE)


def test_a_refusal_of_the_person_names_the_issuer(ground):
    browser = ground.browser()
    oidc.authorize(browser)

    answer = browser.submit({"decision": "decline"}, action="/oauth/consent")

    assert (answer.query["error"], answer.query["iss"]) == ("access_denied", ISSUER)
    assert "code" not in answer.query
