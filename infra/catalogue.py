"""Route -> function -> what it may touch. The one description of the API and of its permissions.

CDK turns it into HTTP API routes and IAM statements; the tests compare each handler with it; the
OpenAPI document is made from it.
"""

from dataclasses import dataclass

from llave.adapters.tables import AGENCIES, LEDGER, PEOPLE, SESSIONS, STAFF, Table
from llave.people.keyring import GUARDED, LOOKUPS, Purpose


@dataclass(frozen=True, slots=True)
class Function:
    """One Lambda: `reads` and `writes` are tables, item by item; `queries` are those of them whose
    partitions it may list. `secrets` are keyring purposes it may unwrap.

    `makes_person_keys` and `reads_persons` are the two halves of the person key (GenerateDataKey,
    Decrypt); `signs` is Decrypt of the signing keys; `makes_signing_keys` creates pairs it can not
    read. `walks` are tables whose sparse index a job may read, `scans` those that it reads from one end
    to the other. `queues` are written to, `consumes` is the queue that calls the function, `follows`
    the table whose new outbox items call it.
    `asks_renapo` and `asks_ine` read the keys to those registries. `originals` and `pages` say what it
    may do with files as they came and with those made of them ("read", "write", "verdict" of the scanner), `decodes` that it gets
    the layer of decoders, `reads_documents` that it asks the document reader. `starts_cases` begins the
    workflow of a verification, `answers_cases` tells it what a person decided, `sees_cases` whether it goes on. `lists_pictures` sees
    the names of files and may read none, `deletes_pictures` may delete every version of them.
    `reserved` is reserved concurrency as a share of the environment's total, in per cent.
    """

    name: str
    handler: str
    reads: tuple[Table, ...] = ()
    writes: tuple[Table, ...] = ()
    queries: tuple[Table, ...] = ()
    secrets: tuple[Purpose, ...] = ()
    makes_person_keys: bool = False
    reads_persons: bool = False
    signs: bool = False
    makes_signing_keys: bool = False
    makes_secrets: bool = False
    sends: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    walks: tuple[Table, ...] = ()
    scans: tuple[Table, ...] = ()
    asks_renapo: bool = False
    asks_ine: bool = False
    originals: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    lists_pictures: bool = False
    deletes_pictures: bool = False
    decodes: bool = False
    reads_documents: bool = False
    starts_cases: bool = False
    answers_cases: bool = False
    sees_cases: bool = False
    consumes: str | None = None
    follows: Table | None = None
    memory_mb: int = 1024
    timeout_s: int = 10
    reserved: int = 5


@dataclass(frozen=True, slots=True)
class Schedule:
    """A job that is done by the clock; `rate` is an expression of EventBridge Scheduler."""

    job: str
    rate: str

    @property
    def function(self) -> str:
        """Who does it."""
        return function_of_job(self.job)


@dataclass(frozen=True, slots=True)
class Route:
    """`key` is the API Gateway route key; `page` routes speak HTML and forms, the others JSON."""

    key: str
    function: str
    page: bool = False


QUEUES = ("mail", "sms", "followup", "cases")

