"""An agency, a person and a ring of keys, for the tests of the agency path on moto."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from llave import wiring
from llave.adapters import dynamodb, kms
from llave.adapters.accounts import account_item, person_key
from llave.adapters.factor_items import factor_item
from llave.adapters.holder_items import evidence_write
from llave.adapters.sessions import put_session
from llave.adapters.signing_keys import CONTEXT, public_jwk
from llave.oidc import keys
from llave.oidc.clients import Client
from llave.oidc.registrations import parse_client
from llave.people.accounts import Account, Channel, Contact, Level, Residence, Status
from llave.people.codes import fingerprint
from llave.people.evidence import Evidence, Strength
from llave.people.factors import Totp
from llave.people.sessions import COOKIE, Session
from llave.settings import settings
from tests.aws import ORIGIN
from tests.events import Answer, Browser, call, oauth

ISSUER = ORIGIN
MINUTE = timedelta(seconds=60)
SECRET = "secret-of-the-test-agency"
REDIRECT = "https://becas.test/entrar/regreso"
AFTER_LOGOUT = "https://becas.test/adios"
VERIFIER = "verifier-of-the-tests-0123456789-0123456789-0123"
STATE = "state-of-the-tests"
NONCE = "nonce-of-the-tests"
PERSON = {
    "curp": "HEGG560427MVZRRL04",
    "given_names": "MARÍA GUADALUPE",
    "first_surname": "HERNÁNDEZ",
    "second_surname": "GARCÍA",
    "sex": "M",
    "birth_date": "1956-04-27",
    "birth_state": "VZ",
    "email": "guadalupe@correo.test",
    "phone": "+525512345678",
}


def registration(client_id: str = "becas", **changes: Any) -> dict[str, Any]:
    """A web client that keeps a secret; a change of None takes a field away."""
    base = {
        "client_id": client_id,
        "client_name": "Becas del Estado",
        "purpose": "Solicitar una beca",
        "redirect_uris": [REDIRECT],
        "post_logout_redirect_uris": [AFTER_LOGOUT],
        "token_endpoint_auth_method": "client_secret_basic",
        "client_secret_sha256": hashlib.sha256(SECRET.encode()).hexdigest(),
        "grant_types": ["authorization_code", "refresh_token"],
        "scope": "openid profile email phone address curp offline_access",
        "sector_identifier": f"{client_id}.test",
    }
    return {name: value for name, value in {**base, **changes}.items() if value is not None}


def client(client_id: str = "becas", **changes: Any) -> Client:
    return parse_client(registration(client_id, **changes))


def public_client(client_id: str = "app", **changes: Any) -> Client:
    """A client that keeps no secret."""
    without = {"token_endpoint_auth_method": "none", "client_secret_sha256": None}
    return client(client_id, **{**without, **changes})


@dataclass
class LocalPairs:
    """Pairs that the test makes itself, because moto can not; wrapped by the same key of KMS."""

    made: dict[str, ec.EllipticCurvePrivateKey] = field(default_factory=dict)

    def create(self, now: datetime) -> keys.SigningKey:
        private = ec.generate_private_key(ec.SECP256R1())
        spki = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        jwk = public_jwk(spki)
        self.made[jwk["kid"]] = private
        plain = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return keys.SigningKey(jwk["kid"], keys.State.NEXT, jwk, now, self._wrapped(plain))

    def _wrapped(self, plain: bytes) -> bytes:
        answer = kms.client().encrypt(
            KeyId=settings().key_signing, Plaintext=plain, EncryptionContext=CONTEXT
        )
        return answer["CiphertextBlob"]


@dataclass
class UnwrappedPairs(LocalPairs):
    """The same without any KMS, for unit tests."""

    def _wrapped(self, plain: bytes) -> bytes:
        return b"wrapped"


@dataclass
class Ground:
    """A deployment with keys, one agency and one person who is signed in."""

    pairs: LocalPairs
    becas: Client
    person: str
    cookie: str

    def browser(self) -> Browser:
        return Browser(cookies={COOKIE: self.cookie})


def made_ready() -> Ground:
    """What the first jobs and a registration leave behind; keys are two hours old."""
    pairs = LocalPairs()
    keys.ensure(wiring.signing_ring(), pairs, wiring.now() - timedelta(hours=2))
    becas = client()
    wiring.clients().put(becas)
    person = a_person()
    return Ground(pairs, becas, person, a_session(person))


def a_person(
    data: Mapping[str, str] = PERSON,
    confirmed: tuple[Channel, ...] = tuple(Channel),
    level: Level = Level.BASICA,
) -> str:
    """An active account; returns its id."""
    now = wiring.now()
    key = wiring.person_keys().create(wiring.new_id())
    contacts = {
        channel: Contact(f"index-{channel}", now if channel in confirmed else None)
        for channel in Channel
        if channel.value in data
    }
    account = Account(
        person=key.person,
        status=Status.ACTIVE,
        level=level,
        residence=Residence.MEXICO,
        created_at=now - timedelta(days=1),
        ended_before=now - timedelta(days=1),
        privacy_notice="2026-11",
        contacts=contacts,
        wrapped_key=key.wrapped,
        sealed=key.seal_all(data),
    )
    item = dynamodb.to_item(account_item(account))
    dynamodb.client().put_item(TableName=settings().table_people, Item=item)
    return account.person


STRONG = ("pwd", "otp", "mfa")
STRONGEST = ("pwd", "swk", "user", "mfa")


def a_session(
    person: str,
    age: timedelta = timedelta(minutes=1),
    level: Level = Level.BASICA,
    amr: tuple[str, ...] = ("pwd",),
) -> str:
    """A live session; returns its cookie."""
    cookie = wiring.new_token()
    began = wiring.now() - age
    session = Session(fingerprint(cookie), person, began, began, began, level, amr, False)
    dynamodb.transact([put_session(settings().table_sessions, session)])
    return cookie


def a_factor(person: str, age: timedelta = timedelta(days=1)) -> None:
    """An authenticator app, enrolled."""
    item = factor_item(Totp(b"sealed", wiring.now() - age))
    item["pk"] = person_key(person)
    dynamodb.client().put_item(
        TableName=settings().table_people, Item=dynamodb.to_item({**item, "last_step": 0})
    )


def an_evidence(person: str, **changes: Any) -> Evidence:
    """What a verification leaves behind, and the account stands on."""
    usual = Evidence(
        id=wiring.new_id(),
        person=person,
        case=wiring.new_id(),
        document="ine",
        bill="electricity",
        registries=("renapo", "ine"),
        reviewers=(),
        strength=Strength.STRONG,
        at=wiring.now() - timedelta(hours=1),
    )
    evidence = replace(usual, **changes)
    table = settings().table_people
    dynamodb.transact([evidence_write(table, evidence)])
    dynamodb.update(
        table,
        person_key(person),
        "ACCOUNT",
        UpdateExpression="SET #level = :level, evidence = :evidence",
        ExpressionAttributeNames={"#level": "level"},
        ExpressionAttributeValues=dynamodb.to_item(
            {":level": Level.VERIFICADA.value, ":evidence": evidence.id}
        ),
    )
    return evidence


def a_case_under_way(person: str, state: str = "review") -> None:
    """A case that was handed in."""
    case = wiring.new_id()
    for item in (
        {"pk": person_key(person), "sk": "CASES", "open": case},
        {"pk": f"CASE#{case}", "sk": "CASE", "person": person, "state": state},
    ):
        dynamodb.put_once(settings().table_people, item)


def lowered(person: str) -> None:
    """What an intervention on the level writes."""
    dynamodb.update(
        settings().table_people,
        person_key(person),
        "ACCOUNT",
        UpdateExpression="SET #level = :basica",
        ExpressionAttributeNames={"#level": "level"},
        ExpressionAttributeValues={":basica": {"S": Level.BASICA.value}},
    )


def end_everything(person: str) -> None:
    """What a recovery writes."""
    dynamodb.update(
        settings().table_people,
        f"PERSON#{person}",
        "ACCOUNT",
        UpdateExpression="SET ended_before = :now",
        ExpressionAttributeValues=dynamodb.to_item({":now": dynamodb.milliseconds(wiring.now())}),
    )


def challenge(verifier: str = VERIFIER) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def asked(**changes: str | None) -> dict[str, str]:
    """The parameters of a good authorization request; a change of None takes one away."""
    base: dict[str, str | None] = {
        "response_type": "code",
        "client_id": "becas",
        "redirect_uri": REDIRECT,
        "scope": "openid profile email",
        "state": STATE,
        "nonce": NONCE,
        "code_challenge": challenge(),
        "code_challenge_method": "S256",
    }
    return {name: value for name, value in {**base, **changes}.items() if value is not None}


def authorize(browser: Browser, **changes: str | None) -> Answer:
    """Open the authorization address and follow it as far as it stays with us."""
    return browser.get(f"/oauth/authorize?{urlencode(asked(**changes))}")


def consented(browser: Browser, **changes: str | None) -> Answer:
    """Ask, and press "Permitir" where the page asks for it; the last answer leads to the agency."""
    answer = authorize(browser, **changes)
    if answer.status == 200:
        answer = browser.submit({"decision": "accept"}, action="/oauth/consent")
    return answer


def code_for(browser: Browser, **changes: str | None) -> str:
    """An authorization code."""
    return consented(browser, **changes).query["code"]


def redeemed(code: str, /, **changes: Any) -> Answer:
    """Redeem a code as the agency does; `basic` and `form` fields can be changed."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": REDIRECT,
        "code_verifier": VERIFIER,
    }
    basic = changes.pop("basic", ("becas", SECRET))
    sent = {name: value for name, value in {**form, **changes}.items() if value is not None}
    return call(oauth("POST", "/oauth/token", sent, basic=basic))


