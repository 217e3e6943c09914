"""Refusals in the words of OAuth: `code` is the RFC's `error`.

`description` goes out as `error_description`, which may hold ASCII only (RFC 6749, 5.2): Spanish
without accents. What went wrong in detail is the private reason.
"""

from typing import ClassVar

from llave.errors import Refused, ToldElsewhere


class OAuthRefused(Refused):
    """A refusal of an OAuth endpoint (RFC 6749, 5.2; RFC 6750, 3.1)."""

    description: ClassVar[str] = "Solicitud rechazada."


class InvalidRequest(OAuthRefused):
    """A parameter is absent, came twice or can not be read."""

    code = "invalid_request"
    description = "Falta un dato, viene dos veces o no se entiende."


class InvalidClient(OAuthRefused):
    """Who calls did not prove to be a registered client."""

    code = "invalid_client"
    description = "El cliente no se pudo autenticar."

    def __init__(self, reason: str = "", *, by_header: bool = False) -> None:
        super().__init__(reason)
        self.by_header = by_header


class InvalidGrant(OAuthRefused):
    """The code or refresh token is not this client's, has ended, or was used."""

    code = "invalid_grant"
    description = "El codigo o el token ya no sirve para este cliente."


class CodeAlreadyUsed(InvalidGrant):
    """A code came a second time: what it gave is taken back (RFC 6749, 4.1.2)."""


class RefreshTokenReused(InvalidGrant):
    """A rotated refresh token came again: its family ends (RFC 9700, 4.14.2)."""


class AccessEnded(InvalidGrant):
    """The account is not active, or all its access was ended since the sign-in."""


class UnauthorizedClient(OAuthRefused):
    """The client is not registered for this grant type."""

    code = "unauthorized_client"
    description = "El cliente no esta registrado para este uso."


class UnsupportedGrantType(OAuthRefused):
    """A grant type that Llave does not know."""

    code = "unsupported_grant_type"
    description = "Ese grant_type no se admite."


class InvalidScope(OAuthRefused):
    """A scope that is unknown or not the client's."""

    code = "invalid_scope"
    description = "El alcance pedido no esta registrado para este cliente."


class InvalidToken(OAuthRefused):
    """The access token does not open this resource (RFC 6750, 3.1)."""

    code = "invalid_token"
    description = "El token no es valido, vencio o fue revocado."


class TokenAbsent(InvalidToken):
    """No token came; the answer then names no error (RFC 6750, 3.1)."""


class InsufficientScope(OAuthRefused):
    """The token is good and does not cover what is asked."""

    code = "insufficient_scope"
    description = "El token no tiene el alcance openid."


class NotTrusted(ToldElsewhere):
    """The client or its redirect address is not what is registered: nothing is sent there."""

    code = "untrusted_client"


class AuthorizationRefused(ToldElsewhere):
    """An error of the authorization endpoint that the agency is told by a redirect (RFC 6749, 4.1.2.1)."""

    def __init__(self, error: str, description: str, redirect_uri: str, state: str | None) -> None:
        super().__init__(error)
        self.error = error
        self.description = description
        self.redirect_uri = redirect_uri
        self.state = state