FUNCTIONS = (
    Function(
        "register",
        "functions.register.handler.handle",
        reads=(AGENCIES,),
        writes=(PEOPLE, SESSIONS, LEDGER),
        queries=(AGENCIES,),
        secrets=(Purpose.PEPPER, *LOOKUPS, Purpose.CODES, Purpose.ROBOTS, Purpose.NETWORK),
        makes_person_keys=True,
        reads_persons=True,
        asks_renapo=True,
        reserved=8,
    ),
    Function(
        "login",
        "functions.login.handler.handle",
        reads=(AGENCIES,),
        writes=(PEOPLE, SESSIONS, LEDGER),
        queries=(PEOPLE, AGENCIES),
        secrets=(Purpose.PEPPER, *LOOKUPS, Purpose.CODES, Purpose.NETWORK),
        # A corrected contact is written under the person's own data key.
        reads_persons=True,
        reserved=14,
    ),
    Function(
        "recover",
        "functions.recover.handler.handle",
        reads=(AGENCIES,),
        writes=(PEOPLE, SESSIONS, LEDGER),
        # Factors that prove nothing end with what else is ended.
        queries=(PEOPLE, SESSIONS, AGENCIES),
        secrets=(Purpose.PEPPER, *LOOKUPS, Purpose.CODES, Purpose.ROBOTS, Purpose.NETWORK),
        # A new password is compared with what others know of the person.
        reads_persons=True,
        reserved=4,
    ),
    Function(
        "account",
        "functions.account.handler.handle",
        reads=(AGENCIES,),
        # What she enrols beside her password is hers.
        writes=(PEOPLE, SESSIONS, LEDGER),
        queries=(PEOPLE, SESSIONS, AGENCIES, LEDGER),
        # A contact that is added or corrected is found again by its index, and confirmed by a code.
        secrets=(
            Purpose.LOOKUP_EMAIL,
            Purpose.LOOKUP_PHONE,
            Purpose.LOOKUP_CURP_PHONE,
            Purpose.CODES,
        ),
        reads_persons=True,
        reserved=6,
    ),
    Function(
        "verify",
        "functions.verify.handler.handle",
        reads=(AGENCIES,),
        writes=(PEOPLE, SESSIONS, LEDGER),
        queries=(PEOPLE,),
        # It signs the forms with which browsers put files, in its own name.
        originals=("write",),
        lists_pictures=True,
        reserved=4,
    ),
    Function(
        "authorize",
        "functions.authorize.handler.handle",
        reads=(AGENCIES,),
        writes=(PEOPLE, SESSIONS, LEDGER),
        queries=(PEOPLE, SESSIONS, AGENCIES),
        secrets=(Purpose.PAIRWISE,),
        # The consent says who is signed in.
        reads_persons=True,
        reserved=8,
    ),
    Function(
        "token",
        "functions.token.handler.handle",
        reads=(AGENCIES, PEOPLE),
        writes=(SESSIONS, LEDGER),
        queries=(SESSIONS, AGENCIES),
        secrets=(Purpose.PAIRWISE,),
        reads_persons=True,
        signs=True,
        reserved=12,
    ),
    Function(
        "validate",
        "functions.validate.handler.handle",
        reads=(AGENCIES, SESSIONS),
        queries=(SESSIONS, AGENCIES),
        reserved=15,
    ),
    Function(
        "notify-relay",
        "functions.notify.relay.handle",
        queues=QUEUES,
        follows=LEDGER,
        reserved=2,
    ),
    Function(
        "notify-mail",
        "functions.notify.mail.handle",
        reads=(PEOPLE, AGENCIES),
        writes=(SESSIONS, LEDGER),
        queries=(AGENCIES,),
        secrets=(Purpose.CODES,),
        reads_persons=True,
        sends=("mail",),
        consumes="mail",
        reserved=3,
    ),
    Function(
        "notify-sms",
        "functions.notify.sms.handle",
        reads=(PEOPLE, AGENCIES),
        writes=(SESSIONS, LEDGER),
        queries=(AGENCIES,),
        secrets=(Purpose.CODES,),
        reads_persons=True,
        sends=("sms",),
        consumes="sms",
        reserved=3,
    ),
    Function(
        "notify-followup",
        "functions.notify.followup.handle",
        # The accounts on a CURP give way to who has proved it.
        writes=(PEOPLE, SESSIONS, LEDGER),
        queries=(PEOPLE, SESSIONS),
        consumes="followup",
        reserved=2,
    ),
    Function(
        "verify-admit",
        "functions.verify.steps.admit.handle",
        writes=(LEDGER,),
        consumes="cases",
        starts_cases=True,
        # It waits more than it works (infra/pacing.py), in as many places as the pace has.
        memory_mb=512,
        reserved=2,
    ),
    Function(
        "verify-begin",
        "functions.verify.steps.begin.handle",
        # What came along from the case before becomes the case's own.
        writes=(PEOPLE,),
        queries=(PEOPLE,),
        originals=("read", "write"),
        # Which frames of a capture came.
        lists_pictures=True,
        reserved=1,
    ),
    # It opens what strangers send: no table, no key of a person, nothing but pictures.
    Function(
        "verify-sanitise",
        "functions.verify.steps.sanitise.handle",
        originals=("read", "verdict"),
        pages=("write",),
        decodes=True,
        memory_mb=2048,
        timeout_s=60,
        reserved=2,
    ),
    Function(
        "verify-read",
        "functions.verify.steps.read.handle",
        writes=(PEOPLE,),
        queries=(PEOPLE,),
        reads_persons=True,
        pages=("read",),
        reads_documents=True,
        timeout_s=120,
        reserved=2,
    ),
    Function(
        "verify-match",
        "functions.verify.steps.match.handle",
        reads=(SESSIONS,),
        writes=(PEOPLE,),
        queries=(PEOPLE,),
        reads_persons=True,
        pages=("read",),
        decodes=True,
        reads_documents=True,
        timeout_s=120,
        reserved=1,
    ),
    Function(
        "verify-registries",
        "functions.verify.steps.registries.handle",
        writes=(PEOPLE, LEDGER),
        queries=(PEOPLE,),
        reads_persons=True,
        asks_renapo=True,
        asks_ine=True,
        timeout_s=20,
        reserved=1,
    ),
    Function(
        "verify-decide",
        "functions.verify.steps.decide.handle",
        reads=(AGENCIES,),
        writes=(PEOPLE,),
        queries=(PEOPLE, AGENCIES),
        secrets=(Purpose.LOOKUP_CURP, Purpose.LOOKUP_DOCUMENT, Purpose.LOOKUP_IMAGE),
        reads_persons=True,
        timeout_s=20,
        reserved=1,
    ),
    Function(
        "verify-conclude",
        "functions.verify.steps.conclude.handle",
        reads=(AGENCIES,),
        writes=(PEOPLE, SESSIONS, LEDGER),
        queries=(PEOPLE, SESSIONS, AGENCIES),
        # A case that is cancelled gives up the marks of its documents.
        secrets=(Purpose.LOOKUP_CURP, Purpose.LOOKUP_DOCUMENT, Purpose.LOOKUP_IMAGE),
        reads_persons=True,
        timeout_s=20,
        reserved=1,
    ),
    Function(
        "verify-review",
        "functions.verify.steps.review.handle",
        writes=(PEOPLE, LEDGER),
        queries=(PEOPLE,),
        reserved=1,
    ),
    Function(
        "verify-escalate",
        "functions.verify.steps.escalate.handle",
        writes=(PEOPLE, LEDGER),
        queries=(PEOPLE,),
        reserved=1,
    ),
    # The console of reviewers and operators, who are no citizens: its sessions are of its own table.
    Function(
        "review",
        "functions.review.handler.handle",
        reads=(AGENCIES,),
        # A contest that is won ends what the other account began.
        writes=(PEOPLE, SESSIONS, LEDGER, STAFF),
        queries=(PEOPLE, SESSIONS, AGENCIES, LEDGER, STAFF),
        secrets=(Purpose.LOOKUP_CURP,),
        reads_persons=True,
        pages=("read",),
        lists_pictures=True,
        # Every picture is marked with who looks at it.
        decodes=True,
        answers_cases=True,
        timeout_s=15,
        reserved=3,
    ),
    Function(
        "operate",
        "functions.operate.handler.handle",
        writes=(AGENCIES, LEDGER, STAFF),
        queries=(AGENCIES, LEDGER, STAFF),
        queues=QUEUES,
        walks=(LEDGER,),
        makes_signing_keys=True,
        makes_secrets=True,
        timeout_s=60,
        reserved=1,
    ),
    # Jobs on accounts and documents: it reads persons to find them, and can make no key and no agency.
    Function(
        "operate-people",
        "functions.operate.people.handle",
        reads=(AGENCIES,),
        writes=(PEOPLE, LEDGER),
        queries=(PEOPLE, AGENCIES, LEDGER),
        secrets=GUARDED,
        reads_persons=True,
        scans=(PEOPLE,),
        lists_pictures=True,
        deletes_pictures=True,
        timeout_s=300,
        reserved=1,
    ),
    # Cases whose workflow was lost: ids alone, it opens no person.
    Function(
        "operate-cases",
        "functions.operate.cases.handle",
        writes=(PEOPLE, LEDGER),
        queries=(PEOPLE,),
        starts_cases=True,
        sees_cases=True,
        timeout_s=120,
        reserved=1,
    ),
)

