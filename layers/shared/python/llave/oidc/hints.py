"""ID tokens that come back as a hint of who is meant (OIDC Core, 3.1.2.1; RP-Initiated Logout, 2)."""

from dataclasses import dataclass

from llave.oidc.clients import Client
from llave.oidc.errors import InvalidToken
from llave.oidc.subjects import pairwise
from llave.oidc.tokens import Rings, hinted
from llave.people.keyring import Keyring


@dataclass(frozen=True, slots=True)
class Hints:
    """Reads hints; a hint may have ended, but it must be one of ours."""

    rings: Rings
    keyring: Keyring
    issuer: str

    def client_in(self, hint: str) -> str:
        """The client that a hint was made for; raises InvalidToken."""
        return hinted(hint, self.rings, self.issuer)[0]

    def names(self, hint: str | None, person: str, client: Client) -> bool:
        """Whether the hint is of this person at this client; no hint names everybody."""
        if hint is None:
            return True
        try:
            audience, sub = hinted(hint, self.rings, self.issuer)
        except InvalidToken:
            return False
        return audience == client.id and sub == pairwise(person, client.sector, self.keyring)
