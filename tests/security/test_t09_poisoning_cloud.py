"""T09: whatever host a request names, the link in the mail leads to us."""

import pytest

from local.citizen import link_in
from tests.security.insider import any_email, register
from tests.somebody import pick

EVIL = "evil.example"
NAMED = [
    {"Host": EVIL},
    {"Host": f"localhost:38080@{EVIL}"},
    {"X-Forwarded-Host": EVIL, "X-Forwarded-Proto": "https", "X-Forwarded-Port": "1"},
    {"Forwarded": f"host={EVIL};proto=https"},
    {"X-Original-URL": f"https://{EVIL}/", "X-Rewrite-URL": f"https://{EVIL}/"},
    {"X-Host": EVIL, "X-Forwarded-Server": EVIL, "X-HTTP-Host-Override": EVIL},
    {"Referer": f"https://{EVIL}/recuperar"},
]
# The emulator, like API Gateway, finds the API by the host: another one reaches nobody.
ALL_BUT_HOST = {
    name: value for headers in NAMED for name, value in headers.items() if name != "Host"
}


@pytest.mark.parametrize("headers", NAMED, ids=str)
def test_a_recovery_asked_through_the_front_brings_our_link(inside, cloud, headers):
    account = register(any_email(), active=True)
    citizen = cloud.citizen()
    body = {"email": account.email, "captcha": citizen.captcha()}

    answer = citizen.call("POST", "/v1/recoveries", body, headers=headers)

    assert answer.status_code == 202
    message = citizen.inbox(account.email, containing="/recuperar/nueva")
    _expect_ours(message, cloud.origin)


def test_a_recovery_asked_of_the_api_itself_brings_our_link(inside, insider):
    account = register(any_email(), active=True)
    citizen = insider.citizen()
    body = {"email": account.email, "captcha": citizen.captcha()}

    assert citizen.call("POST", "/v1/recoveries", body, headers=ALL_BUT_HOST).status_code == 202

    message = insider.cloud.citizen().inbox(account.email, containing="/recuperar/nueva")
    _expect_ours(message, insider.cloud.origin)


def test_a_confirmation_brings_our_link(cloud):
    citizen, email = cloud.citizen(), any_email()
    citizen.begin(pick()["curp"])
    citizen.give_address()
    token = citizen.registration_token
    citizen.call("PUT", "/v1/registration/contacts", {"email": email}, bearer=token)
    body = {"password": "lluvia-nopal-cometa", "privacy_notice": citizen.privacy_notice()}

    answer = citizen.call(
        "PUT",
        "/v1/registration/password",
        body,
        bearer=token,
        headers={"Host": EVIL, **ALL_BUT_HOST},
    )

    assert answer.status_code == 201, answer.text
    _expect_ours(citizen.inbox(email), cloud.origin)


def test_no_page_and_no_redirect_repeats_a_host_that_a_client_named(cloud):
    citizen = cloud.citizen()
    for path in ("/", "/entrar", "/registro", "/recuperar", "/cuenta", "/oauth/authorize", "/nada"):
        for headers in NAMED:
            answer = citizen.call("GET", path, headers=headers)
            assert EVIL not in answer.text, (path, headers)
            assert EVIL not in answer.headers.get("location", ""), (path, headers)
    discovery = citizen.call("GET", "/.well-known/openid-configuration", headers={"Host": EVIL})
    assert discovery.json()["issuer"] == cloud.origin


def _expect_ours(message, origin):
    assert link_in(message).startswith(f"{origin}/")
    assert EVIL not in str(message)
