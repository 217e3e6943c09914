"""The API and everything that runs: one Lambda a function of the catalogue, the routes, the queues."""

from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from infra import build
from infra.catalogue import FUNCTIONS, QUEUES, Function
from infra.environments import Environment
from infra.first_keys import FirstKeys
from infra.http_api import HttpApi
from infra.lambdas import CatalogueFunction, runtime
from infra.pacing import begins_cases, pace_of
from infra.permissions import RELAY_DEAD
from infra.queues import Channel, dead_letters
from infra.triggers import call_by_queue, call_by_stream
from llave.adapters.tables import AGENCIES, LEDGER, PEOPLE, SESSIONS, STAFF, Table


class ApiStack(cdk.Stack):
    """Reads the data stack's ARNs from parameters; exports nothing."""

    def __init__(self, scope: Construct, environment: Environment, env: cdk.Environment) -> None:
        super().__init__(
            scope,
            f"{environment.prefix}-api",
            env=env,
            termination_protection=environment.keeps_data,
            description="Llave: the API and its functions",
        )
        self._environment = environment
        self._channels = {name: Channel(self, name, environment) for name in QUEUES}
        self._relay_dead = dead_letters(self, environment, "relay")
        self._layer = self._layer_of("Layer", environment.prefix, build.layer(environment))
        self._decoders = self._layer_of(
            "DecodersLayer", f"{environment.prefix}-decoders", build.decoders(environment)
        )
        self._variables = self._settings()
        self._functions = {one.name: self._function(one) for one in FUNCTIONS}
        api = HttpApi(
            self, environment, {name: made.function for name, made in self._functions.items()}
        )
        ssm.CfnParameter(
            self,
            "ApiIdParameter",
            name=environment.parameter("api/id"),
            type="String",
            value=api.api.ref,
        )
        cdk.CfnOutput(
            self, "ApiDomain", value=api.host, description="Host of the API, for the edge"
        )
        FirstKeys(self, self._functions["operate"], environment)

    # What the permissions ask for (infra.permissions.Arns).

    def table(self, table: Table) -> str:
        """ARN of a table, computed from its name."""
        return self.format_arn(
            service="dynamodb", resource="table", resource_name=self._environment.table(table)
        )

    def stream(self, table: Table) -> str:
        """ARN of a table's stream, which bears the time of its making."""
        return self._parameter(f"stream/{table.name}")

    def key(self, name: str) -> str:
        """ARN of a key of the data stack."""
        return self._parameter(f"key/{name}")

    def queue(self, name: str) -> str:
        """ARN of a channel's queue, or of the relay's dead letters."""
        if name == RELAY_DEAD:
            return self._relay_dead.queue_arn
        return self._channels[name].queue.queue_arn

    def sender(self) -> str:
        """ARN of the identity that mail is sent as, in the mail region."""
        return self.format_arn(
            service="ses",
            region=self._environment.mail_region,
            resource="identity",
            resource_name=self._environment.mail_domain,
        )

    def renapo_secret(self) -> str:
        """ARN of the population registry's secret."""
        return self._secret(self._environment.renapo_secret)

    def ine_secret(self) -> str:
        """ARN of the secret of INE's registry."""
        return self._secret(self._environment.ine_secret)

    def evidence(self, pattern: str) -> str:
        """ARN of the objects of the evidence bucket whose keys are like this."""
        bucket = self._environment.evidence_bucket(cdk.Aws.ACCOUNT_ID)
        return self.format_arn(
            service="s3",
            region="",
            account="",
            resource=bucket,
            resource_name=pattern,
        )

    def evidence_bucket(self) -> str:
        """ARN of the evidence bucket itself."""
        name = self._environment.evidence_bucket(cdk.Aws.ACCOUNT_ID)
        return self.format_arn(service="s3", region="", account="", resource=name)

    def machine(self) -> str:
        """ARN of the workflow of verifications, computed from its name: it calls these functions."""
        return self._states("stateMachine", self._environment.cases_machine)

    def executions(self) -> str:
        """ARNs of its executions, each named after a case."""
        return self._states("execution", f"{self._environment.cases_machine}:*")

    def _states(self, resource: str, name: str) -> str:
        return self.format_arn(
            service="states",
            resource=resource,
            resource_name=name,
            arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
        )

    def _secret(self, name: str) -> str:
        """Secrets Manager puts six letters after the name."""
        return self.format_arn(
            service="secretsmanager",
            resource="secret",
            resource_name=f"{name}-??????",
            arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
        )

    def _parameter(self, name: str) -> str:
        return ssm.StringParameter.value_for_string_parameter(
            self, self._environment.parameter(name)
        )

    def _settings(self) -> dict[str, str]:
        """The environment of every function, read by llave.settings."""
        chosen = self._environment
        return {
            "LLAVE_ENV": chosen.name,
            "LLAVE_ORIGIN": chosen.origin,
            "LLAVE_ORIGIN_SECRET_SHA256": ",".join(chosen.origin_secret_sha256),
            "LLAVE_TABLE_PEOPLE": chosen.table(PEOPLE),
            "LLAVE_TABLE_SESSIONS": chosen.table(SESSIONS),
            "LLAVE_TABLE_AGENCIES": chosen.table(AGENCIES),
            "LLAVE_TABLE_LEDGER": chosen.table(LEDGER),
            "LLAVE_TABLE_STAFF": chosen.table(STAFF),
            "LLAVE_KEY_PERSON": self.key("person"),
            "LLAVE_KEY_SECRETS": self.key("secrets"),
            "LLAVE_KEY_SIGNING": self.key("signing"),
            "LLAVE_RENAPO_URL": chosen.renapo_url,
            "LLAVE_RENAPO_SECRET": chosen.renapo_secret,
            "LLAVE_INE_URL": chosen.ine_url,
            "LLAVE_INE_SECRET": chosen.ine_secret,
            "LLAVE_REGION": chosen.region,
            "LLAVE_READER_REGION": chosen.documents.region,
            "LLAVE_SCANNER": chosen.scanner,
            "LLAVE_THRESHOLDS": str(chosen.documents.thresholds),
            "LLAVE_WORKFORCE_ISSUER": chosen.workforce.issuer,
            "LLAVE_WORKFORCE_CLIENT": chosen.workforce.client,
            "LLAVE_EVIDENCE_BUCKET": chosen.evidence_bucket(cdk.Aws.ACCOUNT_ID),
            "LLAVE_MACHINE_CASES": self.machine(),
            "LLAVE_MAIL_FROM": chosen.mail_from,
            "LLAVE_MAIL_REGION": chosen.mail_region,
            "LLAVE_SMS_REGION": chosen.sms_region,
            "LLAVE_SMS_PRICES": ",".join(chosen.sms_prices),
            "LLAVE_SMS_DOLLARS_AN_HOUR": str(chosen.sms_dollars_an_hour),
            **{
                f"LLAVE_QUEUE_{name.upper()}": channel.queue.queue_url
                for name, channel in self._channels.items()
            },
            "LLAVE_MINIMUM_AGE": str(chosen.minimum_age),
            "LLAVE_EVIDENCE_DAYS": str(chosen.evidence_days),
            "LLAVE_COLLECTING_DAYS": str(chosen.collecting_days),
            "LLAVE_CANCELLED_DAYS": str(chosen.cancelled_days),
            "LLAVE_CASE_HOLD_MS": str(pace_of(chosen).hold_ms),
            "LLAVE_UNCONFIRMED_DAYS": str(chosen.unconfirmed_days),
            "LLAVE_PRIVACY_NOTICE": chosen.privacy_notice,
            "POWERTOOLS_METRICS_NAMESPACE": "Llave",
        }

    def _reader(self) -> dict[str, str]:
        """Where boto3 finds Textract and Rekognition, when they are not AWS's own."""
        endpoint = self._environment.documents.endpoint
        if endpoint is None:
            return {}
        return {f"AWS_ENDPOINT_URL_{service}": endpoint for service in ("TEXTRACT", "REKOGNITION")}

    def _layer_of(self, identity: str, name: str, code: Path) -> lambda_.LayerVersion:
        return lambda_.LayerVersion(
            self,
            identity,
            layer_version_name=name,
            code=lambda_.Code.from_asset(str(code)),
            compatible_runtimes=[runtime(self._environment)],
        )

    def _function(self, function: Function) -> CatalogueFunction:
        made = CatalogueFunction(
            self,
            function,
            self._environment,
            [self._layer, *([self._decoders] if function.decodes else [])],
            build.function(self._environment, function.handler),
            self._variables | (self._reader() if function.reads_documents else {}),
            self,
        )
        if function.follows is not None:
            call_by_stream(made, self.stream(function.follows), self._relay_dead)
        if function.consumes is not None:
            pace = pace_of(self._environment) if begins_cases(function) else None
            call_by_queue(made, self._channels[function.consumes].queue, pace)
        return made
