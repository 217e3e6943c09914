"""The check table of the authorization endpoint, row by row."""

from typing import Any

import pytest

from llave.oidc.checks import checked
from llave.oidc.clients import Client
from llave.oidc.errors import AuthorizationRefused, NotTrusted
from llave.oidc.parameters import Parameters
from llave.people.accounts import Level
from tests.oidc import REDIRECT, STATE, asked, client


class Known:
    """One client."""

    def __init__(self, known: Client) -> None:
        self._known = known

    def get(self, client_id: str) -> Client | None:
        return self._known if client_id == self._known.id else None


def ask(known: Client | None = None, faulty: tuple[str, ...] = (), **changes: str | None):
    return checked(Parameters(asked(**changes), frozenset(faulty)), Known(known or client()))[1]


def test_a_good_request_is_read_whole():
    request = ask(max_age="300", prompt="login consent")

    assert request.scopes == ("openid", "profile", "email")
    assert (request.redirect_uri, request.state, request.max_age) == (REDIRECT, STATE, 300)
    assert request.prompts == {"login", "consent"}
    assert request.level is Level.BASICA


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": None},
        {"client_id": "otra"},
        {"redirect_uri": None},
        {"redirect_uri": f"{REDIRECT}/"},
        {"redirect_uri": REDIRECT.upper()},
    ],
)
def test_who_asks_and_where_to_answer_must_be_registered(changes: dict[str, Any]):
    with pytest.raises(NotTrusted):
        ask(**changes)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "corto"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"scope": None}, "invalid_scope"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"scope": "openid todo"}, "invalid_scope"),
        ({"scope": "openid  email"}, "invalid_scope"),
        ({"nonce": "x" * 257}, "invalid_request"),
        ({"nonce": "a\x00b"}, "invalid_request"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"prompt": "create"}, "invalid_request"),
        ({"max_age": "-1"}, "invalid_request"),
        ({"max_age": "1e3"}, "invalid_request"),
        ({"max_age": "٣"}, "invalid_request"),
        ({"max_age": "9" * 10}, "invalid_request"),
        ({"id_token_hint": "á"}, "invalid_request"),
        ({"request": "a.b.c"}, "request_not_supported"),
        ({"request_uri": "https://x.test"}, "request_uri_not_supported"),
        ({"registration": "{}"}, "registration_not_supported"),
        ({"acr_values": "urn:llave:nivel:verificada"}, "unmet_authentication_requirements"),
        ({"acr_values": "urn:otra:cosa"}, "unmet_authentication_requirements"),
    ],
)
def test_what_does_not_hold_is_told_to_the_agency(changes: dict[str, Any], error: str):
    with pytest.raises(AuthorizationRefused) as refused:
        ask(**changes)

    assert (refused.value.error, refused.value.redirect_uri) == (error, REDIRECT)
    assert refused.value.state == STATE
    assert refused.value.description.isascii()


def test_a_malformed_state_is_refused_and_not_sent_back():
    for state in ("x" * 1025, "a\r\nb", "estado-ñ"):
        with pytest.raises(AuthorizationRefused) as refused:
            ask(state=state)
        assert refused.value.state is None


def test_a_parameter_that_came_twice_is_refused():
    with pytest.raises(AuthorizationRefused) as refused:
        ask(faulty=("scope",))

    assert refused.value.error == "invalid_request"


def test_the_lowest_level_that_both_accept_is_needed():
    both = "urn:llave:nivel:verificada urn:llave:nivel:basica"
    assert ask(acr_values=both).level is Level.BASICA
    with pytest.raises(AuthorizationRefused):
        ask(client(minimum_level="verificada"), acr_values="urn:llave:nivel:basica")
    with pytest.raises(AuthorizationRefused):
        ask(client(minimum_factor="second"))
