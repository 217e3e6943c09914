"""Validation of tokens, the published keys and discovery: hot and read-only."""

from llave import cold_start  # isort: split

from functions.validate import flow
from llave import wiring
from llave.oidc import supported
from llave.oidc.client_authentication import confidential, credentials_in
from llave.oidc.keys import PUBLISHED_FOR
from llave.settings import settings
from llave.web.app import App
from llave.web.oauth import preflight, public_json, token_refusal
from llave.web.request import Request
from llave.web.response import Response, as_json

app = App()
KEPT_BY_ALL = f"public, max-age={int(PUBLISHED_FOR.total_seconds())}"


@app.open("POST /oauth/introspect", refused=token_refusal)
def introspect(request: Request) -> Response:
    form = request.form
    credentials = credentials_in(request.headers.get("authorization"), form)
    caller = confidential(credentials, wiring.clients())
    told = flow.introspected(
        form.get("token"),
        caller,
        wiring.public_keys(),
        wiring.grants(),
        settings().origin,
        wiring.now(),
    )
    return as_json(told)


@app.open("GET /oauth/jwks")
def jwks(_request: Request) -> Response:
    return public_json(flow.published(wiring.public_keys().read()), KEPT_BY_ALL)


@app.open("GET /.well-known/openid-configuration")
def discovery(_request: Request) -> Response:
    return public_json(flow.discovery(settings().origin, supported.WAYS), KEPT_BY_ALL)


@app.open("GET /oauth/schemas/verified_claims.json")
def verified_claims_schema(_request: Request) -> Response:
    return public_json(flow.schema(), KEPT_BY_ALL)


app.open("OPTIONS /oauth/jwks")(preflight)
app.open("OPTIONS /.well-known/openid-configuration")(preflight)

handle = app.handle

cold_start.over()
