"""Parsing a client's registration strictly: everything that is wrong is said at once."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

from llave.errors import Refused
from llave.oidc.claims import CLAIMS, OFFLINE, OPENID, SCOPE_CLAIMS, SCOPES
from llave.oidc.clients import (
    CODE_GRANT,
    GRANT_TYPES,
    REFRESH_GRANT,
    SIGNED_BY,
    ApplicationType,
    AuthMethod,
    Client,
    Factor,
)
from llave.oidc.redirects import PLAIN, problem_in
from llave.people.accounts import Level

CLIENT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,63}")
SECRET_HASH = re.compile(r"[0-9a-f]{64}")
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
MOST_ADDRESSES = 20
LONGEST_TEXT = 200
FIELDS = frozenset(
    "client_id client_name purpose redirect_uris post_logout_redirect_uris token_endpoint_auth_method "
    "client_secret_sha256 application_type grant_types scope claims minimum_level minimum_factor "
    "sector_identifier audience id_token_signed_response_alg verified_claims initiate_login_uri".split()
)

T = TypeVar("T")


class RegistrationInvalid(Refused):
    """A registration with mistakes; `problems` are sentences for the operator, field first."""

    code = "registration_invalid"

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def parse_client(given: object) -> Client:
    """A client from its registration; raises RegistrationInvalid with every mistake."""
    if not isinstance(given, Mapping):
        raise RegistrationInvalid(("registration: must be a JSON object",))
    reading = _Reading(given)
    client = reading.client()
    if client is None or reading.problems:
        raise RegistrationInvalid(tuple(reading.problems))
    return client


class _Reading:
    """One pass over a registration that collects what is wrong with it."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given
        self.problems: list[str] = [_stray(name) for name in given if name not in FIELDS]

    def client(self) -> Client | None:
        type_ = self._option("application_type", ApplicationType, ApplicationType.WEB)
        method = self._option("token_endpoint_auth_method", AuthMethod, AuthMethod.BASIC)
        grant_types = self._some("grant_types", GRANT_TYPES, (CODE_GRANT,))
        scopes = self._scopes(grant_types)
        addresses = self._addresses("redirect_uris", type_, least=1)
        client_id = self._text("client_id", CLIENT_ID.fullmatch)
        return Client(
            id=client_id,
            name=self._text("client_name"),
            purpose=self._text("purpose"),
            redirect_uris=addresses,
            post_logout_redirect_uris=self._addresses("post_logout_redirect_uris", type_),
            auth_method=method,
            secret_hashes=self._secrets(method),
            application_type=type_,
            grant_types=grant_types,
            scopes=scopes,
            claims=self._some("claims", CLAIMS, _claims_of(scopes)),
            minimum_level=self._option("minimum_level", Level, Level.BASICA),
            minimum_factor=self._option("minimum_factor", Factor, Factor.NONE),
            sector=self._sector(addresses),
            audience=self._text("audience", _is_audience, default=f"urn:llave:agencia:{client_id}"),
            id_token_alg=self._algorithm(),
            verified_claims=self._flag("verified_claims"),
            initiate_login_uri=self._initiation(),
        )

    def _wrong(self, name: str, problem: str) -> None:
        self.problems.append(f"{name}: {problem}")

    def _text(
        self, name: str, test: Callable[[str], object] = str.strip, default: str | None = None
    ) -> str:
        value = self.given.get(name, default)
        plain = isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT and value.isprintable()
        if plain and test(value):
            return str(value)
        self._wrong(name, "is missing or has a form that is not allowed")
        return ""

    def _list(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        value = self.given.get(name, list(default))
        items = value if isinstance(value, list | tuple) else None
        if (
            items is None
            or len(items) > MOST_ADDRESSES
            or not all(isinstance(i, str) for i in items)
        ):
            self._wrong(name, f"must be a list of at most {MOST_ADDRESSES} texts")
            return ()
        if len(set(items)) < len(items):
            self._wrong(name, "names something twice")
        return tuple(items)

    def _option(self, name: str, options: Callable[[Any], T], default: T) -> T:
        try:
            return options(self.given.get(name, default))
        except ValueError:
            self._wrong(name, "is not one of the values that Llave knows")
            return default

    def _some(self, name: str, known: tuple[str, ...], default: tuple[str, ...]) -> frozenset[str]:
        chosen = self._list(name, default)
        if unknown := [item for item in chosen if item not in known]:
            self._wrong(name, f"unknown: {', '.join(unknown)[:LONGEST_TEXT]}")
        return frozenset(chosen)

    def _scopes(self, grant_types: frozenset[str]) -> frozenset[str]:
        scopes = self._text("scope").split()
        if unknown := [scope for scope in scopes if scope not in SCOPES]:
            self._wrong("scope", f"unknown: {', '.join(unknown)}")
        if scopes and OPENID not in scopes:
            self._wrong("scope", "must hold openid")
        if (OFFLINE in scopes) != (REFRESH_GRANT in grant_types):
            self._wrong("scope", "offline_access goes with the grant type refresh_token")
        return frozenset(scopes)

    def _addresses(self, name: str, type_: ApplicationType, least: int = 0) -> tuple[str, ...]:
        addresses = self._list(name)
        if len(addresses) < least:
            self._wrong(name, "needs at least one address")
        for address in addresses:
            if problem := problem_in(address, native=type_ is ApplicationType.NATIVE):
                self._wrong(name, f"{address[:LONGEST_TEXT]} {problem}")
        return addresses

    def _secrets(self, method: AuthMethod) -> tuple[str, ...]:
        given = self.given.get("client_secret_sha256", [])
        hashes = [given] if isinstance(given, str) else given
        if not isinstance(hashes, list | tuple) or not all(
            isinstance(item, str) and SECRET_HASH.fullmatch(item) for item in hashes
        ):
            self._wrong("client_secret_sha256", "must be SHA-256 in lower-case hex, one or two")
            return ()
        if len(hashes) > 2 or (method is AuthMethod.NONE) == bool(hashes):
            self._wrong("client_secret_sha256", "one or two; none for a client without a secret")
        return tuple(hashes)

    def _sector(self, addresses: tuple[str, ...]) -> str:
        hosts = {_host(address) for address in addresses}
        # Several hosts would leave open which of them the sub is for (OIDC Core, 8.1).
        default = hosts.pop() if len(hosts) == 1 else None
        return self._text("sector_identifier", HOST.fullmatch, default=default)

    def _flag(self, name: str) -> bool:
        value = self.given.get(name, False)
        if not isinstance(value, bool):
            self._wrong(name, "must be true or false")
        return value is True

    def _initiation(self) -> str | None:
        if "initiate_login_uri" not in self.given:
            return None
        # A browser goes there from a page of ours, so an app's own scheme will not do.
        address = self._text("initiate_login_uri", lambda uri: not problem_in(uri, native=False))
        return address or None

    def _algorithm(self) -> str:
        if self.given.get("id_token_signed_response_alg", SIGNED_BY) != SIGNED_BY:
            self._wrong("id_token_signed_response_alg", f"must be {SIGNED_BY}")
        return SIGNED_BY


def _stray(name: object) -> str:
    if name == "client_secret":
        return "client_secret: must never be sent; register client_secret_sha256"
    return f"{str(name)[:LONGEST_TEXT]}: is not a field of a registration"


def _claims_of(scopes: frozenset[str]) -> tuple[str, ...]:
    return tuple(claim for scope in scopes for claim in SCOPE_CLAIMS.get(scope, ()))


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _is_audience(text: str) -> bool:
    return text.startswith(("https://", "urn:")) and PLAIN.fullmatch(text) is not None
