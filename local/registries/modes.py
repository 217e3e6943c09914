"""Whether a simulated registry answers: `POST /_control {"mode": "down", "registry": "ine"}`."""

import asyncio
from enum import StrEnum

from aiohttp import web

RENAPO, INE = "renapo", "ine"
SLOWNESS = 8.0  # longer than a caller should wait


class Mode(StrEnum):
    UP = "up"
    DOWN = "down"
    SLOW = "slow"


MODES = web.AppKey("modes", dict[str, Mode])


def add_to(app: web.Application) -> None:
    app[MODES] = {RENAPO: Mode.UP, INE: Mode.UP}
    app.router.add_post("/_control", _control)
    app.router.add_get("/_health", _health)


async def answers_now(request: web.Request, registry: str) -> bool:
    """Waits first when the registry is slow."""
    mode = request.app[MODES][registry]
    if mode is Mode.SLOW:
        await asyncio.sleep(SLOWNESS)
    return mode is not Mode.DOWN


async def _control(request: web.Request) -> web.Response:
    wanted = await request.json()
    mode, registry = wanted.get("mode"), wanted.get("registry", RENAPO)
    if mode not in set(Mode) or registry not in request.app[MODES]:
        error = "mode is up, down or slow; registry is renapo or ine"
        return web.json_response({"error": error}, status=400)
    request.app[MODES][registry] = Mode(mode)
    return web.json_response({"mode": mode})


async def _health(request: web.Request) -> web.Response:
    modes = request.app[MODES]
    return web.json_response({"mode": modes[RENAPO], "ine": modes[INE]})
