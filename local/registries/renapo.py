"""RENAPO as docs/renapo.md describes it; it can be told to be down or slow."""

import asyncio
import hmac
from enum import StrEnum

from aiohttp import web

from local.registries.population import Population

LOCAL_KEY = "local-renapo-key"
SLOWNESS = 8.0  # longer than a caller should wait


class Mode(StrEnum):
    UP = "up"
    DOWN = "down"
    SLOW = "slow"


POPULATION = web.AppKey("population", Population)
MODE = web.AppKey("mode", dict[str, Mode])


def build(population: Population) -> web.Application:
    app = web.Application()
    app[POPULATION] = population
    app[MODE] = {"now": Mode.UP}
    app.router.add_get("/v1/curp/{curp}", _look_up)
    app.router.add_post("/_control", _control)
    app.router.add_get("/_health", _health)
    return app


async def _look_up(request: web.Request) -> web.Response:
    if not hmac.compare_digest(request.headers.get("x-api-key", ""), LOCAL_KEY):
        return web.json_response({"error": "unauthorized"}, status=401)
    mode = request.app[MODE]["now"]
    if mode is Mode.SLOW:
        await asyncio.sleep(SLOWNESS)
    if mode is Mode.DOWN:
        return web.json_response({"error": "unavailable"}, status=503)
    return web.json_response(request.app[POPULATION].answer(request.match_info["curp"]))


async def _control(request: web.Request) -> web.Response:
    wanted = (await request.json()).get("mode")
    if wanted not in set(Mode):
        return web.json_response({"error": "mode is up, down or slow"}, status=400)
    request.app[MODE]["now"] = Mode(wanted)
    return web.json_response({"mode": wanted})


async def _health(request: web.Request) -> web.Response:
    return web.json_response({"mode": request.app[MODE]["now"]})
