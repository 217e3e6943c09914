"""T08 at the running cloud: scanners open every link, several times and with scripts; none is spent."""

from playwright.sync_api import Browser

from local.citizen import Citizen, link_in, token_in
from tests.browsers import opened
from tests.cloud import RunningCloud
from tests.journeys.accounts import Account, active, recovery_token, registered

TIMES = 5


def _scanned(link: str, cloud: RunningCloud, chromium: Browser) -> None:
    """HEAD and GET, again and again, and a load in a browser that waits for everything."""
    scanner: Citizen = cloud.citizen()
    path = link.removeprefix(cloud.origin)
    for _ in range(TIMES):
        scanner.call("HEAD", path)
        assert scanner.call("GET", path).status_code == 200
    with opened(chromium, cloud) as context:
        page = context.new_page()
        page.goto(link, wait_until="networkidle")
        assert page.locator("form").count() > 0


def test_a_confirmation_link_survives_its_scanners(cloud, chromium):
    account = Account()
    citizen = registered(cloud, account)
    message = citizen.inbox(account.email)

    _scanned(link_in(message), cloud, chromium)

    assert citizen.sign_in(account.email, account.password).status_code == 200, "it was confirmed"
    body = {"token": token_in(message), "registration_token": citizen.registration_token}
    answer = citizen.call("POST", "/v1/confirmations", body)
    assert (answer.status_code, answer.json()["account"]["status"]) == (200, "active")


def test_a_recovery_link_survives_its_scanners(cloud, chromium):
    account = Account()
    citizen = active(cloud, account)
    token = recovery_token(citizen, account)

    _scanned(f"{cloud.origin}/recuperar/nueva?token={token}", cloud, chromium)

    assert citizen.sign_in(account.email, account.password).status_code == 201, "it was changed"
    body = {"token": token, "password": f"otra-{account.password}"}
    needs_code = citizen.call("POST", "/v1/recoveries/confirm", body)
    assert needs_code.json()["errors"][0]["field"] == "code", "the link was spent"
