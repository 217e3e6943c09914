"""The paths of the CloudFront distribution, and the inbox beside them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from local.front import inbox_page, proxy, rules, static, uploads
from local.front.inbox import Inbox, Message

COLLECT_EVERY = 2.0
INBOX = "/_local/inbox"


@dataclass(frozen=True, slots=True)
class FrontSettings:
    emulator: str
    api_id: str
    site: Path
    inbox: Path
    bucket: str = ""


ORIGIN = web.AppKey("origin", proxy.Origin)
BUCKET = web.AppKey("bucket", uploads.Bucket)
MESSAGES = web.AppKey("messages", Inbox)


def build(settings: FrontSettings) -> web.Application:
    app = web.Application(middlewares=[_refuse], client_max_size=rules.BODY_CAP)
    app.cleanup_ctx.append(_connections(settings))
    app.router.add_get(INBOX, _inbox_page)
    app.router.add_get(f"{INBOX}.json", _inbox_json)

    async def estaticos(request: web.Request) -> web.StreamResponse:
        return static.answer(request, settings.site)

    app.router.add_route("*", static.PREFIX + "{file:.*}", estaticos)
    app.router.add_route("*", uploads.PATH, _upload)
    app.router.add_route("*", "/{path:.*}", _api)
    return app


@web.middleware
async def _refuse(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    if refused := rules.refusal(request.raw_path):
        return proxy.plain(*refused)
    return await handler(request)


async def _api(request: web.Request) -> web.StreamResponse:
    return await request.app[ORIGIN].answer(request)


async def _upload(request: web.Request) -> web.StreamResponse:
    return await request.app[BUCKET].answer(request)


async def _inbox_page(request: web.Request) -> web.Response:
    messages = await _messages(request)
    return web.Response(text=inbox_page.render(messages), content_type="text/html")


async def _inbox_json(request: web.Request) -> web.Response:
    return web.json_response([message.as_json() for message in await _messages(request)])


async def _messages(request: web.Request) -> list[Message]:
    inbox = request.app[MESSAGES]
    await inbox.collect()
    return inbox.messages(request.query.get("to"))


def _connections(settings: FrontSettings) -> Callable[[web.Application], AsyncIterator[None]]:
    async def opened(app: web.Application) -> AsyncIterator[None]:
        origin = proxy.open_origin(settings.emulator, settings.api_id)
        inbox = Inbox(settings.inbox, settings.emulator, origin.session)
        app[ORIGIN], app[MESSAGES] = origin, inbox
        app[BUCKET] = uploads.Bucket(f"{settings.emulator}/{settings.bucket}", origin.session)
        collecting = asyncio.create_task(_collect_for_ever(inbox))
        yield
        collecting.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await collecting
        await inbox.collect()
        inbox.close()
        await origin.session.close()

    return opened


async def _collect_for_ever(inbox: Inbox) -> None:
    while True:
        await inbox.collect()
        await asyncio.sleep(COLLECT_EVERY)
