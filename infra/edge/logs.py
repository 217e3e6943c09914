"""CloudFront's log: what was asked for and how it ended; no address, query string, cookie, referrer."""

import aws_cdk as cdk
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.environments import Environment

FIELDS = (
    "date",
    "time",
    "x-edge-location",
    "sc-bytes",
    "cs-method",
    "sc-status",
    "x-edge-result-type",
    "x-edge-request-id",
    "cs-protocol",
    "cs-bytes",
    "time-taken",
    "ssl-protocol",
    "ssl-cipher",
    "x-edge-response-result-type",
    "cs-protocol-version",
    "time-to-first-byte",
    "x-edge-detailed-result-type",
)


class EdgeLog(Construct):
    """The newer delivery, because the older one has no choice of fields."""

    def __init__(
        self, scope: Construct, environment: Environment, distribution: cloudfront.Distribution
    ) -> None:
        super().__init__(scope, "Log")
        group = logs.CfnLogGroup(
            self,
            "Group",
            log_group_name=f"/aws/cloudfront/{environment.prefix}",
            retention_in_days=environment.log_days,
        )
        group.apply_removal_policy(cdk.RemovalPolicy.RETAIN)
        source = logs.CfnDeliverySource(
            self,
            "Source",
            name=f"{environment.prefix}-edge",
            log_type="ACCESS_LOGS",
            resource_arn=distribution.distribution_arn,
        )
        destination = logs.CfnDeliveryDestination(
            self,
            "Destination",
            name=f"{environment.prefix}-edge",
            destination_resource_arn=group.attr_arn,
            output_format="json",
        )
        delivery = logs.CfnDelivery(
            self,
            "Delivery",
            delivery_source_name=source.name,
            delivery_destination_arn=destination.attr_arn,
            record_fields=list(FIELDS),
        )
        delivery.add_resource_dependency(source)
