"""CloudFormation resource types that it does not know."""

import uuid
from typing import Any

from ministack.services.cloudformation import provisioners


def accept_web_acl_associations() -> None:
    """AWS::WAFv2::WebACLAssociation is unknown; its web ACLs filter nothing anyway."""

    def create(
        logical_id: str, properties: dict[str, Any], stack: str
    ) -> tuple[str, dict[str, Any]]:
        return f"{properties['ResourceArn']}|{properties['WebACLArn']}", {}

    def delete(physical_id: str, properties: dict[str, Any]) -> None:
        return None

    provisioners._RESOURCE_HANDLERS.setdefault(
        "AWS::WAFv2::WebACLAssociation", {"create": create, "delete": delete}
    )


def accept_malware_protection_plans() -> None:
    """AWS::GuardDuty::MalwareProtectionPlan is unknown; local/scanner does what one asks for."""

    def create(
        logical_id: str, properties: dict[str, Any], stack: str
    ) -> tuple[str, dict[str, Any]]:
        return uuid.uuid4().hex, {}

    def delete(physical_id: str, properties: dict[str, Any]) -> None:
        return None

    provisioners._RESOURCE_HANDLERS.setdefault(
        "AWS::GuardDuty::MalwareProtectionPlan", {"create": create, "delete": delete}
    )
