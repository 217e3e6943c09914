"""The agency's side of OpenID Connect: a client library, discovery, and one call to introspection."""

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from authlib.integrations.starlette_client import OAuth, StarletteOAuth2App

AGENCIES = Path(__file__).parent.parent / "agencies.json"
USUAL_ISSUER = "http://localhost:8080"
USUAL_PORT = 8090


@dataclass(frozen=True, slots=True)
class Places:
    """Where Llave is, and where the agency; `ca` is a file when Llave's certificate is made up."""

    issuer: str
    port: int
    ca: str | None

    @classmethod
    def parse(cls, variables: Mapping[str, str]) -> "Places":
        """Read LLAVE_ISSUER (or LLAVE_ORIGIN), LLAVE_AGENCY_PORT and LLAVE_CA."""
        issuer = variables.get("LLAVE_ISSUER") or variables.get("LLAVE_ORIGIN") or USUAL_ISSUER
        port = int(variables.get("LLAVE_AGENCY_PORT") or USUAL_PORT)
        return cls(issuer, port, variables.get("LLAVE_CA") or None)

    @property
    def home(self) -> str:
        """The agency's own address."""
        return f"http://localhost:{self.port}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One procedure's way in: its client at Llave, the scopes and the `claims` it asks for."""

    client_id: str
    path: str
    scope: str
    claims: str | None = None


VERIFIED: Mapping[str, Any] = {
    "verification": {"trust_framework": None, "time": None, "evidence": [{"type": None}]},
    "claims": {"given_name": None, "family_name": None, "curp": None},
}
BECAS = Entry("demo-becas", "/entrar", "openid profile email phone address curp")
CATASTRO = Entry(
    "demo-catastro",
    "/catastro",
    "openid profile curp",
    json.dumps({"userinfo": {"verified_claims": VERIFIED}}),
)


class Refused(Exception):
    """Llave answered with an error, or with something that is not for us."""

    def __init__(self, error: str, description: str = "") -> None:
        super().__init__(error)
        self.error = error
        self.description = description


class Llave:
    """One client of Llave."""

    def __init__(
        self, places: Places, entry: Entry, transport: httpx.AsyncBaseTransport | None
    ) -> None:
        known = {client["client_id"]: client for client in json.loads(AGENCIES.read_text("utf-8"))}
        self.entry = entry
        self.redirect_uri = f"{places.home}{entry.path}/regreso"
        self._places = places
        self._secret: str = known[entry.client_id]["client_secret"]
        verify = ssl.create_default_context(cafile=places.ca) if places.ca else True
        self._http: dict[str, Any] = {"verify": verify, "transport": transport, "timeout": 10}
        self.library = self._registered()

    def _registered(self) -> StarletteOAuth2App:
        oauth = OAuth()
        oauth.register(
            "llave",
            client_id=self.entry.client_id,
            client_secret=self._secret,
            server_metadata_url=f"{self._places.issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": self.entry.scope,
                "code_challenge_method": "S256",
                **self._http,
            },
        )
        return oauth.create_client("llave")

    async def metadata(self) -> Mapping[str, Any]:
        """What Llave says of itself."""
        found: Mapping[str, Any] = await self.library.load_server_metadata()
        return found

    async def checked_issuer(self, given: str | None) -> None:
        """The answer must name Llave (RFC 9207); raises Refused."""
        if given != (await self.metadata())["issuer"]:
            raise Refused("issuer", "La respuesta no viene de Llave.")

    async def introspected(self, token: str) -> Mapping[str, Any]:
        """Whether a token is worth anything (RFC 7662)."""
        address = (await self.metadata())["introspection_endpoint"]
        async with httpx.AsyncClient(**self._http) as http:
            credentials = (self.entry.client_id, self._secret)
            answer = await http.post(address, data={"token": token}, auth=credentials)
        answer.raise_for_status()
        told: Mapping[str, Any] = answer.json()
        return told
