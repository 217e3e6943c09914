"""The pages of signing in, on moto, in a browser without scripts."""

from datetime import UTC, datetime

from llave import wiring
from llave.oidc.requests import AuthorizationRequest, PendingAuthorization
from llave.people.accounts import Channel, Residence
from tests.aws import Aws
from tests.citizens import EMAIL, PASSWORD, PHONE, Citizen
from tests.events import Browser, page_post
from tests.post import deliver, mails, texts

MINE = {"identifier": EMAIL, "password": PASSWORD}


def waiting_request() -> PendingAuthorization:
    request = AuthorizationRequest(
        client_id="demo-becas",
        redirect_uri="https://becas.test/regreso",
        scopes=("openid",),
        code_challenge="c" * 43,
    )
    pending = PendingAuthorization("ab" * 16, "Becas", request, datetime.now(UTC))
    wiring.pending_authorizations().put(pending)
    return pending


def test_a_person_signs_in_sees_her_account_and_signs_out(aws: Aws) -> None:
    Citizen().settle(aws)
    browser = Browser()
    browser.get("/entrar")

    account = browser.submit({**MINE, "device": "own"})
    assert "+52 55 1234 5678" in account.page.text

    assert browser.path == "/cuenta"
    for shown in ("ANA LÓPEZ OBRADOR", "LOOA531113HTCPBN07", "13/11/1953", f"{EMAIL} (confirmado)"):
        assert shown in account.page.text
    assert "Entraste desde un dispositivo nuevo" in account.page.text
    gone = browser.submit(action="/salir")
    assert "Cerraste tu sesión." in gone.page.text
    assert browser.get("/cuenta").status == 200
    assert browser.path == "/entrar"


def test_what_was_typed_stays_but_for_the_password(aws: Aws) -> None:
    browser = Browser()
    browser.get("/entrar")

    again = browser.submit({"identifier": "nadie@correo.mx", "password": "no-es-la-mia-ni"})

    assert again.status == 401
    assert "nadie@correo.mx" in again.body
    assert "no-es-la-mia-ni" not in again.body


def test_who_has_a_live_session_goes_straight_to_her_account(aws: Aws) -> None:
    Citizen().settle(aws)
    browser = Browser()
    browser.get("/entrar")
    browser.submit(MINE)

    browser.get("/entrar")

    assert browser.path == "/cuenta"


def test_an_agency_that_waits_is_named_and_gone_on_to(aws: Aws) -> None:
    Citizen().settle(aws)
    pending = waiting_request()
    browser = Browser()

    page = browser.get(f"/entrar?solicitud={pending.id}")
    sent = browser.submit(MINE, follow=False)

    assert "Becas" in page.page.text
    assert page.headers["content-security-policy"].endswith("form-action 'self' https://becas.test")
    assert (sent.status, sent.location) == (303, f"/oauth/consent?solicitud={pending.id}")


def test_the_agency_stays_named_after_a_mistake(aws: Aws) -> None:
    pending = waiting_request()
    browser = Browser()
    browser.get(f"/entrar?solicitud={pending.id}")

    again = browser.submit({"identifier": "nadie@correo.mx", "password": PASSWORD})

    assert again.status == 401
    assert "Becas" in again.page.text
    assert "https://becas.test" in again.headers["content-security-policy"]


def test_a_request_that_is_over_is_said_to_be_over(aws: Aws) -> None:
    Citizen().settle(aws)
    browser = Browser()

    page = browser.get("/entrar?solicitud=nunca-hubo")
    browser.submit(MINE)

    assert "venció" in page.page.text
    assert browser.path == "/cuenta"


def test_an_unconfirmed_person_confirms_with_the_code_that_she_has_sent_again(aws: Aws) -> None:
    Citizen(phone=None, unconfirmed=(Channel.EMAIL,)).settle(aws)
    browser = Browser()
    browser.get("/entrar")

    page = browser.submit(MINE)
    assert browser.path == "/entrar/confirmar"
    assert "a•••@correo.mx" in page.page.text
    browser.submit({"action": "resend"})
    deliver(aws)
    browser.submit({"action": "code", "code": mails(EMAIL)[-1].code})

    assert browser.path == "/entrar?aviso=confirmado"
    browser.submit(MINE)
    assert browser.path == "/cuenta"


