"""An authorization request before its checks: what was asked, by whom, and where the answer may go."""

from dataclasses import dataclass

from llave.oidc.clients import Client
from llave.oidc.errors import AuthorizationRefused
from llave.oidc.parameters import Parameters
from llave.oidc.supported import Way

LONGEST_STATE = 1024


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was asked, once it is known by whom and where the answer may go; `ways` are the parts of
    the site in which a level can be reached."""

    parameters: Parameters
    client: Client
    redirect_uri: str
    ways: frozenset[Way]

    def get(self, name: str) -> str | None:
        return self.parameters.get(name)

    @property
    def state(self) -> str | None:
        """The state, if it is one: a malformed one is not sent back."""
        state = self.get("state")
        return state if state is not None and is_visible(state, LONGEST_STATE) else None

    @property
    def scopes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.get("scope") or "").split(" ")))

    @property
    def prompts(self) -> frozenset[str]:
        return frozenset((self.get("prompt") or "").split())

    def refuse(self, error: str, description: str) -> AuthorizationRefused:
        return AuthorizationRefused(error, description, self.redirect_uri, self.state)


def is_visible(text: str, longest: int) -> bool:
    """Printable ASCII (VSCHAR of RFC 6749, appendix A), not too long."""
    return 0 < len(text) <= longest and all(" " <= char <= "~" for char in text)
