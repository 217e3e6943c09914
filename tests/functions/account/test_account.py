"""Mi cuenta, on moto."""

from datetime import timedelta

import pytest

from llave import wiring
from tests.aws import Aws
from tests.citizens import CURP, EMAIL, PASSWORD, Citizen
from tests.events import Browser, api, call, page_get

SESSION = "__Host-session"


def cookie_of(**more: str) -> dict[str, str]:
    body = {"identifier": EMAIL, "password": PASSWORD, **more}
    return {SESSION: call(api("POST", "/v1/sessions", body)).kept[SESSION]}


def test_me_shows_what_the_account_holds(aws: Aws) -> None:
    Citizen().settle(aws)

    me = call(api("GET", "/v1/me", cookies=cookie_of())).json

    assert me["person"]["curp"] == CURP
    assert me["person"]["given_names"] == "ANA"
    assert me["contacts"]["email"] == {"value": EMAIL, "confirmed": True}
    assert me["address"]["settlement"] == "Centro"
    assert me["account"]["status"] == "active"


@pytest.mark.parametrize("cookies", [{}, {SESSION: ""}, {SESSION: "x"}, {SESSION: "ñ" * 9}])
def test_nobody_is_shown_to_nobody(aws: Aws, cookies: dict[str, str]) -> None:
    assert call(api("GET", "/v1/me", cookies=cookies)).status == 401
    page = call(page_get("/cuenta", cookies=cookies))
    assert (page.status, page.location) == (303, "/entrar")


def test_a_session_ends_when_idle_and_its_use_is_kept_now_and_then(aws: Aws) -> None:
    Citizen().settle(aws)
    cookies = cookie_of(device="own")

    def move(by: timedelta, **what: int) -> int:
        item = next(i for i in aws.items("sessions") if i["sk"] == "SESSION")
        ms = int(by.total_seconds() * 1000)
        aws.put("sessions", {**item, "last_seen": item["last_seen"] - ms})
        call(api("GET", "/v1/me", cookies=cookies))
        item = next(i for i in aws.items("sessions") if i["sk"] == "SESSION")
        return int(wiring.now().timestamp() * 1000 - item["last_seen"])

    assert move(timedelta(minutes=4)) > 200_000
    assert move(timedelta(minutes=4)) < 60_000
    move(timedelta(hours=13))
    assert call(api("GET", "/v1/me", cookies=cookies)).status == 401


def test_a_session_ends_after_its_absolute_life(aws: Aws) -> None:
    Citizen().settle(aws)
    cookies = cookie_of(device="own")
    item = next(i for i in aws.items("sessions") if i["sk"] == "SESSION")

    old = item["created_at"] - int(timedelta(days=30).total_seconds() * 1000)
    aws.put("sessions", {**item, "created_at": old})

    assert call(api("GET", "/v1/me", cookies=cookies)).status == 401


def test_what_no_route_takes_is_not_found(aws: Aws) -> None:
    page = Browser().get("/nada/de/nada")
    data = call(api("GET", "/v1/nada"))

    assert page.status == 404
    assert "No encontramos esta página" in page.page.text
    assert (data.status, data.json["code"]) == (404, "not_found")
