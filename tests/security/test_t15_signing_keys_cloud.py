"""T15 on the running cloud: only `token` unwraps a signing key, and a rotation under load fails nobody."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import boto3
import httpx
import jwt
import pytest
from botocore.exceptions import ClientError

from infra.catalogue import FUNCTIONS
from infra.environments import LOCAL
from llave import wiring
from llave.adapters import dynamodb
from llave.oidc.keys import KEPT_AFTER
from llave.settings import settings
from local.cloud import AGENCIES
from local.demo import CLIENT, Agency, consent
from tests import oidc
from tests.security.insider import Insider, any_email, register

CONTEXT = {"purpose": "signing"}


def kms_of(inside: Insider, function: str):
    """KMS as a function's role sees it."""
    config = inside.aws.client("lambda").get_function_configuration(
        FunctionName=LOCAL.function(function)
    )
    role = inside.aws.client("sts").assume_role(RoleArn=config["Role"], RoleSessionName="tests")
    given = role["Credentials"]
    return boto3.client(
        "kms",
        endpoint_url=inside.aws.endpoint,
        region_name=inside.region,
        aws_access_key_id=given["AccessKeyId"],
        aws_secret_access_key=given["SecretAccessKey"],
        aws_session_token=given["SessionToken"],
    )


def refused(call, **arguments: object) -> bool:
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"] == "AccessDeniedException"
    return False


def test_only_the_token_function_can_unwrap_a_signing_key(inside: Insider):
    current = wiring.signing_ring().read().current
    assert current is not None
    wrapped = {
        "KeyId": inside.variables()["LLAVE_KEY_SIGNING"],
        "CiphertextBlob": current.wrapped,
    }

    for function in FUNCTIONS:
        kms = kms_of(inside, function.name)
        opens = not refused(kms.decrypt, EncryptionContext=CONTEXT, **wrapped)
        assert opens is (function.name == "token"), function.name
    token = kms_of(inside, "token")
    assert refused(token.decrypt, EncryptionContext={"purpose": "otro"}, **wrapped)
    make = {"KeyId": wrapped["KeyId"], "KeyPairSpec": "ECC_NIST_P256", "EncryptionContext": CONTEXT}
    assert refused(token.generate_data_key_pair_without_plaintext, **make)
    assert refused(kms_of(inside, "operate").generate_data_key_pair, **make)


@pytest.fixture
def refresh(inside: Insider):
    """A refresh token, and the agency it is bound to."""
    account = register(any_email(), active=True)
    citizen = inside.citizen()
    citizen.cookies["__Host-session"] = oidc.a_session(account.person)
    with Agency(inside.cloud.origin, inside.cloud.agency) as agency:
        address, verifier = agency.authorization("openid offline_access")
        code = consent(citizen, address, agency.redirect_uri)
        yield agency, agency.tokens(code, verifier)["refresh_token"]


def test_a_rotation_under_load_fails_no_request(inside: Insider, refresh):
    _, token = refresh
    keys = oidc_credentials()
    done = Event()
    kids: set[str] = set()

    def agency_at_work(_: int) -> list[str]:
        failures = []
        with httpx.Client(base_url=inside.cloud.origin, auth=keys, timeout=30) as http:
            while not done.is_set():
                form = {"grant_type": "refresh_token", "refresh_token": token}
                renewed = http.post("/oauth/token", data=form)
                if renewed.status_code != 200:
                    failures.append(renewed.text)
                    continue
                access = renewed.json()["access_token"]
                kids.add(jwt.get_unverified_header(access)["kid"])
                told = http.post("/oauth/introspect", data={"token": access})
                if told.status_code != 200 or told.json().get("active") is not True:
                    failures.append(told.text)
        return failures

    with ThreadPoolExecutor(4) as pool:
        working = [pool.submit(agency_at_work, number) for number in range(4)]
        done.wait(2)
        age_the_ring()
        outcome = rotated(inside)
        done.wait(4)
        done.set()
        failures = [failure for one in working for failure in one.result()]

    assert outcome == "rotated"
    assert failures == []
    assert len(kids) >= 1


def age_the_ring() -> None:
    """As if the keys had been there for half a day."""
    ring = wiring.signing_ring().read()
    for key in ring.keys:
        since = dynamodb.milliseconds(key.since - KEPT_AFTER / 2 + timedelta(minutes=1))
        dynamodb.update(
            settings().table_agencies,
            "SIGNING",
            key.kid,
            UpdateExpression="SET since = :since",
            ExpressionAttributeValues=dynamodb.to_item({":since": since}),
        )


def rotated(inside: Insider) -> str:
    """What the operator's command answers."""
    payload = json.dumps({"job": "rotate-signing-keys", "now": True})
    answer = inside.aws.client("lambda").invoke(
        FunctionName=LOCAL.function("operate"), Payload=payload
    )
    return str(json.loads(answer["Payload"].read())["outcome"])


def oidc_credentials() -> tuple[str, str]:
    """The sample agency's name and secret."""
    known = {one["client_id"]: one for one in json.loads(AGENCIES.read_text("utf-8"))}
    return CLIENT, str(known[CLIENT]["client_secret"])
