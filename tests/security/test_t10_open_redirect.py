"""T10: nobody is sent to an address that is not registered, whatever it looks like."""

from urllib.parse import quote, urlencode

import pytest

from llave import wiring
from llave.oidc import clients
from tests import oidc
from tests.events import call, oauth, page_get
from tests.oidc import AFTER_LOGOUT, REDIRECT

BYPASSES = [
    f"{REDIRECT}/",
    f"{REDIRECT}?",
    f"{REDIRECT}#",
    f"{REDIRECT}?x=1",
    f"{REDIRECT}/../otro",
    f"{REDIRECT}/%2e%2e/otro",
    f"{REDIRECT}%00",
    f"{REDIRECT}%0d%0aLocation:%20https://otro.test",
    f"{REDIRECT}\r\nLocation: https://otro.test",
    f" {REDIRECT}",
    f"{REDIRECT} ",
    f"{REDIRECT}\t",
    REDIRECT.upper(),
    REDIRECT.replace("https", "http"),
    REDIRECT.replace("https", "HTTPS"),
    REDIRECT.replace("becas.test", "BECAS.test"),
    REDIRECT.replace("becas.test", "becas.test:443"),
    REDIRECT.replace("becas.test", "becas.test."),
    REDIRECT.replace("becas.test", "becas.test@otro.test"),
    REDIRECT.replace("becas.test", "otro.test#becas.test"),
    REDIRECT.replace("becas.test", "otro.test\\becas.test"),
    REDIRECT.replace("becas.test", "otro.test\\@becas.test"),
    REDIRECT.replace("becas.test", "becas.test%2eotro.test"),
    REDIRECT.replace("becas.test", "becas.test.otro.test"),
    REDIRECT.replace("becas.test", "xbecas.test"),
    REDIRECT.replace("becas.test", "bеcas.test"),
    "//becas.test/entrar/regreso",
    "///otro.test",
    "\\\\otro.test",
    "https:becas.test/entrar/regreso",
    "https:/becas.test/entrar/regreso",
    "javascript:alert(1)//" + REDIRECT,
    "data:text/html,<script>alert(1)</script>",
    "http://localhost/entrar/regreso",
    "http://127.0.0.1:1/entrar/regreso",
    "https://otro.test",
    "",
    "null",
    "x" * 5000,
]


@pytest.fixture
def ground(aws):
    return oidc.made_ready()


def test_an_authorization_request_never_leads_to_another_address(ground):
    for address in BYPASSES:
        query = urlencode(oidc.asked(redirect_uri=address))
        posted = call(oauth("POST", "/oauth/authorize", query))
        shown = call(page_get(f"/oauth/authorize?{query}", ground.browser().cookies))

        for answer in (posted, shown):
            assert answer.status == 400, address
            assert "location" not in answer.headers
            assert answer.headers["content-type"].startswith("text/html")


def test_two_addresses_lead_nowhere(ground):
    query = urlencode(oidc.asked()) + "&redirect_uri=" + quote("https://otro.test")

    answer = call(page_get(f"/oauth/authorize?{query}", ground.browser().cookies))

    assert (answer.status, "location" in answer.headers) == (400, False)


def test_an_address_that_was_taken_from_the_registration_is_not_answered_any_more(ground):
    browser = ground.browser()
    oidc.authorize(browser)
    form = browser.form("/oauth/consent").values
    wiring.clients().put(oidc.client(redirect_uris=["https://becas.test/nuevo"]))
    wiring.clients.cache_clear()

    answer = browser.submit({**form, "decision": "accept"}, action="/oauth/consent")

    assert answer.status == 400
    assert "location" not in answer.headers


def test_signing_out_never_leads_to_another_address(ground):
    for address in [one.replace("entrar/regreso", "adios") for one in BYPASSES if one]:
        query = urlencode({"client_id": "becas", "post_logout_redirect_uri": address})

        answer = call(page_get(f"/oauth/logout?{query}", ground.browser().cookies))

        assert answer.status == 400, address
        assert "location" not in answer.headers


def test_signing_out_leads_to_the_registered_address(ground):
    query = urlencode(
        {"client_id": "becas", "post_logout_redirect_uri": AFTER_LOGOUT, "state": "s1"}
    )

    answer = call(page_get(f"/oauth/logout?{query}"))

    assert answer.location == f"{AFTER_LOGOUT}?state=s1"


def test_a_comparison_by_beginning_is_caught(ground, monkeypatch):
    """The mutant: an address that begins like a registered one is taken."""
    begins = lambda asked, registered, native: asked.startswith(registered)  # noqa: E731
    monkeypatch.setattr(clients, "is_registered", begins)

    query = urlencode(oidc.asked(redirect_uri=f"{REDIRECT}/../otro"))
    answer = call(page_get(f"/oauth/authorize?{query}", ground.browser().cookies))

    assert answer.status == 303
