"""The pages of the account's security, on moto."""

from datetime import timedelta
from urllib.parse import unquote

import pytest

from llave import wiring
from llave.people.outbox import Kind
from tests.aws import Aws
from tests.citizens import EMAIL, PHONE
from tests.events import Browser, call, page_post
from tests.post import deliver, mails, texts
from tests.steps import SECRET, SECURITY, She, found, options_in, rewind, session_item, settled


def test_passkeys_are_offered_first_and_say_what_they_need(aws: Aws) -> None:
    she = settled(aws)

    page = she.browser.get(SECURITY).page
    assert page.text.index("Llave de acceso") < page.text.index("Aplicación de códigos")
    assert page.text.index("Aplicación de códigos") < page.text.index("Mensaje de texto")

    assert "necesitan JavaScript" in she.browser.get(f"{SECURITY}/llave-de-acceso").page.text


def test_an_app_is_enrolled_and_everybody_is_told(aws: Aws) -> None:
    she = settled(aws)

    page = she.add_app()
    deliver(aws)

    assert "Ya puedes usarla." in page.page.text
    assert "Cambió la seguridad de tu cuenta Llave" in [mail.subject for mail in mails(EMAIL)]
    assert any("cambio la seguridad" in one.body for one in texts(PHONE))
    assert [event["what"] for event in aws.audit("p1")][-1] == "factor-added"


def test_its_secret_is_sealed_and_shown_again_after_a_mistake(aws: Aws) -> None:
    she = settled(aws)
    first = found(SECRET, she.browser.get(f"{SECURITY}/aplicacion"))

    again = she.browser.submit({"code": "000000"})

    assert again.status == 422
    assert first in again.body
    assert not [item for item in aws.items("sessions") if first.replace(" ", "") in repr(item)]


def test_a_passkey_is_enrolled_by_its_name(aws: Aws) -> None:
    she = settled(aws)

    page = she.add_passkey("Mi celular")

    assert "Mi celular. Agregada el" in page.page.text
    assert not [item for item in aws.items("people") if "Mi celular" in repr(item)]


def test_the_same_passkey_is_enrolled_once(aws: Aws) -> None:
    she = settled(aws)
    answer = she.phone.create(options_in(she.browser.get(f"{SECURITY}/llave-de-acceso")))
    form = {"credential": answer}

    she.browser.submit(form)
    again = call(page_post(f"{SECURITY}/llave-de-acceso", form, she.browser.cookies))

    assert again.status in (303, 409)
    assert len([i for i in aws.items("people") if i["sk"].startswith("FACTOR#passkey")]) == 1


@pytest.mark.parametrize("credential", ["{}", "[]", "x", "[" * 9000, '{"id":"AA","rawId":"AA"}'])
def test_what_is_no_passkey_is_refused(aws: Aws, credential: str) -> None:
    she = settled(aws)
    she.browser.get(f"{SECURITY}/llave-de-acceso")

    answer = she.browser.submit({"credential": credential})

    assert answer.status == 422
    assert "No pudimos agregar" in answer.page.text


def test_a_passkey_that_nobody_unlocked_is_refused(aws: Aws) -> None:
    she = settled(aws)
    she.phone.unlocked = False

    assert she.add_passkey().status == 422


def test_text_messages_need_a_mobile_that_has_settled(aws: Aws) -> None:
    she = settled(aws)
    fresh = int((wiring.now() - timedelta(hours=1)).timestamp() * 1000)
    rewind(aws, "people", "ACCOUNT", phone_confirmed_at=fresh)

    page = she.browser.get(f"{SECURITY}/mensajes")
    forced = call(page_post(f"{SECURITY}/mensajes", {}, she.browser.cookies))

    assert "menos segura" in page.page.text
    assert not [form for form in page.page.forms if form.action.endswith("mensajes")]
    assert forced.status == 409


