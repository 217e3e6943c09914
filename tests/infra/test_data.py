"""Tables, keys, evidence: what must hold before a person is stored."""

import pytest

from llave.adapters.tables import TABLES, TTL_ATTRIBUTE
from tests.infra.templates import Assembly, text


def test_each_table_is_on_demand_encrypted_expiring_and_restorable(assembly: Assembly):
    found = {one["TableName"]: one for one in assembly.properties("AWS::DynamoDB::Table")}

    assert set(found) == {assembly.environment.table(table) for table in TABLES}
    for table in found.values():
        assert table["BillingMode"] == "PAY_PER_REQUEST"
        assert table["SSESpecification"]["SSEType"] == "KMS"
        assert "TableKey" in text(table["SSESpecification"]["KMSMasterKeyId"])
        assert table["TimeToLiveSpecification"] == {"AttributeName": TTL_ATTRIBUTE, "Enabled": True}
        assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True


def test_outside_the_laptop_nothing_stored_can_be_deleted_by_a_deployment(assembly: Assembly):
    keeps = assembly.environment.keeps_data

    assert keeps is (assembly.environment.name != "local")
    for _, resource in assembly.resources(
        "AWS::DynamoDB::Table", "AWS::KMS::Key", "AWS::S3::Bucket", "AWS::Logs::LogGroup"
    ):
        if resource["Type"] == "AWS::DynamoDB::Table":
            assert resource["Properties"]["DeletionProtectionEnabled"] is keeps
        if keeps and "first-keys" not in text(resource.get("Properties", {})):
            assert resource["DeletionPolicy"] == "Retain"
            assert resource["UpdateReplacePolicy"] == "Retain"


def test_the_ledger_alone_has_a_stream(assembly: Assembly):
    streaming = [
        one["TableName"]
        for one in assembly.properties("AWS::DynamoDB::Table")
        if "StreamSpecification" in one
    ]

    assert streaming == [assembly.environment.table(table) for table in TABLES if table.streams]


def test_five_keys_each_renewed_every_year(assembly: Assembly):
    keys = assembly.properties("AWS::KMS::Key")
    aliases = {one["AliasName"] for one in assembly.properties("AWS::KMS::Alias")}

    assert all(key["EnableKeyRotation"] is True for key in keys)
    assert aliases == {
        f"alias/{assembly.environment.prefix}-{name}"
        for name in ("table", "person", "secrets", "signing", "evidence")
    }


def test_evidence_is_encrypted_versioned_private_and_ends(assembly: Assembly):
    bucket = next(
        resource["Properties"]
        for name, resource in assembly.resources("AWS::S3::Bucket")
        if name.startswith("Evidence")
    )

    encryption = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"][0]
    assert encryption["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    rule = bucket["LifecycleConfiguration"]["Rules"][0]
    assert rule["ExpirationInDays"] == assembly.environment.evidence_days + 30
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 30}


def test_every_bucket_is_closed_to_the_public_and_to_plain_http(assembly: Assembly):
    policies = assembly.properties("AWS::S3::BucketPolicy")

    for bucket in assembly.properties("AWS::S3::Bucket"):
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    assert len(policies) == len(assembly.properties("AWS::S3::Bucket"))
    assert all('"aws:SecureTransport": "false"' in text(policy) for policy in policies)


@pytest.mark.parametrize("name", ["test", "prod"])
def test_no_secret_stands_in_a_template(assemblies: dict[str, Assembly], name: str):
    for secret in assemblies[name].properties("AWS::SecretsManager::Secret"):
        assert "SecretString" not in secret
        assert "GenerateSecretString" in secret
