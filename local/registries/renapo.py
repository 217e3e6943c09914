"""RENAPO as docs/renapo.md describes it; it can be told to be down or slow."""

import hmac

from aiohttp import web

from local.registries import ine, modes
from local.registries.modes import RENAPO, answers_now
from local.registries.population import POPULATION, Population

LOCAL_KEY = "local-renapo-key"


def build(population: Population) -> web.Application:
    """The registries of one population: RENAPO and INE."""
    app = web.Application()
    app[POPULATION] = population
    modes.add_to(app)
    ine.add_to(app)
    app.router.add_get("/v1/curp/{curp}", _look_up)
    return app


async def _look_up(request: web.Request) -> web.Response:
    if not hmac.compare_digest(request.headers.get("x-api-key", ""), LOCAL_KEY):
        return web.json_response({"error": "unauthorized"}, status=401)
    if not await answers_now(request, RENAPO):
        return web.json_response({"error": "unavailable"}, status=503)
    return web.json_response(request.app[POPULATION].answer(request.match_info["curp"]))
