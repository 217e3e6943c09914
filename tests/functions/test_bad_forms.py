"""Forms of sign-in and recovery that no page of ours sends: always a 4xx, and nothing is written."""

import pytest

from llave.people.accounts import Channel
from tests.aws import ORIGIN, Aws
from tests.citizens import EMAIL, PASSWORD, Citizen
from tests.events import CSRF, CSRF_COOKIE, FORM, Browser, call, event

FIELDS = {
    "/entrar": ("identifier", "phone", "password", "device", "solicitud"),
    "/entrar/confirmar": ("action", "channel", "code", "email", "phone", "solicitud"),
    "/recuperar": ("email", "phone", "curp", "captcha", "captcha_form"),
    "/recuperar/nueva": ("token", "password", "code", "resend"),
}
BAD = {
    "empty": "",
    "a megabyte": "a" * 1_000_000,
    "control characters": "%00%01%1b",
    "wrong encoding": "%ff%fe",
    "half a surrogate": "%ed%a0%80",
    "markup": "%3Cscript%3Ealert(1)%3C/script%3E",
    "a key of ours": "PERSON%23p1",
}


def post(path: str, body: str | bytes, kind: str = FORM, cookies: dict[str, str] | None = None):
    headers = {"origin": ORIGIN, "content-type": kind}
    kept = {**(cookies or {}), CSRF_COOKIE: CSRF}
    return call(event("POST", path, body=body, cookies=kept, headers=headers))


def half_way(aws: Aws, path: str) -> dict[str, str]:
    """The cookies with which the fields of a page are looked at: who has not just shown the password
    of an unconfirmed account is sent away from its page before a field is read."""
    if path != "/entrar/confirmar":
        Citizen().settle(aws)
        return {}
    Citizen(phone=None, unconfirmed=(Channel.EMAIL,)).settle(aws)
    browser = Browser()
    browser.get("/entrar")
    browser.submit({"identifier": EMAIL, "password": PASSWORD})
    assert browser.path == path
    return browser.cookies


@pytest.mark.parametrize("path", FIELDS)
def test_no_field_of_a_form_breaks_anything(aws: Aws, path: str) -> None:
    cookies = half_way(aws, path)
    before = aws.items("ledger")

    for field in (*FIELDS[path], "unknown", "x" * 500):
        for name, value in BAD.items():
            answer = post(path, f"csrf={CSRF}&{field}={value}", cookies=cookies)
            assert 400 <= answer.status < 500, (field, name, answer.status)
            assert "<script>alert" not in answer.body
    assert aws.items("ledger") == before


@pytest.mark.parametrize("path", FIELDS)
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (f"csrf={CSRF}&a=1&a=2", FORM),
        (f"csrf={CSRF}&" + "&".join(f"f{n}=1" for n in range(200)), FORM),
        (b"\xff\xfe\x00", FORM),
        ("{}", "application/json"),
        (f"csrf={CSRF}", "text/plain"),
        ("", FORM),
        ("a" * 3_000_000, FORM),
    ],
    ids=["twice", "too many", "bytes", "json", "plain", "nothing", "three megabytes"],
)
def test_no_body_breaks_anything(aws: Aws, path: str, body: str | bytes, kind: str) -> None:
    cookies = half_way(aws, path)

    assert 400 <= post(path, body, kind, cookies).status < 500


@pytest.mark.parametrize(
    "path",
    [
        "/entrar?solicitud=%ff",
        "/entrar?solicitud=a&solicitud=b",
        "/entrar?aviso=x",
        "/entrar/confirmar?canal=x",
        "/recuperar/nueva?token=%ff",
        "/recuperar/nueva?token=" + "a" * 100_000,
        "/cuenta?x=%ff",
        "/entrar/segundo-factor?metodo=%ff",
        "/cuenta/seguridad?aviso=x",
        "/cuenta/seguridad/quitar?method=%ff&key=x",
        "/%00",
    ],
)
def test_no_query_breaks_anything(aws: Aws, path: str) -> None:
    assert call(event("GET", path)).status < 500
