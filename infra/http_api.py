"""The HTTP API: the catalogue's routes on the `$default` stage, and a log that names nobody."""

import json
from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.catalogue import HEADS, ROUTES
from infra.environments import Environment
from infra.nag import accept

# What came, where it went, how it ended: never an address, a query string, a header or a person.
ACCESS_LOG = {
    "time": "$context.requestTime",
    "request": "$context.requestId",
    "route": "$context.routeKey",
    "status": "$context.status",
    "bytes": "$context.responseLength",
    "milliseconds": "$context.responseLatency",
    "integration": "$context.integrationStatus",
    "failure": "$context.integration.error",
}


class HttpApi(Construct):
    """`functions` by the names of the catalogue."""

    def __init__(
        self, scope: Construct, environment: Environment, functions: Mapping[str, lambda_.IFunction]
    ) -> None:
        super().__init__(scope, "Http")
        self.api = apigateway.CfnApi(
            self,
            "Api",
            name=environment.prefix,
            description=f"Llave {environment.name}, reached through CloudFront only",
            protocol_type="HTTP",
        )
        self.host = f"{self.api.ref}.execute-api.{cdk.Stack.of(self).region}.amazonaws.com"
        called = {route.function for route in ROUTES}
        targets = {name: self._integration(name, functions[name]) for name in sorted(called)}
        for route in (*ROUTES, *HEADS):
            self._route(route.key, targets[route.function])
        self._stage(environment)

    def _integration(self, name: str, function: lambda_.IFunction) -> str:
        title = name.capitalize()
        integration = apigateway.CfnIntegration(
            self,
            f"{title}Integration",
            api_id=self.api.ref,
            integration_type="AWS_PROXY",
            integration_uri=function.function_arn,
            payload_format_version="2.0",
        )
        lambda_.CfnPermission(
            self,
            f"{title}Permission",
            action="lambda:InvokeFunction",
            function_name=function.function_arn,
            principal="apigateway.amazonaws.com",
            source_arn=cdk.Stack.of(self).format_arn(
                service="execute-api", resource=self.api.ref, resource_name="*"
            ),
        )
        return f"integrations/{integration.ref}"

    def _route(self, key: str, target: str) -> None:
        words = "".join(
            part.capitalize() for part in key.replace("$", "").replace("/", " ").split()
        )
        route = apigateway.CfnRoute(
            self,
            "Route" + "".join(letter for letter in words if letter.isalnum()),
            api_id=self.api.ref,
            route_key=key,
            target=target,
            authorization_type="NONE",
        )
        accept(
            route,
            "AwsSolutions-APIG4",
            "Who calls is proved in the functions: citizens by their session, agencies by client"
            " authentication or token; many pages are for everybody.",
        )

    def _stage(self, environment: Environment) -> None:
        log = logs.CfnLogGroup(
            self,
            "AccessLog",
            log_group_name=f"/aws/apigateway/{environment.prefix}",
            retention_in_days=environment.log_days,
        )
        keeps = cdk.RemovalPolicy.RETAIN if environment.keeps_data else cdk.RemovalPolicy.DESTROY
        log.apply_removal_policy(keeps)
        apigateway.CfnStage(
            self,
            "Stage",
            api_id=self.api.ref,
            stage_name="$default",
            auto_deploy=True,
            access_log_settings=apigateway.CfnStage.AccessLogSettingsProperty(
                destination_arn=log.attr_arn, format=json.dumps(ACCESS_LOG)
            ),
            default_route_settings=apigateway.CfnStage.RouteSettingsProperty(
                throttling_rate_limit=environment.limits.requests_per_second,
                throttling_burst_limit=environment.limits.requests_burst,
                detailed_metrics_enabled=environment.keeps_data,
            ),
        )
