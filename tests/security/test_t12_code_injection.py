"""T12: a code is worth something only to its client, at its address, with its verifier."""

from dataclasses import replace

import pytest

from llave import wiring
from llave.adapters.grants import GrantsTable
from llave.oidc import pkce
from tests import oidc
from tests.events import call, oauth
from tests.oidc import REDIRECT, SECRET, VERIFIER

OTHER_VERIFIER = VERIFIER.replace("verifier", "otroverif")


@pytest.fixture
def ground(aws):
    made = oidc.made_ready()
    wiring.clients().put(oidc.client("otra", redirect_uris=[REDIRECT, "https://otra.test/x"]))
    wiring.clients().put(oidc.public_client())
    return made


SWAPPED: list[dict[str, object]] = [
    {"basic": ("otra", SECRET)},
    {"basic": None, "client_id": "app"},
    {"redirect_uri": "https://otra.test/x"},
    {"redirect_uri": f"{REDIRECT}/"},
    {"code_verifier": OTHER_VERIFIER},
    {"code_verifier": "corto"},
    {"code": "otro"},
]


def test_a_swapped_part_is_refused_and_the_owner_still_gets_in(ground):
    code = oidc.code_for(ground.browser())

    for changes in SWAPPED:
        refused = oidc.redeemed(code, **changes)
        assert (refused.status, refused.json["error"]) == (400, "invalid_grant"), changes
    assert oidc.redeemed(code).status == 200


def test_an_absent_part_is_refused(ground):
    code = oidc.code_for(ground.browser())

    for absent in ("code_verifier", "redirect_uri", "code"):
        refused = oidc.redeemed(code, **{absent: None})
        assert (refused.status, refused.json["error"]) == (400, "invalid_request"), absent


def test_no_code_is_issued_without_s256(ground):
    changes: list[dict[str, str | None]] = [
        {"code_challenge": None},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": None},
    ]
    for change in changes:
        answer = oidc.authorize(ground.browser(), **change)

        assert answer.query["error"] == "invalid_request"
        assert "code" not in answer.query


def test_a_replay_by_another_client_does_not_end_the_grant(ground):
    code = oidc.code_for(ground.browser())
    tokens = oidc.redeemed(code).json

    oidc.redeemed(code, basic=("otra", SECRET))
    oidc.redeemed(code, code_verifier=OTHER_VERIFIER)

    assert oidc.introspected(tokens["access_token"]).json["active"] is True


def test_a_code_ends_after_a_minute(ground, monkeypatch):
    code = oidc.code_for(ground.browser())
    later = wiring.now() + oidc.MINUTE
    monkeypatch.setattr(wiring, "now", lambda: later)

    assert oidc.redeemed(code).json["error"] == "invalid_grant"


def test_a_rotated_refresh_token_that_comes_again_ends_its_family(ground):
    browser = ground.browser()
    code = oidc.code_for(browser, client_id="app", scope="openid offline_access")
    first = oidc.redeemed(code, basic=None, client_id="app").json

    def renew(token: str):
        form = {"grant_type": "refresh_token", "refresh_token": token, "client_id": "app"}
        return call(oauth("POST", "/oauth/token", form))

    second = renew(first["refresh_token"])
    assert second.status == 200
    assert second.json["refresh_token"] != first["refresh_token"]
    stolen = renew(first["refresh_token"])

    assert stolen.json["error"] == "invalid_grant"
    assert renew(second.json["refresh_token"]).json["error"] == "invalid_grant"
    introspected = oidc.introspected(second.json["access_token"])
    assert introspected.json == {"active": False}


def test_a_verifier_that_nobody_checks_is_caught(ground, monkeypatch):
    """The mutant: any verifier proves any challenge."""
    code = oidc.code_for(ground.browser())
    monkeypatch.setattr(pkce, "proves", lambda verifier, challenge: True)

    assert oidc.redeemed(code, code_verifier=OTHER_VERIFIER).status == 200


def test_a_code_that_may_come_again_is_caught(ground, monkeypatch):
    """The mutant: nobody looks whether the code was spent, and the write has no condition."""
    once = GrantsTable._once

    def always(self, *arguments):
        write = once(self, *arguments)
        del write["Update"]["ConditionExpression"]
        return write

    monkeypatch.setattr(GrantsTable, "_once", always)
    code = oidc.code_for(ground.browser())
    spent = GrantsTable.code
    monkeypatch.setattr(
        GrantsTable,
        "code",
        lambda self, key: replace(spent(self, key), redeemed_at=None, grant=wiring.new_id()),
    )

    assert [oidc.redeemed(code).status for _ in range(2)] == [200, 200]
