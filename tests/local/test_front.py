"""The edge in front of an API that tells what arrived."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from local.front import proxy
from local.front.app import FrontSettings, build
from tests.local.loops import finished

Client = TestClient[web.Request, web.Application]
Visit = Callable[[Client], Awaitable[Any]]

SMS = {"sms_messages": {"+525512345678": [{"MessageId": "s1", "Message": "Su código: 123456"}]}}
MAIL = {
    "MessageId": "m1",
    "To": ["ana@example.mx"],
    "Subject": "Confirme su cuenta",
    "BodyText": "Abra http://localhost:8080/c?a=1&b=2 <ya>",
    "BodyHtml": None,
    "Timestamp": 1795304616.0,
}


async def _echo(request: web.Request) -> web.Response:
    seen = {
        "method": request.method,
        "path": request.raw_path,
        "headers": {name.lower(): value for name, value in request.headers.items()},
        "body": (await request.read()).decode("latin-1"),
    }
    answer = web.json_response(seen, status=201)
    answer.headers.add("Set-Cookie", "a=1; Path=/")
    answer.headers.add("Set-Cookie", "b=2; Path=/")
    return answer


async def _mails(request: web.Request) -> web.Response:
    return web.json_response({"messages": {"000000000000": [MAIL]}})


async def _texts(request: web.Request) -> web.Response:
    return web.json_response(SMS)


@asynccontextmanager
async def _front(home: Path, origin: web.Application) -> AsyncIterator[Client]:
    async with TestServer(origin) as emulator:
        address = str(emulator.make_url("")).rstrip("/")
        settings = FrontSettings(address, "api1", home, home / "inbox.sqlite")
        async with TestClient(TestServer(build(settings))) as client:
            yield client


def _visit(home: Path, visit: Visit, handler: Any = _echo) -> Any:
    async def scene() -> Any:
        origin = web.Application()
        origin.router.add_get("/_ministack/ses/messages", _mails)
        origin.router.add_get("/_ministack/sns/sms-messages", _texts)
        origin.router.add_route("*", "/_aws/execute-api/api1/$default/{path:.*}", handler)
        async with _front(home, origin) as client:
            return await visit(client)

    return finished(scene())


def test_a_request_reaches_the_default_stage_as_it_was(tmp_path: Path) -> None:
    async def visit(client: Client) -> tuple[int, dict[str, Any], list[str]]:
        address = client.make_url("").join(URL("/a%20b/%C3%B1?x=%20&x=2", encoded=True))
        headers = {"X-Forwarded-For": "10.0.0.1", "Cookie": "a=1", "X-Llave-Viewer-Address": "10.1"}
        answer = await client.session.post(address, data=b"uno=1", headers=headers)
        return answer.status, await answer.json(), answer.headers.getall("Set-Cookie")

    status, seen, cookies = _visit(tmp_path, visit)

    assert (status, seen["method"], seen["body"]) == (201, "POST", "uno=1")
    assert seen["path"] == "/_aws/execute-api/api1/$default/a%20b/%C3%B1?x=%20&x=2"
    assert seen["headers"]["x-llave-viewer-address"] == "127.0.0.1"
    assert seen["headers"]["x-llave-origin-secret"] == "local-origin-secret"
    assert "x-forwarded-for" not in seen["headers"]
    assert cookies == ["a=1; Path=/", "b=2; Path=/"]


def test_options_is_passed_on_and_a_redirect_is_not_followed(tmp_path: Path) -> None:
    async def redirect(request: web.Request) -> web.Response:
        return web.Response(status=303, headers={"Location": f"/{request.method}"})

    async def visit(client: Client) -> tuple[int, str]:
        answer = await client.options("/oauth/token", allow_redirects=False)
        return answer.status, answer.headers["Location"]

    assert _visit(tmp_path, visit, redirect) == (303, "/OPTIONS")


def test_a_body_over_the_cap_never_reaches_the_api(tmp_path: Path) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(18):
            yield b"x" * 65536

    async def visit(client: Client) -> tuple[int, int, str]:
        told = await client.post("/v1/registrations", data=BytesIO(b"x" * 1_100_000))
        streamed = await client.post("/v1/registrations", data=chunks())
        return told.status, streamed.status, told.content_type

    assert _visit(tmp_path, visit) == (413, 413, "text/plain")


def test_no_more_than_a_few_calls_are_in_flight(tmp_path: Path) -> None:
    now, most = 0, 0

    async def slow(request: web.Request) -> web.Response:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.02)
        now -= 1
        return web.Response()

    async def visit(client: Client) -> None:
        await asyncio.gather(*(client.get("/entrar") for _ in range(40)))

    _visit(tmp_path, visit, slow)

    assert most == proxy.IN_FLIGHT


def test_an_api_that_is_down_is_a_bad_gateway(tmp_path: Path) -> None:
    async def drop(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.close()
        raise aiohttp.ServerDisconnectedError

    async def visit(client: Client) -> tuple[int, str]:
        answer = await client.get("/entrar")
        return answer.status, await answer.text()

    assert _visit(tmp_path, visit, drop) == (502, "Bad Gateway")


def test_static_files_live_a_year_and_others_are_not_found(tmp_path: Path) -> None:
    (tmp_path / "llave-AB12.css").write_text("body{}" * 200)

    async def visit(client: Client) -> tuple[Any, ...]:
        found = await client.get("/estaticos/llave-AB12.css")
        absent = await client.get("/estaticos/nada.css")
        posted = await client.post("/estaticos/llave-AB12.css")
        return found.headers["Cache-Control"], found.content_type, absent.status, posted.status

    assert _visit(tmp_path, visit) == (
        "public, max-age=31536000, immutable",
        "text/css",
        404,
        404,
    )


def test_the_inbox_survives_a_restart_and_tells_each_message_once(tmp_path: Path) -> None:
    async def visit(client: Client) -> Any:
        await client.get("/_local/inbox.json")
        return await (await client.get("/_local/inbox.json")).json()

    first = _visit(tmp_path, visit)
    again = _visit(tmp_path, visit)

    assert again == first
    assert [(m["channel"], m["to"], m["subject"]) for m in first] == [
        ("email", "ana@example.mx", "Confirme su cuenta"),
        ("sms", "+525512345678", ""),
    ]
    assert first[1]["text"] == "Su código: 123456"


def test_the_inbox_is_searched_by_address_and_shown_as_a_page(tmp_path: Path) -> None:
    async def visit(client: Client) -> tuple[Any, str]:
        found = await client.get("/_local/inbox.json", params={"to": "ana@example.mx"})
        page = await client.get("/_local/inbox")
        return await found.json(), await page.text()

    found, page = _visit(tmp_path, visit)

    assert [message["channel"] for message in found] == ["email"]
    assert '<a href="http://localhost:8080/c?a=1&amp;b=2">' in page
    assert "&lt;ya&gt;" in page


def test_json_of_the_inbox_is_utf8(tmp_path: Path) -> None:
    async def visit(client: Client) -> bytes:
        return await (await client.get("/_local/inbox.json")).read()

    assert json.loads(_visit(tmp_path, visit).decode("utf-8"))
