"""What differs between environments, as data: names, sizes, retention, addresses. Nothing else may."""

import sys
from dataclasses import dataclass

from llave.adapters.tables import Table
from llave.documents.thresholds import Thresholds

# Digest of a value that nobody knows: until an operator puts the real one here, every request that
# does not come from a test is refused.
NO_ORIGIN_SECRET_YET = "0" * 64
EDGE_REGION = "us-east-1"
GUARDDUTY = "guardduty"
# Thousandths of a US dollar for a text, rounded up, by country; texts to others are not sent (T06).
# `Pricing` of the console has today's.
SMS_PRICES = ("MX=50", "US=10", "CA=10")


@dataclass(frozen=True, slots=True)
class Artifacts:
    """Interpreter and platform that the Lambdas run on; `platform` None is this machine's own."""

    python: str
    platform: str | None

    @property
    def runtime(self) -> str:
        """Lambda's identifier of the interpreter."""
        return f"python{self.python}"


@dataclass(frozen=True, slots=True)
class Network:
    """Private subnets and security groups of the operator's, all of one VPC, by their ids."""

    subnets: tuple[str, ...]
    security_groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentReader:
    """Where documents are read; `leave_country` must be said before anything may leave.

    `endpoint` None is Textract and Rekognition in `region`. Our reader answers whoever reaches it:
    `network` is where the functions stand that ask it, the only ones that it is open to (docs/reader.md).
    `thresholds` were measured for our reader; who changes readers measures them anew. `cases_a_minute` is
    what it bears: cases wait in their queue for their turn (infra/pacing.py); None lets them in as they
    come.
    """

    region: str
    endpoint: str | None
    network: Network | None = None
    leave_country: bool = False
    thresholds: Thresholds = Thresholds()  # noqa: RUF009 - frozen
    # Two tasks of our reader, at some 400 cases an hour each (docs/decisions/0015).
    cases_a_minute: int | None = 12

    @property
    def needs_network(self) -> bool:
        """Whether it is our reader on another machine, and nothing says who reaches it."""
        here = ("http://127.0.0.1:", "http://localhost:")
        ours = self.endpoint is not None and not self.endpoint.startswith(here)
        return ours and self.network is None


@dataclass(frozen=True, slots=True)
class Workforce:
    """Where reviewers and operators sign in: an OpenID Connect issuer of the agency that employs them,
    and the name under which it knows the console (a public client, code with PKCE)."""

    issuer: str
    client: str = "llave-revision"


@dataclass(frozen=True, slots=True)
class Edge:
    """What CloudFront needs to be told.

    `domain` is the public name. `api_domain` is known after the API's first deployment; until then the deployment passes it.
    `origin_secret` is the first value of the secret, None to have one made; `origin_secret_field`
    says which of the secret's values CloudFront sends, and changes when it rotates.
    """

    domain: str
    api_domain: str | None = None
    origin_secret: str | None = None
    origin_secret_field: str = "a"
    logs: bool = True


@dataclass(frozen=True, slots=True)
class Limits:
    """Rates: `requests_*` a second for the API, `per_address` in five minutes at the edge.

    An address is often a whole school or a telephone company: the edge stops floods, the flows count
    devices and accounts.

    `concurrency` is what the functions share by the catalogue's per cents; None reserves nothing.
    """

    requests_per_second: int
    requests_burst: int
    per_address: int
    per_address_costly: int
    concurrency: int | None


@dataclass(frozen=True, slots=True)
class Environment:
    """One deployment. Retentions are in days: `evidence_days` of pictures after a decision,
    `cancelled_days` after an end without one; a case waits `collecting_days` for its next picture; `origin_secret_sha256` holds one or two digests;
    `scanner` is the address of clamd ("tcp://host:port", "unix:///path"), "guardduty" (Malware Protection for
    S3 scans what is put, and nothing is opened before), or "none". `sms_dollars_an_hour` is what texts
    may cost before those that are asked for stop. `slowness` is how
    many times longer than in AWS a function may take."""

    name: str
    region: str
    origin: str
    origin_secret_sha256: tuple[str, ...]
    artifacts: Artifacts
    limits: Limits
    renapo_url: str
    renapo_key: str | None
    ine_url: str
    ine_key: str | None
    mail_from: str
    mail_region: str
    sms_region: str
    documents: DocumentReader
    workforce: Workforce
    edge: Edge
    alarms_to: str | None
    keeps_data: bool
    log_days: int
    audit_log_days: int
    evidence_days: int
    scanner: str = GUARDDUTY
    sms_prices: tuple[str, ...] = SMS_PRICES
    sms_dollars_an_hour: int = 50
    minimum_age: int = 15
    collecting_days: int = 30
    cancelled_days: int = 7
    unconfirmed_days: int = 30
    privacy_notice: str = "2026-11-22"
    slowness: int = 1

    @property
    def prefix(self) -> str:
        """First part of each name in the account."""
        return f"llave-{self.name}"

    @property
    def mail_domain(self) -> str:
        """The domain that signs mail."""
        return self.mail_from.rsplit("@", 1)[1]

    def table(self, table: Table) -> str:
        """Real name of a table."""
        return f"{self.prefix}-{table.name}"

    def function(self, name: str) -> str:
        """Real name of a function, of its role and of its log group's last part."""
        return f"{self.prefix}-{name}"

    @property
    def origin_secret(self) -> str:
        """Name of the secret that CloudFront shows to the API."""
        return f"{self.prefix}-origin-secret"

    @property
    def renapo_secret(self) -> str:
        """Name of the secret with which the population registry knows us."""
        return f"{self.prefix}-renapo-key"

    @property
    def ine_secret(self) -> str:
        """Name of the secret with which INE knows us."""
        return f"{self.prefix}-ine-key"

    def evidence_bucket(self, account: str) -> str:
        """Name of the bucket of documents; bucket names are the whole world's, so it bears the
        account."""
        return f"{self.prefix}-evidence-{account}"

    @property
    def malware_scan(self) -> str:
        """Name of the role in which GuardDuty scans what was put into that bucket."""
        return f"{self.prefix}-malware-scan"

    @property
    def cases_machine(self) -> str:
        """Name of the workflow of verifications."""
        return f"{self.prefix}-cases"

    def parameter(self, name: str) -> str:
        """Where one stack leaves an ARN that another one reads."""
        return f"/{self.prefix}/{name}"


