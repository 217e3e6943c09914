"""Tokens for codes, claims for tokens: the one function that may use the signing keys."""

from llave import cold_start  # isort: split

from functions.token import flow
from functions.token.telling import Records
from functions.token.userinfo import Counter
from functions.token.userinfo import userinfo as claims_for
from llave import wiring
from llave.oidc.client_authentication import authenticated, credentials_in
from llave.oidc.exchange import Issuer
from llave.settings import settings
from llave.web.app import App
from llave.web.oauth import (
    browser_token_refusal,
    preflight,
    public_json,
    resource_refusal,
    token_refusal,
)
from llave.web.request import Request
from llave.web.response import Response, as_json

app = App()


@app.open("POST /oauth/token", refused=browser_token_refusal)
def token(request: Request) -> Response:
    form = request.form
    client = authenticated(
        credentials_in(request.headers.get("authorization"), form), wiring.clients()
    )
    return public_json(flow.exchanged(form, client, _desk(), wiring.now()))


@app.open("POST /oauth/revoke", refused=token_refusal)
def revoke(request: Request) -> Response:
    form = request.form
    client = authenticated(
        credentials_in(request.headers.get("authorization"), form), wiring.clients()
    )
    flow.revoke(form, client, _desk(), wiring.now())
    return as_json({})


@app.open("GET /oauth/userinfo", refused=resource_refusal)
@app.open("POST /oauth/userinfo", refused=resource_refusal)
def userinfo(request: Request) -> Response:
    counter = Counter(
        rings=wiring.public_keys(),
        grants=wiring.grants(),
        clients=wiring.clients(),
        records=_records(),
        issuer=settings().origin,
    )
    return public_json(claims_for(request.bearer, counter, wiring.new_id(), wiring.now()))


def _records() -> Records:
    return Records(
        accounts=wiring.accounts(),
        person_keys=wiring.person_keys(),
        evidences=wiring.evidences,
        audit=wiring.audit(),
    )


def _desk() -> flow.Desk:
    return flow.Desk(
        records=_records(),
        grants=wiring.grants(),
        keyring=wiring.keyring(),
        issuer=Issuer(settings().origin, wiring.signer()),
        rings=wiring.public_keys(),
        new_token=wiring.new_token,
        new_id=wiring.new_id,
    )


app.open("OPTIONS /oauth/token")(preflight)
app.open("OPTIONS /oauth/userinfo")(preflight)

handle = app.handle

cold_start.over()
