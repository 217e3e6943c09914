"""The check table of the authorization endpoint, row by row."""

import json
from typing import Any

import pytest

from llave.oidc.assurance import Ask
from llave.oidc.checks import checked
from llave.oidc.clients import Client, Factor
from llave.oidc.errors import AuthorizationRefused, NotTrusted
from llave.oidc.parameters import Parameters
from llave.oidc.supported import Way
from llave.people.accounts import Level
from tests.oidc import REDIRECT, STATE, asked, client


class Known:
    """One client."""

    def __init__(self, known: Client) -> None:
        self._known = known

    def get(self, client_id: str) -> Client | None:
        return self._known if client_id == self._known.id else None


def ask(
    known: Client | None = None,
    faulty: tuple[str, ...] = (),
    ways: frozenset[Way] = frozenset(),
    **changes: str | None,
):
    given = Parameters(asked(**changes), frozenset(faulty))
    return checked(given, Known(known or client()), ways)[1]


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
        ({"claims": "{"}, "invalid_request"),
        ({"claims": "[]"}, "invalid_request"),
        ({"claims": '{"id_token": []}'}, "invalid_request"),
        ({"claims": '{"id_token": {"acr": "x"}}'}, "invalid_request"),
        ({"claims": '{"id_token": {"acr": {"values": 1}}}'}, "invalid_request"),
        ({"claims": "[" * 4000}, "invalid_request"),
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


EVERYWHERE = frozenset(Way)
BASICA, VERIFICADA = (level.acr for level in Level)


def essential(**members: Any) -> str:
    return json.dumps(
        {"id_token": {name: {"essential": True, **value} for name, value in members.items()}}
    )


@pytest.mark.parametrize(
    ("minimum", "changes", "level", "exact"),
    [
        ("basica", {}, Level.BASICA, ()),
        ("basica", {"acr_values": f"{VERIFICADA} {BASICA}"}, Level.BASICA, ()),
        ("basica", {"acr_values": f"{VERIFICADA} urn:otra"}, Level.VERIFICADA, ()),
        # Less than its minimum is no choice that a client has.
        ("verificada", {"acr_values": BASICA}, Level.VERIFICADA, ()),
        ("verificada", {}, Level.VERIFICADA, ()),
        ("basica", {"claims": essential(acr={"value": VERIFICADA})}, Level.VERIFICADA, (Level.VERIFICADA,)),
        ("basica", {"claims": essential(acr={"values": [BASICA]})}, Level.BASICA, (Level.BASICA,)),
        ("verificada", {"claims": essential(acr={"values": [BASICA, VERIFICADA]})}, Level.VERIFICADA, tuple(Level)),
        ("basica", {"claims": '{"id_token": {"acr": {"values": ["urn:otra"]}}}'}, Level.BASICA, ()),
        ("basica", {"claims": '{"id_token": {"acr": null, "name": null}, "userinfo": null}'}, Level.BASICA, ()),
    ],
)  # fmt: skip
def test_a_client_may_ask_for_more_than_its_minimum_and_never_for_less(
    minimum: str, changes: dict[str, Any], level: Level, exact: tuple[Level, ...]
):
    request = ask(client(minimum_level=minimum), ways=EVERYWHERE, **changes)

    assert (request.level, request.exact) == (level, exact)


@pytest.mark.parametrize(
    ("named", "factor"),
    [(["mfa"], Factor.SECOND), (["hwk", "swk"], Factor.PHISHING_RESISTANT), (["swk", "mfa"], Factor.SECOND)],
)  # fmt: skip
def test_a_client_may_ask_for_a_factor(named: list[str], factor: Factor):
    assert ask(ways=EVERYWHERE, claims=essential(amr={"values": named})).factor is factor


@pytest.mark.parametrize(
    ("minimum", "changes"),
    [
        ("verificada", {"claims": essential(acr={"values": [BASICA]})}),
        ("basica", {"claims": essential(acr={"values": ["urn:otra"]})}),
        ("basica", {"claims": essential(acr={"values": [BASICA]}), "acr_values": VERIFICADA}),
        ("basica", {"claims": essential(amr={"values": ["face"]})}),
        ("basica", {"acr_values": "urn:otra"}),
    ],
)
def test_what_nobody_can_reach_is_refused_before_anybody_signs_in(
    minimum: str, changes: dict[str, Any]
):
    with pytest.raises(AuthorizationRefused) as refused:
        ask(client(minimum_level=minimum), ways=EVERYWHERE, **changes)

    assert refused.value.error == "unmet_authentication_requirements"


@pytest.mark.parametrize("missing", Way)
def test_a_part_of_the_site_that_is_not_there_is_not_promised(missing: Way):
    ways = EVERYWHERE - {missing}

    with pytest.raises(AuthorizationRefused):
        ask(client(minimum_level="verificada"), ways=ways)
    if missing is not Way.VERIFICATION:
        with pytest.raises(AuthorizationRefused):
            ask(client(minimum_factor="second"), ways=ways)
    else:
        assert ask(client(minimum_factor="second"), ways=ways).level is Level.BASICA


def test_verified_claims_are_asked_for_by_who_is_registered_for_them():
    wanted = {"verification": {"trust_framework": None, "time": None}, "claims": {"curp": None}}
    claims = json.dumps({"userinfo": {"verified_claims": wanted}})

    request = ask(client(verified_claims=True), claims=claims)

    assert request.verified.userinfo == Ask(("curp",), ("time",))
    assert request.consented == ("openid", "profile", "email", "verified_claims")
    with pytest.raises(AuthorizationRefused) as refused:
        ask(claims=claims)
    assert refused.value.error == "invalid_request"
