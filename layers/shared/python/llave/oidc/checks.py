"""The checks of an authorization request, as a table that can be read.

The first two decide whether anything may be sent to the address that was asked; what fails there is
told to the person alone (RFC 6749, 4.1.2.1; RFC 9700, 4.11). The others are told to the agency.
"""

from collections.abc import Callable
from dataclasses import dataclass

from llave.oidc import pkce
from llave.oidc.claims import OPENID
from llave.oidc.clients import Client, Clients, Factor
from llave.oidc.errors import AuthorizationRefused, NotTrusted
from llave.oidc.parameters import Parameters
from llave.oidc.requests import AuthorizationRequest
from llave.oidc.supported import PROMPTS, REACHABLE
from llave.people.accounts import Level

LONGEST_STATE = 1024
LONGEST_NONCE = 256
LONGEST_HINT = 4096
MAX_AGE_DIGITS = 9
UNSUPPORTED = {
    "request": "request_not_supported",
    "request_uri": "request_uri_not_supported",
    "registration": "registration_not_supported",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was asked, once it is known by whom and where the answer may go."""

    parameters: Parameters
    client: Client
    redirect_uri: str

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

    @property
    def level(self) -> Level | None:
        """The lowest level that client and request accept, None when they accept none we know.

        `acr_values` is a list in order of preference (OIDC Core, 3.1.2.1): the lowest is enough.
        """
        known = [level for level in Level if level.acr in (self.get("acr_values") or "").split()]
        if self.get("acr_values") and not known:
            return None
        order = list(Level)
        return max([self.client.minimum_level, *known[:1]], key=order.index)

    def refuse(self, error: str, description: str) -> AuthorizationRefused:
        return AuthorizationRefused(error, description, self.redirect_uri, self.state)


def is_visible(text: str, longest: int) -> bool:
    """Printable ASCII (VSCHAR of RFC 6749, appendix A), not too long."""
    return 0 < len(text) <= longest and all(" " <= char <= "~" for char in text)


def known_client(parameters: Parameters, clients: Clients) -> Client:
    """The registered client that asks; raises NotTrusted."""
    client = clients.get(parameters.get("client_id") or "")
    if client is None:
        raise NotTrusted("unknown client")
    return client


def exact_redirect_uri(parameters: Parameters, client: Client) -> str:
    """The address to answer at; raises NotTrusted."""
    uri = parameters.get("redirect_uri")
    if uri is None or not client.may_redirect_to(uri):
        raise NotTrusted("redirect address not registered")
    return uri


def readable_parameters(ask: Proposal) -> None:
    if ask.parameters.faulty:
        raise ask.refuse(
            "invalid_request", "Un dato viene dos veces, es muy largo o no se entiende."
        )


def no_request_object(ask: Proposal) -> None:
    for name, error in UNSUPPORTED.items():
        if ask.get(name) is not None:
            raise ask.refuse(error, f"{name} no se admite.")


def response_type_code(ask: Proposal) -> None:
    if ask.get("response_type") is None:
        raise ask.refuse("invalid_request", "Falta response_type.")
    if ask.get("response_type") != "code":
        raise ask.refuse("unsupported_response_type", "Solo se admite response_type=code.")


def response_mode_query(ask: Proposal) -> None:
    if ask.get("response_mode") not in (None, "query"):
        raise ask.refuse("invalid_request", "Solo se admite response_mode=query.")


def pkce_s256(ask: Proposal) -> None:
    if not pkce.is_challenge(ask.get("code_challenge") or ""):
        raise ask.refuse("invalid_request", "Falta code_challenge (PKCE) o no es de S256.")
    # Left out it would mean "plain" (RFC 7636, 4.3).
    if ask.get("code_challenge_method") != "S256":
        raise ask.refuse("invalid_request", "code_challenge_method debe ser S256.")


def visible_state_and_nonce(ask: Proposal) -> None:
    for name, longest in (("state", LONGEST_STATE), ("nonce", LONGEST_NONCE)):
        value = ask.get(name)
        if value is not None and not is_visible(value, longest):
            raise ask.refuse(
                "invalid_request", f"{name} es muy largo o tiene caracteres no validos."
            )


def allowed_scope(ask: Proposal) -> None:
    if OPENID not in ask.scopes:
        raise ask.refuse("invalid_scope", "scope debe incluir openid.")
    if not ask.client.scopes.issuperset(ask.scopes):
        raise ask.refuse(
            "invalid_scope", "scope incluye algo que este cliente no tiene registrado."
        )


def known_prompt(ask: Proposal) -> None:
    if not PROMPTS.issuperset(ask.prompts):
        raise ask.refuse("invalid_request", "prompt tiene un valor que no se admite.")
    if "none" in ask.prompts and len(ask.prompts) > 1:
        raise ask.refuse("invalid_request", "prompt=none no admite otros valores.")


def whole_max_age(ask: Proposal) -> None:
    age = ask.get("max_age")
    if age is not None and not (age.isascii() and age.isdigit() and len(age) <= MAX_AGE_DIGITS):
        raise ask.refuse("invalid_request", "max_age debe ser un numero de segundos.")


def short_hint(ask: Proposal) -> None:
    if not is_visible(ask.get("id_token_hint") or "-", LONGEST_HINT):
        raise ask.refuse("invalid_request", "id_token_hint no se entiende.")


def reachable_level(ask: Proposal) -> None:
    if ask.level not in REACHABLE or ask.client.minimum_factor is not Factor.NONE:
        raise ask.refuse(
            "unmet_authentication_requirements",
            "El nivel o factor que pide este cliente aun no se puede alcanzar.",
        )


CHECKS: tuple[Callable[[Proposal], None], ...] = (
    readable_parameters,
    no_request_object,
    response_type_code,
    response_mode_query,
    pkce_s256,
    visible_state_and_nonce,
    allowed_scope,
    known_prompt,
    whole_max_age,
    short_hint,
    reachable_level,
)


def checked(parameters: Parameters, clients: Clients) -> tuple[Client, AuthorizationRequest]:
    """The request if every check holds; raises NotTrusted, AuthorizationRefused."""
    client = known_client(parameters, clients)
    ask = Proposal(parameters, client, exact_redirect_uri(parameters, client))
    for check in CHECKS:
        check(ask)
    return client, _request(ask)


def _request(ask: Proposal) -> AuthorizationRequest:
    age = ask.get("max_age")
    prompts = {"login" if prompt == "select_account" else prompt for prompt in ask.prompts}
    return AuthorizationRequest(
        client_id=ask.client.id,
        redirect_uri=ask.redirect_uri,
        scopes=ask.scopes,
        code_challenge=ask.get("code_challenge") or "",
        state=ask.state,
        nonce=ask.get("nonce"),
        level=ask.level or Level.VERIFICADA,
        prompts=frozenset(prompts),
        max_age=None if age is None else int(age),
        id_token_hint=ask.get("id_token_hint"),
    )