def tokens_for(browser: Browser, **changes: str | None) -> dict[str, Any]:
    """The tokens of a whole sign-in."""
    answer = redeemed(code_for(browser, **changes))
    assert answer.status == 200, answer.body
    return dict(answer.json)


def refreshed(token: str, basic: tuple[str, str] | None = ("becas", SECRET), **more: str) -> Answer:
    form = {"grant_type": "refresh_token", "refresh_token": token, **more}
    return call(oauth("POST", "/oauth/token", form, basic=basic))


def introspected(token: str, basic: tuple[str, str] | None = ("becas", SECRET)) -> Answer:
    return call(oauth("POST", "/oauth/introspect", {"token": token}, basic=basic))


def userinfo(token: str, method: str = "GET") -> Answer:
    return call(oauth(method, "/oauth/userinfo", bearer=token))


def authorize_step(browser: Browser, **changes: str | None) -> Answer:
    """The first answer to an authorization request."""
    return browser.get(f"/oauth/authorize?{urlencode(asked(**changes))}", follow=False)


def displaced(person: str) -> None:
    """What another account leaves behind on this one when it proves to hold the CURP."""
    dynamodb.update(
        settings().table_people,
        person_key(person),
        "ACCOUNT",
        UpdateExpression="SET displaced_at = :now",
        ExpressionAttributeValues=dynamodb.to_item({":now": dynamodb.milliseconds(wiring.now())}),
    )
