"""What passes the edge, and as what."""

import pytest

from local.front import rules


@pytest.mark.parametrize(
    "target",
    [
        "/../../_ministack/ses/messages",
        "/registro/..",
        "/./registro",
        "/%2e%2e/x",
        "/a/%2E%2e%2f_ministack",
        "/a/%252e%252e/_ministack",
        "/a/..\\..\\_ministack",
        "/a%00",
        "http://localhost/registro",
        "*",
    ],
)
def test_a_path_that_could_leave_the_api_is_refused(target: str) -> None:
    assert rules.refusal(target) == (400, "Bad Request")


@pytest.mark.parametrize(
    "target",
    ["/_ministack/reset", "//_ministack/x", "/%5fministack/x", "/_aws/sqs", "/_localstack"],
)
def test_the_emulators_own_doors_are_shut(target: str) -> None:
    assert rules.refusal(target) == (404, "Not Found")


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/registro?siguiente=/../x",
        "/.well-known/openid-configuration",
        "/v1/postal-codes/06000",
    ],
)
def test_ordinary_paths_pass(target: str) -> None:
    assert rules.refusal(target) is None


def test_what_a_client_claims_of_itself_is_replaced() -> None:
    sent = [
        ("X-Llave-Viewer-Address", "10.0.0.1"),
        ("x-llave-origin-secret", "guess"),
        ("X-Forwarded-For", "10.0.0.1"),
        ("X-Forwarded-Host", "evil.example"),
        ("Forwarded", "for=10.0.0.1"),
        ("CloudFront-Viewer-Address", "10.0.0.1:1"),
        ("Host", "localhost:8080"),
        ("Connection", "keep-alive"),
        ("Cookie", "__Host-session=a"),
    ]

    passed = rules.to_origin(sent, "192.0.2.7")

    assert passed == [
        ("Cookie", "__Host-session=a"),
        ("x-llave-viewer-address", "192.0.2.7"),
        ("x-llave-origin-secret", "local-origin-secret"),
    ]


def test_hsts_passes_over_http_where_it_is_ignored_and_not_over_https() -> None:
    answered = [("Strict-Transport-Security", "max-age=1"), ("Set-Cookie", "a"), ("Date", "x")]

    assert rules.to_viewer(answered, secure=False) == answered[:2]
    assert rules.to_viewer(answered, secure=True) == [("Set-Cookie", "a")]
