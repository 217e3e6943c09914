"""The OAuth routes of docs/openapi.json: their shapes are the RFCs', so they have no models of ours."""

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
OAUTH_ERROR: Schema = {
    "type": "object",
    "description": "RFC 6749, section 5.2",
    "required": ["error"],
    "properties": {"error": TEXT, "error_description": TEXT},
}
JSON_OBJECT: Schema = {"type": "object", "additionalProperties": True}
TOKENS: Schema = {
    "type": "object",
    "description": "RFC 6749, section 5.1; OpenID Connect Core, section 3.1.3.3",
    "required": ["access_token", "token_type", "expires_in"],
    "properties": {
        "access_token": TEXT,
        "token_type": {"const": "Bearer"},
        "expires_in": {"type": "integer"},
        "scope": TEXT,
        "id_token": TEXT,
        "refresh_token": TEXT,
    },
}
INTROSPECTION: Schema = {
    "type": "object",
    "description": "RFC 7662, section 2.2",
    "required": ["active"],
    "properties": {"active": {"type": "boolean"}},
    "additionalProperties": True,
}
CLAIMS: Schema = {**JSON_OBJECT, "description": "OpenID Connect Core, section 5.3.2"}
CLIENT_FIELDS = {"client_id": TEXT, "client_secret": TEXT}

# Route -> (fields of the form, schema of the answer, who authenticates, a sentence).
OAUTH: dict[str, tuple[dict[str, Schema] | None, Schema | None, str | None, str]] = {
    "POST /oauth/token": (
        {
            "grant_type": {"enum": ["authorization_code", "refresh_token"]},
            "code": TEXT,
            "redirect_uri": TEXT,
            "code_verifier": TEXT,
            "refresh_token": TEXT,
            "scope": TEXT,
            **CLIENT_FIELDS,
        },
        TOKENS,
        "client",
        "Exchange a code or a refresh token for tokens (RFC 6749, sections 4.1.3 and 6).",
    ),
    "GET /oauth/userinfo": (None, CLAIMS, "access_token", "The person's claims."),
    "POST /oauth/userinfo": (
        {"access_token": TEXT},
        CLAIMS,
        "access_token",
        "The person's claims.",
    ),
    "POST /oauth/revoke": (
        {"token": TEXT, "token_type_hint": TEXT, **CLIENT_FIELDS},
        None,
        "client",
        "End a token and its grant (RFC 7009).",
    ),
    "POST /oauth/introspect": (
        {"token": TEXT, "token_type_hint": TEXT, **CLIENT_FIELDS},
        INTROSPECTION,
        "client",
        "Whether an access token is valid now (RFC 7662).",
    ),
    "GET /oauth/jwks": (None, JSON_OBJECT, None, "The public signing keys (RFC 7517)."),
    "GET /.well-known/openid-configuration": (
        None,
        JSON_OBJECT,
        None,
        "Discovery (OpenID Connect Discovery 1.0).",
    ),
    "GET /oauth/schemas/verified_claims.json": (
        None,
        JSON_OBJECT,
        None,
        "The JSON Schema of `verified_claims` (OpenID Connect for Identity Assurance 1.0).",
    ),
}
