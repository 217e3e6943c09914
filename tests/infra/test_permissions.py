"""What a role may do, read from the templates that are deployed."""

import re

import pytest

from infra.catalogue import FUNCTIONS, Function
from llave.people.keyring import Purpose
from tests.infra.reached import QUERIED, adapters_that_query, tables_queried
from tests.infra.templates import Assembly, Statement, actions, text

WHOLE = re.compile(r"^\*$|^[a-z0-9]+:\*$")


def of_role(assembly: Assembly, function: str) -> list[Statement]:
    name = assembly.environment.function(function)
    return [statement for role, statement in assembly.statements() if role == name]


def test_no_role_holds_a_whole_service_or_every_action(assembly: Assembly):
    for role, statement in assembly.statements():
        assert not [one for one in actions(statement) if WHOLE.match(one) or "*" in one], role


def test_no_statement_is_about_every_resource(assembly: Assembly):
    for role, statement in assembly.statements():
        assert statement.get("Resource") != "*", f"{role}: {statement}"


def test_only_the_sms_sender_is_told_what_it_may_not_touch(assembly: Assembly):
    """A telephone is no resource, so `sns:Publish` names the topics it may not publish to."""
    found = [(role, one) for role, one in assembly.statements() if "NotResource" in one]

    assert [role for role, _ in found] == [assembly.environment.function("notify-sms")]
    assert found[0][1]["NotResource"] == "arn:aws:sns:*:*:*"
    assert actions(found[0][1]) == ["sns:Publish"]


def test_only_the_token_role_may_decrypt_with_the_signing_key(assembly: Assembly):
    found = {
        role
        for role, statement in assembly.statements()
        if "keysigning" in text(statement.get("Resource", ""))
        and "kms:Decrypt" in actions(statement)
    }

    assert found == {assembly.environment.function("token")}


def test_the_signing_key_itself_refuses_everybody_else(assembly: Assembly):
    keys = [
        resource["Properties"]
        for name, resource in assembly.resources("AWS::KMS::Key")
        if name.startswith("SigningKey")
    ]
    denied = [one for one in keys[0]["KeyPolicy"]["Statement"] if one["Effect"] == "Deny"]

    assert len(denied) == 1
    assert set(denied[0]["Action"]) == {"kms:Decrypt", "kms:ReEncryptFrom", "kms:CreateGrant"}
    signer = text(denied[0]["Condition"]["ArnNotEquals"]["aws:PrincipalArn"])
    assert f":role/{assembly.environment.function('token')}" in signer


def test_signing_keys_are_made_by_a_role_that_can_not_read_them(assembly: Assembly):
    makers = {
        role
        for role, statement in assembly.statements()
        if "kms:GenerateDataKeyPairWithoutPlaintext" in actions(statement)
    }

    assert makers == {assembly.environment.function("operate")}


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda one: one.name)
def test_a_function_touches_the_tables_of_the_catalogue_and_no_other(
    prod: Assembly, function: Function
):
    written = {table.name for table in function.writes}
    touched = written | {table.name for table in (*function.reads, *function.walks)}

    for statement in of_role(prod, function.name):
        named = set(re.findall(r":table/llave-prod-([a-z]+)", text(statement.get("Resource", ""))))
        assert named <= touched
        if {"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"} & set(
            actions(statement)
        ):
            assert named <= written


def test_every_adapter_that_queries_is_known():
    assert adapters_that_query() == set(QUERIED)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda one: one.name)
def test_a_function_may_query_what_its_adapters_query_and_nothing_else(
    prod: Assembly, function: Function
):
    may = {
        re.findall(r":table/llave-prod-([a-z]+)", text(resource))[0]
        for statement in of_role(prod, function.name)
        if "dynamodb:Query" in actions(statement)
        for resource in _each(statement["Resource"])
        if "/index/" not in text(resource)
    }

    assert may == {table.name for table in tables_queried(function)}


def _each(resources: object) -> list[object]:
    return resources if isinstance(resources, list) else [resources]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda one: one.name)
def test_who_touches_a_table_may_decrypt_with_its_key_through_dynamodb_alone(
    prod: Assembly, function: Function
):
    if not (function.reads or function.writes or function.walks or function.follows):
        pytest.skip("it touches no table")

    found = [
        one
        for one in of_role(prod, function.name)
        if "keytable" in text(one.get("Resource", "")) and actions(one) == ["kms:Decrypt"]
    ]

    assert [one["Condition"] for one in found] == [
        {"StringEquals": {"kms:ViaService": "dynamodb.mx-central-1.amazonaws.com"}}
    ]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda one: one.name)
def test_a_function_unwraps_the_secrets_of_its_purposes_alone(prod: Assembly, function: Function):
    found = [
        one["Condition"]["StringEquals"]["kms:EncryptionContext:purpose"]
        for one in of_role(prod, function.name)
        if "keysecrets" in text(one.get("Resource", "")) and "kms:Decrypt" in actions(one)
    ]

    allowed = [[one] if isinstance(one, str) else one for one in found]
    assert allowed == (
        [[purpose.value for purpose in function.secrets]] if function.secrets else []
    )


def test_each_use_of_a_wrapping_key_names_its_context(assembly: Assembly):
    for role, statement in assembly.statements():
        if any(action.startswith("kms:") for action in actions(statement)):
            condition = text(statement.get("Condition", {}))
            assert "kms:EncryptionContext:" in condition or "kms:ViaService" in condition, role


def test_persons_are_read_only_where_the_catalogue_says(prod: Assembly):
    readers = {
        role
        for role, statement in prod.statements()
        if "keyperson" in text(statement.get("Resource", ""))
        and "kms:Decrypt" in actions(statement)
    }

    assert readers == {
        prod.environment.function(one.name) for one in FUNCTIONS if one.reads_persons
    }


def test_making_secrets_knows_every_purpose(prod: Assembly):
    found = [
        statement["Condition"]["StringEquals"]["kms:EncryptionContext:purpose"]
        for _, statement in prod.statements()
        if "kms:GenerateDataKeyWithoutPlaintext" in actions(statement)
    ]

    assert found == [[purpose.value for purpose in Purpose]]


def test_the_api_may_call_only_the_functions_that_have_routes(prod: Assembly):
    called = prod.properties("AWS::Lambda::Permission")

    assert {one["Principal"] for one in called} == {"apigateway.amazonaws.com"}
    assert all("execute-api" in text(one["SourceArn"]) for one in called)
