"""What IAM enforcement needs to know of a request to decide as AWS does."""

import json
from typing import Any

from ministack import app
from ministack.core import iam_actions, iam_evaluator
from ministack.services import ses


def resolve_kms_encryption_context() -> None:
    """`kms:EncryptionContext:*` conditions are never resolved, so that a right grant denies."""
    stock = iam_actions.request_tag_context

    def context(service: str, action: str, body: bytes, params: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = stock(service, action, body, params)
        return found | (_encryption_context(body) if service == "kms" else {})

    iam_actions.request_tag_context = context


def name_the_identity_a_mail_is_sent_from() -> None:
    """SendEmail is authorised on "*", so that a role allowed one identity may send nothing."""
    stock = iam_actions._ses_v2_resource_arn

    def resource(method: str, path: str, body: bytes, region: str, account: str) -> str:
        if not path.rstrip("/").endswith("/v2/email/outbound-emails"):
            return str(stock(method, path, body, region, account))
        sender = str(_json(body).get("FromEmailAddress", ""))
        return f"arn:aws:ses:{region}:{account}:identity/{_identity(sender, region, account)}"

    iam_actions._ses_v2_resource_arn = resource


def name_a_role_as_principal() -> None:
    """`aws:PrincipalArn` of somebody who assumed a role is the role in AWS, here the session; a key
    policy that names the roles which may decrypt would shut them out."""
    stock = iam_evaluator._resolve_condition_key

    def resolve(key: str, context: Any) -> Any:
        value = stock(key, context)
        return _role_of(value) if key.lower() == "aws:principalarn" else value

    iam_evaluator._resolve_condition_key = resolve


def take_the_loopback_for_a_secure_transport() -> None:
    """`aws:SecureTransport` is false over http, and policies that demand TLS would deny all."""
    stock = app.pin_request_origin

    def pin(client: str, secure: bool) -> None:
        stock(client, True)

    app.pin_request_origin = pin


def _encryption_context(body: bytes) -> dict[str, Any]:
    request = _json(body)
    given = request.get("EncryptionContext") or request.get("SourceEncryptionContext") or {}
    if not given:
        return {}
    pairs = {f"kms:EncryptionContext:{name}": value for name, value in given.items()}
    return pairs | {"kms:EncryptionContextKeys": list(given)}


def _role_of(principal: str) -> str:
    """`arn:aws:sts::1:assumed-role/name/session` -> `arn:aws:iam::1:role/name`, others as they are."""
    head, assumed, rest = principal.partition(":assumed-role/")
    if not assumed:
        return principal
    return f"{head.replace(':sts:', ':iam:')}:role/{rest.partition('/')[0]}"


def _identity(sender: str, region: str, account: str) -> str:
    """The address when it is an identity itself, else its domain: SES takes the closest one."""
    address = sender.rpartition("<")[2].rstrip("> ")
    own = ses._identities.get_scoped(account, region, address)
    return address if own is not None else address.rpartition("@")[2]


def _json(body: bytes) -> dict[str, Any]:
    try:
        request = json.loads(body)
    except ValueError:
        return {}
    return request if isinstance(request, dict) else {}
