"""T01: who makes up a device for each request, or takes a new one each time, is no crowd of devices."""

import pytest

from llave import wiring
from llave.people.budgets import Visitor, visitor
from llave.web import marks
from llave.web.robots import UNMARKED_STEPS
from tests.aws import Aws
from tests.events import ADDRESS, Browser, api, call

SOME = 5


def lanes(aws: Aws) -> dict[str, int]:
    """How often each kind of counter was used, and by how many."""
    found = [item for item in aws.items("sessions") if item["pk"].startswith("BUDGET#challenge-")]
    kinds = [item["pk"].split("#")[1] for item in found]
    return {kind: kinds.count(kind) for kind in kinds}


def challenged(cookies: dict[str, str] | None = None) -> dict[str, str]:
    """Ask for a robot check; the cookies that come with it."""
    answer = call(api("GET", "/v1/captcha", cookies=cookies))
    assert answer.status == 200
    return answer.kept


def test_made_up_cookies_are_one_lane_of_the_network(aws: Aws) -> None:
    for number in range(SOME):
        made_up = f"{number:043d}"
        challenged({"__Host-csrf": made_up, marks.COOKIE: made_up})

    assert lanes(aws) == {"challenge-network": 1, "challenge-unmarked": 1}
    network = visitor(ADDRESS, None, wiring.keyring())
    efforts = [wiring.robots().effort(network, wiring.now()) for _ in range(UNMARKED_STEPS[1])]
    assert efforts[-1] == 2


def test_a_mark_that_was_handed_out_is_a_device_of_its_own(aws: Aws) -> None:
    mark = challenged()

    assert challenged(mark) == {}
    assert lanes(aws)["challenge-device"] == 1


def test_the_page_marks_a_browser_before_its_script_asks(aws: Aws) -> None:
    for page in ("/registro", "/recuperar"):
        browser = Browser()
        browser.get(page)
        assert visitor(ADDRESS, browser.cookies[marks.COOKIE], wiring.keyring()).device
        browser.get(page)
        assert marks.COOKIE not in browser.last.kept


def test_a_network_that_takes_a_new_mark_each_time_gets_no_more(aws: Aws) -> None:
    network = visitor(ADDRESS, None, wiring.keyring()).network
    for _ in range(marks.MARKS.limit):
        wiring.budgets().count(marks.MARKS.kind, network, marks.MARKS.window, wiring.now())

    assert challenged() == {}
    elsewhere = call({**api("GET", "/v1/captcha"), **_from("198.51.100.9")})
    assert marks.COOKIE in elsewhere.kept


def test_a_school_has_a_mark_for_every_pupil_who_comes_within_ten_minutes() -> None:
    assert marks.MARKS.limit >= 500
    assert Visitor("school").device is None


def _from(address: str) -> dict[str, dict[str, str]]:
    headers = api("GET", "/v1/captcha")["headers"]
    return {"headers": {**headers, "x-llave-viewer-address": address}}


def test_hoarded_marks_are_no_devices_once_their_days_have_passed(
    aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = wiring.now()
    monkeypatch.setattr(wiring, "now", lambda: now)
    hoarded = challenged()

    monkeypatch.setattr(wiring, "now", lambda: now + marks.LIFE)
    assert challenged(hoarded) == {}
    monkeypatch.setattr(wiring, "now", lambda: now + 2 * marks.LIFE)
    fresh = challenged(hoarded)

    assert fresh[marks.COOKIE] != hoarded[marks.COOKIE]
    assert lanes(aws)["challenge-unmarked"] == 2


def test_the_day_of_a_mark_can_not_be_changed(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    later = wiring.now() + 3 * marks.LIFE
    _, _, rest = challenged()[marks.COOKIE].partition("-")
    forged = f"{later.date().toordinal()}-{rest}"
    monkeypatch.setattr(wiring, "now", lambda: later)

    assert challenged({marks.COOKIE: forged}) != {}