# Run when a stack is created, and again when the list of secrets grows; it does what is missing.
FIRST_JOB = "ensure-keys"
CASE_JOBS = ("sweep-cases", "stuck-cases", "run-case-again")
PEOPLE_JOBS = ("delete-evidence", "purge-unconfirmed", "rekey")

SCHEDULES = (
    Schedule("sweep-outbox", "rate(5 minutes)"),
    Schedule("rotate-signing-keys", "rate(1 day)"),
    Schedule("check-keyring", "rate(1 hour)"),
    Schedule("check-staff-chain", "rate(1 day)"),
    Schedule("delete-evidence", "rate(1 hour)"),
    Schedule("purge-unconfirmed", "rate(1 hour)"),
    Schedule("sweep-cases", "rate(10 minutes)"),
    Schedule("rekey", "rate(10 minutes)"),
)

ROUTES = (
    # register
    Route("GET /v1/captcha", "register"),
    Route("POST /v1/registrations", "register"),
    Route("PUT /v1/registration/address", "register"),
    Route("PUT /v1/registration/contacts", "register"),
    Route("PUT /v1/registration/password", "register"),
    Route("POST /v1/confirmations", "register"),
    Route("POST /v1/confirmations/decline", "register"),
    Route("POST /v1/confirmations/resend", "register"),
    Route("GET /v1/postal-codes/{cp}", "register"),
    Route("GET /registro", "register", page=True),
    Route("POST /registro", "register", page=True),
    Route("GET /registro/domicilio", "register", page=True),
    Route("POST /registro/domicilio", "register", page=True),
    Route("POST /registro/colonias", "register", page=True),
    Route("GET /registro/contacto", "register", page=True),
    Route("POST /registro/contacto", "register", page=True),
    Route("GET /registro/contrasena", "register", page=True),
    Route("POST /registro/contrasena", "register", page=True),
    Route("GET /registro/confirmar", "register", page=True),
    Route("POST /registro/confirmar", "register", page=True),
    Route("POST /registro/no-fui-yo", "register", page=True),
    Route("GET /registro/no-fui-yo", "register", page=True),
    Route("POST /registro/reenviar", "register", page=True),
    Route("GET /registro/listo", "register", page=True),
    Route("POST /registro/listo", "register", page=True),
    Route("GET /registro/activa", "register", page=True),
    Route("GET /aviso-de-privacidad", "register", page=True),
    # login
    Route("GET /", "login", page=True),
    Route("GET /entrar", "login", page=True),
    Route("POST /entrar", "login", page=True),
    Route("GET /entrar/confirmar", "login", page=True),
    Route("POST /entrar/confirmar", "login", page=True),
    Route("GET /entrar/segundo-factor", "login", page=True),
    Route("POST /entrar/segundo-factor", "login", page=True),
    Route("GET /entrar/confirmar-identidad", "login", page=True),
    Route("POST /entrar/confirmar-identidad", "login", page=True),
    Route("POST /v1/sessions", "login"),
    Route("POST /v1/sessions/challenge", "login"),
    Route("DELETE /v1/session", "login"),
    Route("POST /salir", "login", page=True),
    # recover
    Route("GET /recuperar", "recover", page=True),
    Route("POST /recuperar", "recover", page=True),
    Route("GET /recuperar/enviado", "recover", page=True),
    Route("GET /recuperar/nueva", "recover", page=True),
    Route("POST /recuperar/nueva", "recover", page=True),
    Route("POST /v1/recoveries", "recover"),
    Route("POST /v1/recoveries/confirm", "recover"),
    # account
    Route("GET /cuenta", "account", page=True),
    Route("GET /v1/me", "account"),
    Route("GET /cuenta/contacto", "account", page=True),
    Route("POST /cuenta/contacto", "account", page=True),
    Route("GET /cuenta/disputa", "account", page=True),
    Route("POST /cuenta/disputa", "account", page=True),
    Route("GET /cuenta/seguridad", "account", page=True),
    Route("POST /cuenta/seguridad/pedir", "account", page=True),
    Route("GET /cuenta/seguridad/llave-de-acceso", "account", page=True),
    Route("POST /cuenta/seguridad/llave-de-acceso", "account", page=True),
    Route("GET /cuenta/seguridad/aplicacion", "account", page=True),
    Route("POST /cuenta/seguridad/aplicacion", "account", page=True),
    Route("GET /cuenta/seguridad/mensajes", "account", page=True),
    Route("POST /cuenta/seguridad/mensajes", "account", page=True),
    Route("GET /cuenta/seguridad/codigos", "account", page=True),
    Route("POST /cuenta/seguridad/codigos", "account", page=True),
    Route("GET /cuenta/seguridad/quitar", "account", page=True),
    Route("POST /cuenta/seguridad/quitar", "account", page=True),
    # Whatever no other route takes: the page that says so.
    Route("$default", "account", page=True),
    # verify
    Route("GET /verificar", "verify", page=True),
    Route("GET /verificar/documentos", "verify", page=True),
    Route("POST /verificar/documentos", "verify", page=True),
    Route("POST /verificar/cambiar", "verify", page=True),
    Route("GET /verificar/foto/{picture}", "verify", page=True),
    Route("GET /verificar/recibida/{picture}", "verify", page=True),
    Route("POST /verificar/enviar", "verify", page=True),
    Route("POST /v1/verifications", "verify"),
    Route("GET /v1/verifications/current", "verify"),
    Route("POST /v1/verifications/{id}/uploads", "verify"),
    Route("POST /v1/verifications/{id}/face", "verify"),
    Route("POST /v1/verifications/{id}/submit", "verify"),
    # review
    Route("GET /revision", "review", page=True),
    Route("GET /revision/entrar", "review", page=True),
    Route("POST /revision/entrar", "review", page=True),
    Route("GET /revision/regreso", "review", page=True),
    Route("POST /revision/salir", "review", page=True),
    Route("POST /revision/tomar", "review", page=True),
    Route("GET /revision/caso/{case}", "review", page=True),
    Route("GET /revision/caso/{case}/imagen/{picture}", "review", page=True),
    Route("POST /revision/caso/{case}/veredicto", "review", page=True),
    Route("POST /revision/caso/{case}/excusa", "review", page=True),
    Route("GET /revision/personal", "review", page=True),
    Route("POST /revision/personal/proponer", "review", page=True),
    Route("POST /revision/personal/confirmar", "review", page=True),
    # authorize
    Route("GET /oauth/authorize", "authorize", page=True),
    Route("POST /oauth/authorize", "authorize", page=True),
    Route("GET /oauth/consent", "authorize", page=True),
    Route("POST /oauth/consent", "authorize", page=True),
    Route("GET /oauth/logout", "authorize", page=True),
    Route("POST /oauth/logout", "authorize", page=True),
    Route("GET /tramites/seguir", "authorize", page=True),
    # token
    Route("POST /oauth/token", "token"),
    Route("OPTIONS /oauth/token", "token"),
    Route("GET /oauth/userinfo", "token"),
    Route("POST /oauth/userinfo", "token"),
    Route("OPTIONS /oauth/userinfo", "token"),
    Route("POST /oauth/revoke", "token"),
    # validate
    Route("POST /oauth/introspect", "validate"),
    Route("GET /oauth/jwks", "validate"),
    Route("OPTIONS /oauth/jwks", "validate"),
    Route("GET /.well-known/openid-configuration", "validate"),
    Route("OPTIONS /.well-known/openid-configuration", "validate"),
    Route("GET /oauth/schemas/verified_claims.json", "validate"),
)


# Whoever asks for a page's headers alone (link checkers, monitors) gets what a GET would get.
HEADS = tuple(
    Route(f"HEAD {route.key.removeprefix('GET ')}", route.function, route.page)
    for route in ROUTES
    if route.key.startswith("GET ")
)


def routes_of(function: str) -> tuple[Route, ...]:
    """The routes that lead to a function."""
    return tuple(route for route in ROUTES if route.function == function)


def function_of_job(job: str) -> str:
    """The function that does a job of operators or of the clock."""
    if job in CASE_JOBS:
        return "operate-cases"
    return "operate-people" if job in PEOPLE_JOBS else "operate"
