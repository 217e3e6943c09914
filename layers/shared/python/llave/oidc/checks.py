"""The checks of an authorization request, as a table that can be read.

The first two decide whether anything may be sent to the address that was asked; what fails there is
told to the person alone (RFC 6749, 4.1.2.1; RFC 9700, 4.11). The others are told to the agency.
"""

from collections.abc import Callable

from llave.oidc import pkce
from llave.oidc.asking import Unmet, Unreadable, asked_claims, demanded, stronger
from llave.oidc.claims import OPENID
from llave.oidc.clients import Client, Clients, Factor
from llave.oidc.errors import AuthorizationRefused, NotTrusted
from llave.oidc.parameters import Parameters
from llave.oidc.proposal import LONGEST_STATE, Proposal, is_visible
from llave.oidc.requests import AuthorizationRequest
from llave.oidc.supported import PROMPTS, Way, levels

LONGEST_NONCE = 256
LONGEST_HINT = 4096
MAX_AGE_DIGITS = 9
# Where a second factor is used, and where one is made first.
SECOND = frozenset({Way.SECOND_STEP, Way.ENROLMENT})
UNSUPPORTED = {
    "request": "request_not_supported",
    "request_uri": "request_uri_not_supported",
    "registration": "registration_not_supported",
}


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


def readable_claims(ask: Proposal) -> None:
    try:
        asked = asked_claims(ask.get("claims"))
    except Unreadable:
        raise ask.refuse("invalid_request", "claims no se entiende.") from None
    except Unmet:
        raise _unmet(ask) from None
    if asked.verified and not ask.client.verified_claims:
        raise ask.refuse("invalid_request", "Este cliente no tiene registrado verified_claims.")


def reachable_level(ask: Proposal) -> None:
    asked = asked_claims(ask.get("claims"))
    try:
        level, _ = demanded(ask.get("acr_values"), asked, ask.client.minimum_level)
    except Unmet:
        raise _unmet(ask) from None
    factor = stronger(asked.factor, ask.client.minimum_factor)
    if level not in levels(ask.ways) or (factor is not Factor.NONE and not ask.ways >= SECOND):
        raise _unmet(ask)


def _unmet(ask: Proposal) -> AuthorizationRefused:
    return ask.refuse(
        "unmet_authentication_requirements", "Ese nivel o factor no se puede alcanzar."
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
    readable_claims,
    reachable_level,
)


def checked(
    parameters: Parameters, clients: Clients, ways: frozenset[Way]
) -> tuple[Client, AuthorizationRequest]:
    """The request if every check holds; raises NotTrusted, AuthorizationRefused."""
    client = known_client(parameters, clients)
    ask = Proposal(parameters, client, exact_redirect_uri(parameters, client), ways)
    for check in CHECKS:
        check(ask)
    return client, _request(ask)


def _request(ask: Proposal) -> AuthorizationRequest:
    age = ask.get("max_age")
    asked = asked_claims(ask.get("claims"))
    level, exact = demanded(ask.get("acr_values"), asked, ask.client.minimum_level)
    prompts = {"login" if prompt == "select_account" else prompt for prompt in ask.prompts}
    return AuthorizationRequest(
        client_id=ask.client.id,
        redirect_uri=ask.redirect_uri,
        scopes=ask.scopes,
        code_challenge=ask.get("code_challenge") or "",
        state=ask.state,
        nonce=ask.get("nonce"),
        level=level,
        factor=stronger(asked.factor, ask.client.minimum_factor),
        exact=exact,
        verified=asked.verified,
        prompts=frozenset(prompts),
        max_age=None if age is None else int(age),
        id_token_hint=ask.get("id_token_hint"),
    )
