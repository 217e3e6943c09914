"""INE's register of credentials as docs/ine.md describes it."""

import hmac
from collections.abc import Mapping
from datetime import date
from typing import Any

from aiohttp import web

from local.registries.modes import INE, answers_now
from local.registries.population import POPULATION, Population

LOCAL_KEY = "local-ine-key"


def add_to(app: web.Application) -> None:
    app.router.add_post("/v1/credentials/status", _status)


def outcome(population: Population, asked: Mapping[str, Any], today: date) -> str:
    """Whose credential it is, by all that is asked; one that was reported has its word for it."""
    person = population.records.get(str(asked.get("curp")))
    card = (person or {}).get("ine")
    if not card or card["clave_elector"] != asked.get("clave_elector"):
        return "not_found"
    if asked.get("cic") is not None and card["cic"] != asked["cic"]:
        return "not_found"
    if card.get("status") == "reported":
        return "reported"
    return "in_force" if date.fromisoformat(card["valid_until"]) >= today else "expired"


async def _status(request: web.Request) -> web.Response:
    if not hmac.compare_digest(request.headers.get("x-api-key", ""), LOCAL_KEY):
        return web.json_response({"error": "unauthorized"}, status=401)
    if not await answers_now(request, INE):
        return web.json_response({"error": "unavailable"}, status=503)
    asked = await request.json()
    found = outcome(request.app[POPULATION], asked, date.today())  # noqa: DTZ011  # a simulation's day
    return web.json_response({"outcome": found})