PYTHON_OF_AWS = Artifacts("3.13", "x86_64-manylinux_2_28")
PYTHON_HERE = Artifacts(f"{sys.version_info.major}.{sys.version_info.minor}", None)

LOCAL = Environment(
    name="local",
    region="mx-central-1",
    origin="http://localhost:8080",
    # SHA-256 of "local-origin-secret", which local/front sends.
    origin_secret_sha256=("8aaeb21ed553db39180dfa6e28b664133d056dd2c83c35e3cb84f70a2979cb8c",),
    artifacts=PYTHON_HERE,
    limits=Limits(1000, 1000, 100_000, 10_000, None),
    renapo_url="http://127.0.0.1:8071",
    # What the simulated registry asks for; real ones are put in by an operator, never here.
    renapo_key="local-renapo-key",
    # One program plays both registries.
    ine_url="http://127.0.0.1:8071",
    ine_key="local-ine-key",
    mail_from="no-responder@llave.example",
    mail_region="us-east-1",
    sms_region="us-east-1",
    documents=DocumentReader("mx-central-1", "http://127.0.0.1:8073", cases_a_minute=None),
    # Nobody pays for them, and tests send many.
    sms_dollars_an_hour=10_000,
    # Simulated; browsers are sent there too.
    workforce=Workforce("http://localhost:8092"),
    # Two cores that run everything, instead of a machine a call.
    slowness=3,
    # Nothing passes through it here: local/front stands in its place.
    edge=Edge("llave.invalid", "api.llave.invalid", "local-origin-secret", logs=False),
    alarms_to=None,
    keeps_data=False,
    log_days=1,
    audit_log_days=1,
    evidence_days=30,
)

# Until the operator owns names, both stand under the reserved domain; and until she has a network in
# which the document reader is alone with the functions that ask it, they name none. `make preflight`
# says so.
TEST = Environment(
    name="test",
    region="mx-central-1",
    origin="https://pruebas.llave.example",
    origin_secret_sha256=(NO_ORIGIN_SECRET_YET,),
    artifacts=PYTHON_OF_AWS,
    limits=Limits(200, 400, 10_000, 2_000, 100),
    renapo_url="https://renapo.pruebas.llave.example",
    renapo_key=None,
    ine_url="https://ine.pruebas.llave.example",
    ine_key=None,
    mail_from="no-responder@pruebas.llave.example",
    mail_region="us-east-1",
    sms_region="us-east-1",
    documents=DocumentReader("mx-central-1", "https://lector.pruebas.llave.example"),
    workforce=Workforce("https://personal.pruebas.llave.example"),
    edge=Edge("pruebas.llave.example"),
    alarms_to=None,
    keeps_data=True,
    log_days=30,
    audit_log_days=90,
    evidence_days=90,
)

PROD = Environment(
    name="prod",
    region="mx-central-1",
    origin="https://llave.example",
    origin_secret_sha256=(NO_ORIGIN_SECRET_YET,),
    artifacts=PYTHON_OF_AWS,
    limits=Limits(2000, 4000, 10_000, 2_000, 900),
    renapo_url="https://renapo.llave.example",
    renapo_key=None,
    ine_url="https://ine.llave.example",
    ine_key=None,
    mail_from="no-responder@llave.example",
    mail_region="us-east-1",
    sms_region="us-east-1",
    documents=DocumentReader("mx-central-1", "https://lector.llave.example"),
    workforce=Workforce("https://personal.llave.example"),
    edge=Edge("llave.example"),
    alarms_to="guardia@llave.example",
    sms_dollars_an_hour=500,
    keeps_data=True,
    log_days=365,
    audit_log_days=3653,
    evidence_days=1827,
)

ENVIRONMENTS = {environment.name: environment for environment in (LOCAL, TEST, PROD)}
