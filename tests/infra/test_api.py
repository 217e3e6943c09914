"""The HTTP API, its functions and queues."""

import json

import pytest

from infra.catalogue import FUNCTIONS, HEADS, QUEUES, ROUTES
from infra.pacing import time_limit
from llave.settings import Settings
from tests.infra.templates import Assembly, text

PERSONAL = (
    "identity",
    "sourceIp",
    "path",
    "querystring",
    "userAgent",
    "header",
    "authorizer",
    "body",
)
# What a deployment calls once, and what runs at the edge, where functions get no settings.
OUTSIDE = ("first-keys", "upload-answer")


def test_the_routes_are_those_of_the_catalogue(assembly: Assembly):
    made = [one["RouteKey"] for one in assembly.properties("AWS::ApiGatewayV2::Route")]

    assert sorted(made) == sorted(route.key for route in (*ROUTES, *HEADS))


def test_the_stage_is_the_default_one_and_throttled(assembly: Assembly):
    (stage,) = assembly.properties("AWS::ApiGatewayV2::Stage")

    assert stage["StageName"] == "$default"
    limits = assembly.environment.limits
    assert stage["DefaultRouteSettings"]["ThrottlingRateLimit"] == limits.requests_per_second


def test_the_access_log_names_nobody(assembly: Assembly):
    (stage,) = assembly.properties("AWS::ApiGatewayV2::Stage")
    written = json.loads(stage["AccessLogSettings"]["Format"]).values()

    assert not [one for one in written for word in PERSONAL if word.lower() in one.lower()]


def test_one_function_for_each_of_the_catalogue(assembly: Assembly):
    made = {one["FunctionName"]: one for one in assembly.properties("AWS::Lambda::Function")}

    for function in FUNCTIONS:
        one = made[assembly.environment.function(function.name)]
        assert one["Handler"] == function.handler
        assert one["Runtime"] == assembly.environment.artifacts.runtime
        limit = time_limit(function, assembly.environment)
        assert one["Timeout"] == limit * assembly.environment.slowness
        assert len(one["Layers"]) == (2 if function.decodes else 1)
    assert set(made) == {
        assembly.environment.function(name)
        for name in (*(function.name for function in FUNCTIONS), *OUTSIDE)
    }


def test_the_settings_of_every_function_can_be_read(assembly: Assembly):
    for one in assembly.properties("AWS::Lambda::Function"):
        if one["FunctionName"].endswith(OUTSIDE):
            continue
        given = {
            name: value if isinstance(value, str) else "resolved"
            for name, value in one["Environment"]["Variables"].items()
        }

        read = Settings.parse(given)

        assert read.env == assembly.environment.name
        assert read.origin_secret_sha256 == assembly.environment.origin_secret_sha256


@pytest.mark.parametrize("name", ["test", "prod"])
def test_each_path_has_its_own_share_of_the_concurrency(assemblies: dict[str, Assembly], name: str):
    """T27: a flood of one flow leaves the others their slots."""
    assembly = assemblies[name]
    total = assembly.environment.limits.concurrency
    shares = {
        one["FunctionName"]: one["ReservedConcurrentExecutions"]
        for one in assembly.properties("AWS::Lambda::Function")
        if not one["FunctionName"].endswith(OUTSIDE)
    }

    assert total is not None
    assert len(shares) == len(FUNCTIONS)
    assert all(share >= 1 for share in shares.values())
    assert sum(shares.values()) <= total
    assert sum(function.reserved for function in FUNCTIONS) <= 100


def test_every_log_ends(assembly: Assembly):
    groups = assembly.properties("AWS::Logs::LogGroup")
    named = {text(one["LogGroupName"]) for one in groups}

    assert all(one["RetentionInDays"] > 0 for one in groups)
    for function in FUNCTIONS:
        assert f'"/aws/lambda/{assembly.environment.function(function.name)}"' in named


def test_the_relay_is_called_by_new_outbox_items_alone(assembly: Assembly):
    (stream,) = [
        one
        for one in assembly.properties("AWS::Lambda::EventSourceMapping")
        if "StartingPosition" in one
    ]

    pattern = json.loads(stream["FilterCriteria"]["Filters"][0]["Pattern"])
    assert pattern["eventName"] == ["INSERT"]
    assert pattern["dynamodb"]["NewImage"]["entity"]["S"] == ["outbox"]
    assert stream["MaximumRetryAttempts"] > 0
    assert "DestinationConfig" in stream


def test_each_channel_retries_one_message_at_a_time_and_ends_in_its_dead_letters(
    assembly: Assembly,
):
    queues = {one["QueueName"]: one for one in assembly.properties("AWS::SQS::Queue")}
    mappings = [
        one
        for one in assembly.properties("AWS::Lambda::EventSourceMapping")
        if "StartingPosition" not in one
    ]

    assert len(mappings) == len(QUEUES)
    assert all(one["FunctionResponseTypes"] == ["ReportBatchItemFailures"] for one in mappings)
    for name in QUEUES:
        queue = queues[f"{assembly.environment.prefix}-{name}"]
        assert queue["RedrivePolicy"]["maxReceiveCount"] == 5
        assert f"{assembly.environment.prefix}-{name}-dead" in queues
    assert all(queue["SqsManagedSseEnabled"] is True for queue in queues.values())


def test_no_stack_exports_anything(assembly: Assembly):
    for stack in assembly.stacks:
        template = assembly.template(stack)
        assert not [one for one in template.get("Outputs", {}).values() if "Export" in one]
        assert "Fn::ImportValue" not in text(template)
