"""Passes a request to the HTTP API in the emulator, byte for byte, few at a time."""

import asyncio
from dataclasses import dataclass

import aiohttp
from aiohttp import web
from yarl import URL

from local.front import rules

IN_FLIGHT = 8  # each call that runs beside another is a Lambda process of its own
ORIGIN_TIMEOUT = 30.0  # CloudFront's, for the origin's answer
AUTOMATIC_HEADERS = ("User-Agent", "Content-Type", "Accept", "Accept-Encoding")


@dataclass(slots=True)
class Origin:
    """The `$default` stage of one HTTP API."""

    address: str
    session: aiohttp.ClientSession
    turns: asyncio.Semaphore

    async def answer(self, request: web.Request) -> web.Response:
        body = await body_of(request, rules.BODY_CAP)
        if body is None:
            return plain(413, "Request Entity Too Large")
        try:
            async with self.turns:
                return await self._ask(request, body)
        except TimeoutError:
            return plain(504, "Gateway Timeout")
        except aiohttp.ClientError:
            return plain(502, "Bad Gateway")

    async def _ask(self, request: web.Request, body: bytes) -> web.Response:
        headers = rules.to_origin(request.headers.items(), request.remote or "127.0.0.1")
        async with self.session.request(
            request.method,
            URL(self.address + request.raw_path, encoded=True),
            headers=headers,
            data=body or None,
            skip_auto_headers=AUTOMATIC_HEADERS,
            allow_redirects=False,
        ) as answer:
            response = web.Response(status=answer.status, body=await answer.read())
            response.headers.popall("Content-Type", None)
            passed = rules.to_viewer(answer.headers.items(), secure=request.secure)
            response.headers.extend(passed)
            return response


def open_origin(emulator: str, api_id: str) -> Origin:
    return Origin(
        address=f"{emulator}/_aws/execute-api/{api_id}/$default",
        session=aiohttp.ClientSession(
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=ORIGIN_TIMEOUT),
        ),
        turns=asyncio.Semaphore(IN_FLIGHT),
    )


def plain(status: int, text: str) -> web.Response:
    return web.Response(status=status, text=text)


async def body_of(request: web.Request, cap: int) -> bytes | None:
    """The whole body; None when it is larger than `cap`."""
    if (request.content_length or 0) > cap:
        return None
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > cap:
            return None
    return bytes(body)
