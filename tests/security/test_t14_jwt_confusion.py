"""T14: only our own access tokens, under a key of the ring, by the one algorithm, are tokens."""

import base64
import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llave import wiring
from llave.oidc import tokens
from tests import oidc
from tests.oidc import ISSUER


@pytest.fixture
def ground(aws):
    return oidc.made_ready()


@pytest.fixture
def token(ground) -> str:
    return str(oidc.tokens_for(ground.browser())["access_token"])


def encoded(part: Any) -> str:
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any], str]:
    header, payload, signature = token.split(".")

    def decoded(part: str) -> dict[str, Any]:
        return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))

    return decoded(header), decoded(payload), signature


def refused(token: str) -> bool:
    inactive = oidc.introspected(token).json == {"active": False}
    return inactive and oidc.userinfo(token).status == 401


def test_the_token_itself_is_active(token: str):
    assert oidc.introspected(token).json["active"] is True
    assert oidc.userinfo(token).status == 200


def test_no_other_algorithm_counts(token: str):
    header, payload, signature = parts(token)
    for algorithm in ("none", "None", "NONE", "", "HS256", "RS256", "ES384", None, ["ES256"]):
        forged = {**header, "alg": algorithm}

        assert refused(f"{encoded(forged)}.{encoded(payload)}.{signature}")
        assert refused(f"{encoded(forged)}.{encoded(payload)}.")


def test_the_public_key_is_no_shared_secret(ground, token: str):
    header, payload, _ = parts(token)
    public = ground.pairs.made[header["kid"]].public_key()
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    for encoding in (Encoding.PEM, Encoding.DER):
        secret = public.public_bytes(encoding, PublicFormat.SubjectPublicKeyInfo)
        signing_input = f"{encoded({**header, 'alg': 'HS256'})}.{encoded(payload)}"
        import hashlib
        import hmac

        mac = hmac.new(secret, signing_input.encode(), hashlib.sha256).digest()
        assert refused(f"{signing_input}.{encoded(mac)}")


def test_a_header_brings_no_key_and_no_extension(ground, token: str):
    header, payload, _ = parts(token)
    own = ec.generate_private_key(ec.SECP256R1())
    values: dict[str, Any] = {
        "jwk": json.loads(jwt.algorithms.ECAlgorithm.to_jwk(own.public_key())),
        "crit": ["exp"],
        "x5c": ["AA=="],
    }
    for extra in ("jwk", "jku", "x5u", "x5c", "crit", "cty"):
        more = {**header, extra: values.get(extra, "https://otro.test/keys")}
        by_ours = jwt.encode(payload, ground.pairs.made[header["kid"]], "ES256", headers=more)
        by_theirs = jwt.encode(payload, own, "ES256", headers=more)

        assert refused(by_ours), extra
        assert refused(by_theirs), extra


def test_a_key_must_be_of_the_ring(token: str):
    header, payload, signature = parts(token)
    kids: list[Any] = [None, "", "otra", "../../etc/passwd", 7, ["x"], {"a": 1}, "RING"]

    for kid in kids:
        assert refused(f"{encoded({**header, 'kid': kid})}.{encoded(payload)}.{signature}"), kid


def test_another_key_under_our_kid_does_not_sign(token: str):
    header, payload, _ = parts(token)
    own = ec.generate_private_key(ec.SECP256R1())

    assert refused(jwt.encode(payload, own, "ES256", headers=header))


def test_an_id_token_is_no_access_token(ground):
    tokens = oidc.tokens_for(ground.browser())

    assert refused(tokens["id_token"])


def test_the_type_is_compared_exactly(ground, token: str):
    header, payload, _ = parts(token)
    private = ground.pairs.made[header["kid"]]

    for typ in ("JWT", "jwt", "at+JWT", "AT+JWT", "logout+jwt", None):
        assert refused(jwt.encode(payload, private, "ES256", headers={**header, "typ": typ})), typ


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://otro.test"},
        {"iss": None},
        {"exp": 1},
        {"iat": 99999999999},
        {"gid": "otro"},
    ],
)
def test_what_we_signed_for_something_else_does_not_count(
    ground, token: str, changes: dict[str, Any]
):
    header, payload, _ = parts(token)
    claims = {name: value for name, value in {**payload, **changes}.items() if value is not None}

    assert refused(jwt.encode(claims, ground.pairs.made[header["kid"]], "ES256", headers=header))


def test_zero_and_odd_signatures_are_none(token: str):
    header, payload, signature = token.split(".")
    zero, short, der = b"\x00" * 64, b"\x01", b"\x30\x06\x02\x01\x00\x02\x01\x00"
    curve_order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    order = curve_order.to_bytes(32, "big") * 2
    for raw in (zero, short, der, order, b"\xff" * 64, b""):
        assert refused(f"{header}.{payload}.{encoded(raw)}")
    assert refused(f"{header}.{payload}.{signature}.{signature}")
    assert refused(f"{header}.{payload}")


def test_the_audience_must_be_the_caller(ground, token: str):
    wiring.clients().put(oidc.client("otra"))

    foreign = oidc.introspected(token, basic=("otra", oidc.SECRET))

    assert foreign.json == {"active": False}
    assert ISSUER in parts(token)[1]["aud"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_whatever_comes_as_a_token_is_answered(ground, text: str):
    answer = oidc.introspected(text)

    assert answer.status == (200 if text else 400)
    assert oidc.userinfo(text.replace("\n", "").replace("\r", "")).status == 401


def test_a_signature_that_nobody_checks_is_caught(token: str, monkeypatch):
    """The mutant: the claims are read without the key."""
    unchecked = lambda text, *_, **__: parts(text)[1]  # noqa: E731
    monkeypatch.setattr(jwt, "decode", unchecked)
    header, payload, _ = parts(token)
    own = ec.generate_private_key(ec.SECP256R1())

    assert not refused(jwt.encode(payload, own, "ES256", headers=header))


def test_a_type_that_nobody_compares_is_caught(ground, token: str, monkeypatch):
    """The mutant: what is signed by us for another purpose opens the door as well."""
    monkeypatch.setattr(tokens, "ACCESS", "logout+jwt")
    header, payload, _ = parts(token)
    private = ground.pairs.made[header["kid"]]

    assert not refused(
        jwt.encode(payload, private, "ES256", headers={**header, "typ": "logout+jwt"})
    )