def test_recovery_codes_are_shown_once_and_can_be_kept_without_scripts(aws: Aws) -> None:
    she = settled(aws)
    she.add_app()
    she.prove()
    she.answer(code=she.app_code(1))

    page = she.make_codes()

    assert len(set(she.codes)) == 10
    link = next(link for link in page.page.links if link.startswith("data:text/plain"))
    assert all(code in unquote(link) for code in she.codes)
    assert not any(code in repr(aws.items("people")) for code in she.codes)
    assert "Te quedan 10 códigos" in she.browser.get(SECURITY).page.text


def test_without_a_factor_there_are_no_recovery_codes(aws: Aws) -> None:
    she = settled(aws)

    she.browser.get(f"{SECURITY}/codigos")

    assert she.browser.path == SECURITY


def test_who_changes_something_has_just_shown_who_she_is(aws: Aws) -> None:
    she = settled(aws)
    item = session_item(aws, she)
    aws.put("sessions", {**item, "auth_time": item["auth_time"] - 6 * 60 * 1000})
    for path in ("llave-de-acceso", "aplicacion", "mensajes", "codigos", "quitar"):
        she.browser.get(f"{SECURITY}/{path}")
        assert she.browser.path == "/entrar/confirmar-identidad", path
    forced = call(page_post(f"{SECURITY}/mensajes", {}, she.browser.cookies))
    assert forced.location == "/entrar/confirmar-identidad"
    before = she.session

    she.prove()

    assert she.browser.path == SECURITY
    assert she.session != before
    assert "Lee" not in she.add_app().page.title
    assert not aws.outbox(Kind.NEW_DEVICE)[1:], "she was in already"


def test_a_factor_that_exists_is_needed_to_add_another(aws: Aws) -> None:
    she = settled(aws)
    she.add_app()
    rewind(aws, "sessions", "SESSION", amr=["pwd"])

    she.browser.get(f"{SECURITY}/mensajes")
    assert she.browser.path == "/entrar/confirmar-identidad"
    she.prove()
    assert she.browser.path == "/entrar/segundo-factor"
    she.answer(code=she.app_code(1))

    assert she.browser.path == SECURITY
    assert "Ya puedes usarla." in she.add_sms().page.text


def test_a_wrong_password_shows_nobody(aws: Aws) -> None:
    she = settled(aws)
    she.browser.get("/entrar/confirmar-identidad")

    assert she.browser.submit({"password": "otra-cosa-muy-distinta"}).status == 401


def test_removing_the_last_factor_of_a_basica_account_says_what_that_means(aws: Aws) -> None:
    she = settled(aws)
    she.add_app()
    she.prove()
    she.answer(code=she.app_code(1))

    page = she.browser.get(f"{SECURITY}/quitar?method=totp")
    gone = she.browser.submit(action=f"{SECURITY}/quitar")

    assert "tu contraseña bastará para entrar" in page.page.text
    assert "La quitamos." in gone.page.text
    account = next(item for item in aws.items("people") if item["sk"] == "ACCOUNT")
    assert "asks_second" not in account
    she.sign_out()
    she.sign_in()
    assert she.browser.path == "/cuenta"


@pytest.mark.parametrize("query", ["", "?method=x", "?method=totp", "?method=passkey&key=nada"])
def test_what_she_does_not_have_can_not_be_removed(aws: Aws, query: str) -> None:
    she = settled(aws)

    she.browser.get(f"{SECURITY}/quitar{query}")

    assert she.browser.path == SECURITY


def test_she_says_when_she_is_asked(aws: Aws) -> None:
    she = settled(aws)
    she.add_app()
    she.prove()
    she.answer(code=she.app_code(1))
    she.browser.get(SECURITY)
    she.browser.submit(action=f"{SECURITY}/pedir")
    she.sign_out()

    she.sign_in()

    assert she.browser.path == "/cuenta"


def test_nobody_sees_these_pages(aws: Aws) -> None:
    for path in ("", "/llave-de-acceso", "/aplicacion", "/mensajes", "/codigos", "/quitar"):
        browser = Browser()
        browser.get(SECURITY + path)
        assert browser.path == "/entrar?volver=seguridad"
    assert She().session == ""
