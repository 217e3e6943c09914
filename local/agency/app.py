"""The agency's pages: two procedures, one that Básica opens and one that needs Verificada."""

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import httpx
from authlib.integrations.base_client import OAuthError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates

from local.agency.llave import BECAS, CATASTRO, Llave, Places, Refused

HERE = Path(__file__).parent
POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'"
)
WHY = {
    "unmet_authentication_requirements": "Este trámite necesita una Llave Verificada, "
    "y la tuya aún no lo es. Puedes verificarla en Llave o hacer el trámite en ventanilla.",
    "access_denied": "No diste permiso de usar tus datos. Puedes llenar la solicitud en ventanilla.",
}
DOCUMENTS = {
    "voter_id": "Credencial para votar",
    "passport": "Pasaporte",
    "military_id": "Cartilla del servicio militar",
    "residence_permit": "Tarjeta del INM",
    "utility_statement": "Recibo de un servicio",
    "tax_statement": "Boleta predial",
    "population_register": "Registro Nacional de Población",
    "voter_register": "Padrón electoral",
}
GENDERS = {"female": "Mujer", "male": "Hombre", "non-binary": "No binario"}


class Agency:
    """The handlers; who is here is kept in memory, and is gone when the agency stops."""

    def __init__(self, places: Places, transport: httpx.AsyncBaseTransport | None) -> None:
        self.places = places
        self.becas = Llave(places, BECAS, transport)
        self.catastro = Llave(places, CATASTRO, transport)
        self.visits: dict[str, dict[str, Any]] = {}
        self.pages = Jinja2Templates(directory=HERE / "pages")

    async def home(self, request: Request) -> Response:
        return self._page(request, "inicio.html", here=self._visit(request) is not None)

    async def enter(self, request: Request) -> Response:
        return await self._to(self.becas, request)

    async def enter_catastro(self, request: Request) -> Response:
        return await self._to(self.catastro, request)

    async def begin_catastro(self, request: Request) -> Response:
        """Llave sends a person here who was verified meanwhile (OpenID Connect Core, section 4)."""
        await self.catastro.checked_issuer(request.query_params.get("iss"))
        return await self._to(self.catastro, request)

    async def back(self, request: Request) -> Response:
        return await self._from(self.becas, request)

    async def back_catastro(self, request: Request) -> Response:
        if request.query_params.get("ticket"):
            await self.catastro.checked_issuer(request.query_params.get("iss"))
            return self._page(request, "pendiente.html")
        _, claims = await self._told(self.catastro, request)
        proved = claims.get("verified_claims") or {}
        return self._page(request, "predio.html", claims=claims, proved=proved, words=DOCUMENTS)

    async def form(self, request: Request) -> Response:
        visit = self._visit(request)
        if visit is None:
            return RedirectResponse("/", 303)
        told = await self.becas.introspected(visit["access_token"])
        return self._page(
            request,
            "beca.html",
            claims=visit["claims"],
            told=told,
            csrf=visit["csrf"],
            genders=GENDERS,
        )

    async def send(self, request: Request) -> Response:
        visit = self._visit(request)
        sent = parse_qs((await request.body()).decode("utf-8", "replace"))
        if visit is None or not secrets.compare_digest(sent.get("csrf", [""])[0], visit["csrf"]):
            return RedirectResponse("/", 303)
        told = await self.becas.introspected(visit["access_token"])
        if not told["active"]:
            return self._page(
                request, "rechazo.html", why="Tu sesión terminó. Entra de nuevo.", code=""
            )
        return self._page(request, "recibida.html", number=secrets.token_hex(4).upper())

    async def leave(self, request: Request) -> Response:
        visit = self.visits.pop(request.session.pop("visit", ""), None)
        if visit is None:
            return RedirectResponse("/", 303)
        metadata = await self.becas.metadata()
        asked = {
            "id_token_hint": visit["id_token"],
            "post_logout_redirect_uri": f"{self.places.home}/",
        }
        return RedirectResponse(f"{metadata['end_session_endpoint']}?{urlencode(asked)}", 303)

    async def _to(self, llave: Llave, request: Request) -> Response:
        more = {"claims": llave.entry.claims} if llave.entry.claims else {}
        answer: Response = await llave.library.authorize_redirect(
            request, llave.redirect_uri, **more
        )
        return answer

    async def _told(self, llave: Llave, request: Request) -> tuple[dict[str, Any], dict[str, Any]]:
        await llave.checked_issuer(request.query_params.get("iss"))
        token = await llave.library.authorize_access_token(request)
        return token, dict(await llave.library.userinfo(token=token))

    async def _from(self, llave: Llave, request: Request) -> Response:
        token, claims = await self._told(llave, request)
        key = secrets.token_urlsafe(32)
        self.visits[key] = {
            "access_token": token["access_token"],
            "id_token": token["id_token"],
            "claims": claims,
            "csrf": secrets.token_urlsafe(32),
        }
        request.session["visit"] = key
        return RedirectResponse("/beca", 303)

    async def refused(self, request: Request, error: Exception) -> Response:
        code, said = _error_in(error)
        why = WHY.get(code) or said or "Llave no respondió como se esperaba."
        return self._page(request, "rechazo.html", why=why, code=code)

    async def unreachable(self, request: Request, _error: Exception) -> Response:
        why = "Llave no responde en este momento. Inténtalo de nuevo en unos minutos."
        return self._page(request, "rechazo.html", why=why, code="")

    def _visit(self, request: Request) -> Mapping[str, Any] | None:
        return self.visits.get(request.session.get("visit", ""))

    def _page(self, request: Request, name: str, **context: Any) -> Response:
        # The form that leaves is redirected to Llave.
        policy = f"{POLICY}; form-action 'self' {self.places.issuer}"
        headers = {"content-security-policy": policy, "cache-control": "no-store"}
        headers["referrer-policy"] = "no-referrer"
        return self.pages.TemplateResponse(request, name, context, headers=headers)


def make_app(places: Places, transport: httpx.AsyncBaseTransport | None = None) -> Starlette:
    """The agency as an ASGI application; `transport` reaches Llave another way than by the network."""
    agency = Agency(places, transport)
    errors: Any = {
        OAuthError: agency.refused,
        Refused: agency.refused,
        httpx.HTTPError: agency.unreachable,
    }
    return Starlette(
        routes=[
            Route("/", agency.home),
            Route("/entrar", agency.enter),
            Route("/entrar/regreso", agency.back),
            Route("/catastro", agency.enter_catastro),
            Route("/catastro/iniciar", agency.begin_catastro),
            Route("/catastro/regreso", agency.back_catastro),
            Route("/beca", agency.form, methods=["GET"]),
            Route("/beca", agency.send, methods=["POST"]),
            Route("/salir", agency.leave, methods=["POST"]),
            Route("/agencia.css", _style),
        ],
        middleware=[
            Middleware(
                SessionMiddleware,
                secret_key=secrets.token_hex(32),
                session_cookie="agencia",
                same_site="lax",
            )
        ],
        exception_handlers=errors,
    )


async def _style(_request: Request) -> Response:
    return FileResponse(HERE / "agencia.css", media_type="text/css")


def _error_in(error: Exception) -> tuple[str, str]:
    return str(getattr(error, "error", "")), str(getattr(error, "description", "") or "")
