"""What must outlive every deployment: tables, keys, the bucket of evidence."""

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from infra.catalogue import FUNCTIONS
from infra.environments import GUARDDUTY, Environment
from infra.malware_scan import MalwareScan
from infra.nag import accept
from llave.adapters.tables import PARTITION_KEY, SORT_KEY, TABLES, TTL_ATTRIBUTE

KEYS: Mapping[str, str] = {
    "table": "the tables at rest; every function that touches a table may decrypt with it",
    "person": "wraps the data key of each person, under the context {person}",
    "secrets": "wraps the keyring, under the context {purpose}",
    "signing": "wraps the private halves of the signing keys; one role may decrypt",
    "evidence": "documents and photographs at rest",
}


class DataStack(cdk.Stack):
    """Leaves the ARNs that nobody can compute (keys, the stream) as parameters for the other stacks."""

    def __init__(self, scope: Construct, environment: Environment, env: cdk.Environment) -> None:
        super().__init__(
            scope,
            f"{environment.prefix}-data",
            env=env,
            termination_protection=environment.keeps_data,
            description="Llave: tables, keys and evidence",
        )
        self._environment = environment
        self._keeps = (
            cdk.RemovalPolicy.RETAIN if environment.keeps_data else cdk.RemovalPolicy.DESTROY
        )
        self._keys = {name: self._key(name, purpose) for name, purpose in KEYS.items()}
        self._only_signers_decrypt(self._keys["signing"])
        self._tables()
        self._evidence()
        self._registry_key("renapo", environment.renapo_secret, environment.renapo_key)
        self._registry_key("ine", environment.ine_secret, environment.ine_key)

    def _key(self, name: str, purpose: str) -> kms.Key:
        key = kms.Key(
            self,
            f"{name.capitalize()}Key",
            alias=f"{self._environment.prefix}-{name}",
            description=f"Llave {self._environment.name}: {purpose}",
            enable_key_rotation=True,
            pending_window=cdk.Duration.days(30 if self._environment.keeps_data else 7),
            removal_policy=self._keeps,
        )
        self._publish(f"key/{name}", key.key_arn)
        return key

    def _only_signers_decrypt(self, key: kms.Key) -> None:
        """Said by the key itself, so that no policy of a role or an administrator can widen it."""
        signers = [
            self.format_arn(
                service="iam",
                region="",
                resource="role",
                resource_name=self._environment.function(one.name),
            )
            for one in FUNCTIONS
            if one.signs
        ]
        key.add_to_resource_policy(
            iam.PolicyStatement(
                sid="OnlySignersDecrypt",
                effect=iam.Effect.DENY,
                principals=[iam.AnyPrincipal()],
                actions=["kms:Decrypt", "kms:ReEncryptFrom", "kms:CreateGrant"],
                resources=["*"],
                conditions={"ArnNotEquals": {"aws:PrincipalArn": signers}},
            )
        )

    def _tables(self) -> None:
        for table in TABLES:
            made = dynamodb.Table(
                self,
                table.name.capitalize(),
                table_name=self._environment.table(table),
                partition_key=_string(PARTITION_KEY),
                sort_key=_string(SORT_KEY),
                billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
                encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED,
                encryption_key=self._keys["table"],
                point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                    point_in_time_recovery_enabled=True
                ),
                time_to_live_attribute=TTL_ATTRIBUTE,
                deletion_protection=self._environment.keeps_data,
                removal_policy=self._keeps,
                stream=dynamodb.StreamViewType.NEW_IMAGE if table.streams else None,
            )
            if table.index is not None:
                made.add_global_secondary_index(
                    index_name=table.index.name,
                    partition_key=_string(table.index.partition),
                    sort_key=dynamodb.Attribute(
                        name=table.index.sort, type=dynamodb.AttributeType.NUMBER
                    ),
                    projection_type=dynamodb.ProjectionType.KEYS_ONLY,
                )
            if made.table_stream_arn is not None:
                self._publish(f"stream/{table.name}", made.table_stream_arn)

    def _evidence(self) -> None:
        bucket = s3.Bucket(
            self,
            "Evidence",
            bucket_name=self._environment.evidence_bucket(cdk.Aws.ACCOUNT_ID),
            encryption=s3.BucketEncryption.KMS,
            encryption_key=self._keys["evidence"],
            bucket_key_enabled=True,
            versioned=True,
            enforce_ssl=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            removal_policy=self._keeps,
            lifecycle_rules=[self._backstop()],
        )
        accept(
            bucket,
            "AwsSolutions-S1",
            "Reads and writes of evidence are data events of CloudTrail, which name the role; server"
            " access logs would copy object keys into one more bucket.",
        )
        if self._environment.scanner == GUARDDUTY:
            MalwareScan(self, bucket, self._keys["evidence"], self._environment)

    def _registry_key(self, registry: str, name: str, given: str | None) -> None:
        """Made with a value that opens nothing; an operator puts the registry's own in its place."""
        secret = secretsmanager.Secret(
            self,
            f"{registry.capitalize()}Key",
            secret_name=name,
            description=f"The key with which {registry} knows us",
            secret_string_value=cdk.SecretValue.unsafe_plain_text(given) if given else None,
            removal_policy=self._keeps,
        )
        accept(
            secret, "AwsSolutions-SMG4", "The registry gives the key, so that only it can renew it."
        )

    def _backstop(self) -> s3.LifecycleRule:
        """A job deletes every version when retention ends; this takes what it missed for a month."""
        return s3.LifecycleRule(
            id="backstop",
            expiration=cdk.Duration.days(self._environment.evidence_days + 30),
            noncurrent_version_expiration=cdk.Duration.days(30),
            abort_incomplete_multipart_upload_after=cdk.Duration.days(1),
        )

    def _publish(self, name: str, value: str) -> None:
        ssm.CfnParameter(
            self,
            "".join(part.capitalize() for part in name.split("/")) + "Parameter",
            name=self._environment.parameter(name),
            type="String",
            value=value,
        )


def _string(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)
