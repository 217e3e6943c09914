"""HTTP API events and answers in the form API Gateway gives them (payload format 2.0)."""

import json
from typing import Any

from ministack.services import apigateway, lambda_svc


def give_cookies_as_aws_does() -> None:
    """API Gateway puts cookies in a list of their own and takes the header out."""
    stock = lambda_svc._execute_function_with_config_scope

    def execute(func: dict[str, Any], event: Any) -> Any:
        if _is_http_api_event(event) and (cookie := event["headers"].pop("cookie", None)):
            event["cookies"] = [pair.strip() for pair in cookie.split(";")]
        return stock(func, event)

    lambda_svc._execute_function_with_config_scope = execute


def answer_lambda_errors_as_aws_does() -> None:
    """It answers 502 with the exception and its stack trace; API Gateway tells nothing."""
    stock = lambda_svc.lambda_execute_result_to_api_proxy_response

    def answer(result: dict[str, Any]) -> Any:
        if result.get("throttle"):
            return _plain(503, "Service Unavailable"), None
        if result.get("error"):
            return _plain(500, "Internal Server Error"), None
        return stock(result)

    lambda_svc.lambda_execute_result_to_api_proxy_response = answer


def route_options_without_cors() -> None:
    """It answers every OPTIONS itself; API Gateway does so only for an API with a CORS
    configuration, and otherwise routes it like any method."""
    stock_execute = apigateway._handle_execute_in_scope
    stock_match = apigateway._match_route
    stock_invoke = apigateway._invoke_lambda_proxy

    async def execute(api_id: str, stage: str, path: str, method: str, *rest: Any) -> Any:
        configured = (apigateway._apis.get(api_id) or {}).get("corsConfiguration")
        if method == "OPTIONS" and not configured:
            method = "options"  # not the spelling it looks for
        return await stock_execute(api_id, stage, path, method, *rest)

    def match(api_id: str, method: str, path: str) -> Any:
        return stock_match(api_id, method.upper(), path)

    async def invoke(
        integration: Any, api_id: str, stage: str, path: str, method: str, *rest: Any, **named: Any
    ) -> Any:
        return await stock_invoke(integration, api_id, stage, path, method.upper(), *rest, **named)

    apigateway._handle_execute_in_scope = execute
    apigateway._match_route = match
    apigateway._invoke_lambda_proxy = invoke


def _is_http_api_event(event: Any) -> bool:
    return (
        isinstance(event, dict)
        and event.get("version") == "2.0"
        and "http" in event.get("requestContext", {})
    )


def _plain(status: int, message: str) -> dict[str, Any]:
    body = json.dumps({"message": message}, separators=(",", ":"))
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": body}
