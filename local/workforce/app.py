"""The issuer over HTTP: discovery, keys, a page to sign in by a code of an app or a passkey, tokens."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from llave.errors import Refused
from local.workforce.issuer import Issuer
from local.workforce.page import sign_in_page

ISSUER = web.AppKey("issuer", Issuer)


def build(issuer: Issuer) -> web.Application:
    app = web.Application()
    app[ISSUER] = issuer
    app.router.add_get("/.well-known/openid-configuration", _metadata)
    app.router.add_get("/jwks", _keys)
    app.router.add_get("/authorize", _show)
    app.router.add_post("/authorize", _sign_in)
    app.router.add_post("/token", _token)
    app.router.add_get("/passkeys.js", _script)
    app.router.add_post("/passkeys/create", _to_create)
    app.router.add_post("/passkeys/use", _to_use)
    app.router.add_post("/passkeys", _create)
    app.router.add_get("/_health", _health)
    return app


async def _metadata(request: web.Request) -> web.Response:
    return web.json_response(request.app[ISSUER].metadata())


async def _keys(request: web.Request) -> web.Response:
    return web.json_response(request.app[ISSUER].keys())


async def _health(_: web.Request) -> web.Response:
    return web.json_response({})


async def _show(request: web.Request) -> web.Response:
    issuer = request.app[ISSUER]
    problem = issuer.problem_in(request.query)
    if problem:
        return web.Response(status=400, text=problem)
    return _page(issuer, dict(request.query))


async def _sign_in(request: web.Request) -> web.Response:
    issuer = request.app[ISSUER]
    form = await _fields(request)
    problem = issuer.problem_in(form)
    if problem:
        return web.Response(status=400, text=problem)
    shown = issuer.shown_by(form)
    if shown is None:
        return _page(issuer, form, "El usuario o el código no es correcto.")
    raise web.HTTPSeeOther(issuer.give_code(*shown, form))


async def _script(_: web.Request) -> web.FileResponse:
    return web.FileResponse(Path(__file__).with_name("passkeys.js"))


async def _to_create(request: web.Request) -> web.Response:
    issuer, form = request.app[ISSUER], await _fields(request)
    shown = issuer.shown_by({**form, "passkey": ""})
    if shown is None:
        return web.Response(status=403, text="usuario y código")
    options = issuer.passkeys.to_create(shown[0].subject)
    return web.Response(text=options, content_type="application/json")


async def _create(request: web.Request) -> web.Response:
    issuer, form = request.app[ISSUER], await _fields(request)
    shown = issuer.shown_by({**form, "passkey": ""})
    try:
        if shown is not None:
            issuer.passkeys.keep(shown[0].subject, form.get("passkey", ""), datetime.now(UTC))
            return web.json_response({})
    except Refused:
        pass
    return web.Response(status=403, text="usuario y código")


async def _to_use(request: web.Request) -> web.Response:
    issuer, form = request.app[ISSUER], await _fields(request)
    options = issuer.passkeys.to_use(form.get("subject", ""))
    return web.Response(text=options, content_type="application/json")


async def _fields(request: web.Request) -> dict[str, str]:
    return {name: str(value) for name, value in (await request.post()).items()}


async def _token(request: web.Request) -> web.Response:
    form = await request.post()
    token = request.app[ISSUER].token_for(dict(form))
    if form.get("grant_type") != "authorization_code" or token is None:
        return web.json_response({"error": "invalid_grant"}, status=400)
    answer = {"id_token": token, "access_token": secrets.token_urlsafe(16), "token_type": "Bearer"}
    return web.json_response(answer, headers={"cache-control": "no-store"})


def _page(issuer: Issuer, asked: Mapping[str, str], problem: str = "") -> web.Response:
    text = sign_in_page(issuer.people, asked, problem, datetime.now(UTC))
    policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'"
    headers = {"content-security-policy": policy, "cache-control": "no-store"}
    status = 401 if problem else 200
    return web.Response(status=status, text=text, content_type="text/html", headers=headers)
