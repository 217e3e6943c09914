"""Redirect addresses: what may be registered, and what is the same address."""

import pytest

from llave.oidc.redirects import is_registered, origin_of, problem_in


@pytest.mark.parametrize(
    ("uri", "native"),
    [
        ("https://becas.gob.test/entrar", False),
        ("https://becas.gob.test:8443/entrar?tramite=1", False),
        ("http://localhost:8090/regreso", False),
        ("http://127.0.0.1/regreso", True),
        ("http://[::1]/regreso", True),
        ("mx.gob.becas:/regreso", True),
    ],
)
def test_plain_addresses_can_be_registered(*, uri: str, native: bool):
    assert problem_in(uri, native=native) is None


@pytest.mark.parametrize(
    "uri",
    [
        "http://becas.gob.test/entrar",
        "https://becas.gob.test/#fin",
        "https://becas.gob.test/a#",
        "https://yo:clave@becas.gob.test/",
        "https://yo@becas.gob.test/",
        "https:///entrar",
        "https://BECAS.gob.test/",
        "https://becas.gob.test/../x",
        "https://becas.gob.test/./x",
        "https://becas.gob.test/*",
        "https://*.gob.test/",
        "https://becas.gob.test\\@otro.test/",
        "https://becas.gob.test/con espacio",
        "https://becas.gob.test/\r\nx: y",
        "https://becas.gob.test:puerto/",
        "https://[::1/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//becas.gob.test/",
        "/entrar",
        "",
        "mx.gob.becas:/regreso",
        "https://becas.gob.test/" + "a" * 2000,
    ],
)
def test_addresses_that_could_mean_something_else_can_not(uri: str):
    assert problem_in(uri, native=False) is not None


def test_a_native_app_can_not_register_a_scheme_that_runs():
    assert problem_in("javascript:alert(1)", native=True) is not None
    assert problem_in("becas:/regreso", native=True) is not None


def test_only_a_native_loopback_address_may_change_its_port():
    known = ("http://127.0.0.1/regreso", "http://[::1]:1/x", "http://localhost/regreso")

    assert is_registered("http://127.0.0.1:51234/regreso", known, native=True)
    assert is_registered("http://[::1]:9/x", known, native=True)
    for other in (
        "http://127.0.0.1:51234/otro",
        "http://127.0.0.1:51234/regreso?x=1",
        "http://127.0.0.1:99999/regreso",
        "http://127.0.0.1:51234@otro.test/regreso",
        "http://yo@127.0.0.1:51234/regreso",
        "https://127.0.0.1:51234/regreso",
        "http://localhost:51234/regreso",
        "http://127.0.0.1.otro.test:80/regreso",
    ):
        assert not is_registered(other, known, native=True), other
    assert not is_registered("http://127.0.0.1:51234/regreso", known, native=False)


def test_a_policy_names_an_origin_or_the_scheme_of_an_app():
    assert origin_of("https://becas.test:8443/a?b") == "https://becas.test:8443"
    assert origin_of("mx.gob.becas:/regreso") == "mx.gob.becas:"