def test_an_unconfirmed_person_corrects_her_address(aws: Aws) -> None:
    Citizen(phone=None, unconfirmed=(Channel.EMAIL,)).settle(aws)
    browser = Browser()
    browser.get("/entrar")
    browser.submit(MINE)

    browser.submit({"action": "correct", "email": "bien@correo.mx"})
    deliver(aws)
    browser.submit({"action": "code", "code": mails("bien@correo.mx")[-1].code})

    browser.submit({"identifier": "bien@correo.mx", "password": PASSWORD})
    assert browser.path == "/cuenta"
    other = Browser()
    other.get("/entrar")
    assert other.submit(MINE).status == 401


def test_a_phone_is_corrected_too(aws: Aws) -> None:
    Citizen(email=None, unconfirmed=(Channel.PHONE,)).settle(aws)
    browser = Browser()
    browser.get("/entrar")
    browser.submit({"identifier": Citizen().curp, "phone": PHONE, "password": PASSWORD})

    browser.submit({"action": "correct", "phone": "55 8765 4321"})
    deliver(aws)
    browser.submit({"action": "code", "code": texts("+525587654321")[-1].code})

    browser.submit({"identifier": Citizen().curp, "phone": "5587654321", "password": PASSWORD})
    assert browser.path == "/cuenta"


def test_the_page_for_the_unconfirmed_needs_the_right_password_first(aws: Aws) -> None:
    Citizen(phone=None, unconfirmed=(Channel.EMAIL,)).settle(aws)

    browser = Browser()
    browser.get("/entrar/confirmar")

    assert browser.path == "/entrar"


def test_abroad_who_lost_her_email_to_no_fui_yo_gives_another(aws: Aws) -> None:
    citizen = Citizen(email=None, residence=Residence.ABROAD)
    citizen.settle(aws)
    (account,) = (item for item in aws.items("people") if item["sk"] == "ACCOUNT")
    aws.put("people", {**account, "status": "registered"})
    browser = Browser()
    browser.get("/entrar")

    browser.submit({"identifier": citizen.curp, "phone": PHONE, "password": PASSWORD})
    assert (browser.path, browser.last.status) == ("/entrar/confirmar", 200)
    browser.submit({"action": "correct", "email": "bien@correo.mx"})
    deliver(aws)
    browser.submit({"action": "code", "code": mails("bien@correo.mx")[-1].code})

    browser.submit({"identifier": "bien@correo.mx", "password": PASSWORD})
    assert browser.path == "/cuenta"


def test_wrong_credentials_offer_recovery_in_the_summary(aws: Aws) -> None:
    browser = Browser()
    browser.get("/entrar")

    answer = browser.submit(MINE)

    assert answer.status == 401
    summary = answer.body.partition("govuk-error-summary__list")[2].partition("</ul>")[0]
    assert 'href="/recuperar"' in summary


def test_a_mistake_in_a_code_keeps_the_page(aws: Aws) -> None:
    Citizen(unconfirmed=(Channel.EMAIL, Channel.PHONE)).settle(aws)
    browser = Browser()
    browser.get("/entrar")
    browser.submit(MINE)

    for code, status in (("", 422), ("12", 422), ("000000", 422)):
        assert browser.submit({"action": "code", "code": code}).status == status
    assert browser.get("/entrar/confirmar?canal=phone").status == 200
    assert "•• •• 5678" in browser.last.page.text


def test_a_form_without_our_token_is_refused(aws: Aws) -> None:
    from tests.events import call

    Citizen().settle(aws)

    answer = call(page_post("/entrar", MINE, csrf=False))

    assert answer.status == 403
    assert not answer.kept.get("__Host-session")


def test_the_home_page_leads_everywhere(aws: Aws) -> None:
    page = Browser().get("/").page

    assert {"/registro", "/entrar", "/recuperar"} <= set(page.links)
