"""How a client proves itself at the token, introspection and revocation endpoints (RFC 6749, 2.3)."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

from llave.oidc.clients import AuthMethod, Client, Clients
from llave.oidc.errors import InvalidClient, InvalidRequest

# What an unknown client's secret is compared with, so that unknown and wrong take the same time.
DECOY_HASH = "0" * 64


@dataclass(frozen=True, slots=True)
class Credentials:
    """What came with a request; `secret` is None for a client that only names itself."""

    method: AuthMethod
    client_id: str
    secret: str | None = field(default=None, repr=False)


def credentials_in(authorization: str | None, form: Mapping[str, str]) -> Credentials:
    """Read the Authorization header or the form; raises InvalidRequest when both or neither came."""
    secret = form.get("client_secret")
    if authorization is not None:
        named, password = _basic(authorization)
        if secret is not None or form.get("client_id", named) != named:
            raise InvalidRequest("two ways of authentication")
        return Credentials(AuthMethod.BASIC, named, password)
    client_id = form.get("client_id")
    if not client_id:
        raise InvalidClient("no client authentication")
    if secret is not None:
        return Credentials(AuthMethod.POST, client_id, secret)
    return Credentials(AuthMethod.NONE, client_id)


def authenticated(given: Credentials, clients: Clients) -> Client:
    """The client that these credentials prove; raises InvalidClient."""
    client = clients.get(given.client_id)
    by_header = given.method is AuthMethod.BASIC
    if given.method is not AuthMethod.NONE:
        digest = hashlib.sha256((given.secret or "").encode()).hexdigest()
        hashes = (client.secret_hashes if client else ()) or (DECOY_HASH,)
        if not any(hmac.compare_digest(digest, known) for known in hashes):
            raise InvalidClient("wrong secret or unknown client", by_header=by_header)
    if client is None or client.auth_method is not given.method:
        raise InvalidClient("unknown client or another method", by_header=by_header)
    return client


def confidential(given: Credentials, clients: Clients) -> Client:
    """The same for an endpoint that is closed to clients without a secret."""
    client = authenticated(given, clients)
    if client.is_public:
        raise InvalidClient("a public client")
    return client


def _basic(header: str) -> tuple[str, str]:
    """Name and secret, each form-encoded before they were joined (RFC 6749, 2.3.1)."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        raise InvalidClient("another scheme than Basic", by_header=True)
    try:
        joined = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
        name, colon, password = joined.partition(":")
        if not colon:
            raise ValueError
        return unquote_plus(name, errors="strict"), unquote_plus(password, errors="strict")
    except ValueError:
        raise InvalidClient("unreadable Basic credentials", by_header=True) from None
