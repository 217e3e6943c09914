"""Plays CloudFront's behaviour for `/subir/*`: forms go to the root of the bucket of evidence."""

from dataclasses import dataclass

import aiohttp
from aiohttp import web
from yarl import URL

from infra.edge.upload_answer import location_after
from local.front import proxy

PATH = "/subir/{picture:[a-z]{1,20}}"
# The largest file that a policy allows, and what a form has around it.
CAP = 15 * 1024 * 1024 + 64 * 1024
# CloudFront would pass on more, and S3 refuse it; here it need not be held in memory for that.
TOO_LARGE = 400
DRAINED = 4 * CAP
PASSED_BACK = ("Location",)


@dataclass(frozen=True, slots=True)
class Bucket:
    """The bucket of evidence in the emulator."""

    address: str
    session: aiohttp.ClientSession

    async def answer(self, request: web.Request) -> web.Response:
        if request.method != "POST":
            return web.Response(status=405, headers={"Allow": "POST"})
        picture = request.match_info["picture"]
        body = await proxy.body_of(request, CAP)
        if body is None:
            await _drained(request)
            return _answered(TOO_LARGE, {}, picture)
        try:
            return await self._put(request, body, picture)
        except (TimeoutError, aiohttp.ClientError):
            return _answered(502, {}, picture)

    async def _put(self, request: web.Request, body: bytes, picture: str) -> web.Response:
        """The form and what it is; no cookie, no query, nothing else of the browser."""
        async with self.session.post(
            URL(self.address, encoded=True),
            data=body,
            headers={"Content-Type": request.headers.get("Content-Type", "")},
            skip_auto_headers=proxy.AUTOMATIC_HEADERS,
            allow_redirects=False,
        ) as answer:
            kept = {name: answer.headers[name] for name in PASSED_BACK if name in answer.headers}
            return _answered(answer.status, kept, picture)


async def _drained(request: web.Request) -> None:
    """Take the rest, up to a point: a browser that is still sending hears no answer."""
    taken = 0
    async for chunk in request.content.iter_any():
        taken += len(chunk)
        if taken > DRAINED:
            return


def _answered(status: int, headers: dict[str, str], picture: str) -> web.Response:
    location = location_after(status, picture)
    if location is None:
        return web.Response(status=status, headers=headers)
    return web.Response(status=303, headers={"Location": location, "Cache-Control": "no-store"})
