"""The pages of registration in a browser without scripts, on moto."""

from datetime import timedelta

import pytest

from functions.register.shown import place
from llave import wiring
from tests.events import Browser, call, page_post
from tests.registrants import (
    ADULT,
    CHILD,
    EMAIL,
    PASSWORD,
    PHONE,
    UNKNOWN,
    account_in,
)

ADDRESS = {"street": "Avenida Juárez", "exterior_number": "10"}


@pytest.fixture
def browser(population) -> Browser:
    return Browser()


def patience(seconds: int = 30) -> str:
    """The token of a page that was opened so long ago."""
    opened_at = wiring.now() - timedelta(seconds=seconds)
    return wiring.robots().form_token(opened_at, wiring.new_id())


def begin(browser, curp=ADULT):
    browser.get("/registro?nuevo=1")
    return browser.submit({"curp": curp.value.lower(), "captcha_form": patience()})


def to_contacts(browser):
    begin(browser)
    settlement = place("06000", wiring.places())["settlements"][0]["value"]
    given = {"postal_code": "06000", "settlement_id": settlement, **ADDRESS}
    return browser.submit(given, action="/registro/domicilio")


def register(browser, **contacts):
    to_contacts(browser)
    browser.submit(contacts or {"email": EMAIL}, action="/registro/contacto")
    return browser.submit(
        {"password": PASSWORD, "privacy_notice": "2026-11"}, action="/registro/contrasena"
    )


def test_a_person_registers_without_scripts(browser, code, aws):
    begun = begin(browser)
    assert (begun.status, browser.path) == (200, "/registro/domicilio")
    assert "WALTER" in begun.body
    assert 'value="WALTER"' not in begun.body

    looked_up = browser.submit({"postal_code": "06000", **ADDRESS}, action="/registro/domicilio")
    assert looked_up.status == 422
    assert "Cuauhtémoc" in looked_up.body
    assert 'value="Avenida Juárez"' in looked_up.body

    ready = register(browser, email=EMAIL, phone=PHONE)
    assert browser.path == "/registro/listo"
    assert "w•••@correo.example" in ready.body

    active = browser.submit({"code": code()}, action="/registro/listo")
    assert (active.status, browser.path) == (200, "/registro/activa")
    assert account_in(aws)["status"] == "active"
    browser.get("/registro/listo?canal=phone")
    browser.submit({"code": code("phone")}, action="/registro/listo")
    assert "__Host-registration" not in browser.cookies


def test_the_button_that_looks_up_a_postal_code_judges_nothing_else(browser):
    begin(browser)
    form = browser.form("/registro/domicilio")
    answer = call(
        page_post(
            "/registro/colonias",
            {**form.values, "postal_code": "06000", "street": "Juárez"},
            cookies=browser.cookies,
        )
    )

    assert answer.status == 200
    assert "Cuauhtémoc" in answer.body
    assert 'value="Juárez"' in answer.body


def test_who_comes_back_is_offered_to_go_on(browser):
    to_contacts(browser)

    offered = browser.get("/registro")

    assert "/registro/contacto" in offered.body
    assert "Tienes un registro sin terminar" in offered.page.text
    assert browser.get("/registro/contrasena").status == 200
    assert browser.path == "/registro/contacto"


def test_a_mistake_keeps_what_was_typed_and_the_wait(browser):
    browser.get("/registro")
    token = patience()

    answer = browser.submit({"curp": "ABC", "captcha_form": token})

    assert answer.status == 422
    assert 'value="ABC"' in answer.body
    assert 'href="#curp"' in answer.body
    assert browser.form("/registro").values["captcha_form"] == token


def test_a_curp_that_renapo_does_not_know_needs_a_new_robot_check(browser):
    browser.get("/registro")
    token = patience()

    answer = browser.submit({"curp": UNKNOWN.value, "captcha_form": token})

    assert answer.status == 422
    assert UNKNOWN.value in answer.body
    assert browser.form("/registro").values["captcha_form"] != token


def test_when_renapo_is_down_the_page_says_so_and_keeps_the_curp(browser, population):
    population.down = True

    answer = begin(browser)

    assert answer.status == 503
    assert "RENAPO no responde" in answer.page.text
    assert ADULT.value.lower() in answer.body


def test_a_child_is_told_who_can_act(browser):
    answer = begin(browser, CHILD)

    assert answer.status == 403
    assert "15 años" in answer.page.text
    assert "tutela" in answer.page.text


def test_the_link_shows_a_page_and_the_browser_that_registered_confirms(browser, link, aws):
    register(browser)
    path = f"/registro/confirmar?token={link()}"
    for _ in range(5):
        assert browser.get(path).status == 200
    assert account_in(aws)["status"] == "registered"
    assert 'name="password"' not in browser.last.body

    browser.submit(action="/registro/confirmar")

    assert browser.path == "/registro/activa"
    assert account_in(aws)["status"] == "active"
    assert browser.get(path).status == 404


def test_elsewhere_the_link_asks_for_the_password_chosen(browser, link, aws):
    register(browser)
    elsewhere = Browser()
    elsewhere.get(f"/registro/confirmar?token={link()}")

    wrong = elsewhere.submit({"password": "x" * 20}, action="/registro/confirmar")
    assert wrong.status == 401
    assert 'href="#password"' in wrong.body
    assert "x" * 20 not in wrong.body

    elsewhere.submit({"password": PASSWORD}, action="/registro/confirmar")
    assert elsewhere.path == "/registro/activa"
    assert account_in(aws)["status"] == "active"


def test_no_fui_yo(browser, link, aws):
    register(browser)
    victim = Browser()
    victim.get(f"/registro/confirmar?token={link()}")

    victim.submit(action="/registro/no-fui-yo")

    assert victim.path == "/registro/no-fui-yo"
    assert aws.items("people") == []
    assert browser.get("/registro/listo").status == 200
    assert browser.path.startswith("/registro?vencido")


def test_a_code_can_be_sent_again(browser, aws):
    register(browser)

    answer = browser.submit(action="/registro/reenviar")

    assert browser.path == "/registro/listo?enviado=1&canal=email"
    assert "te enviamos uno nuevo" in answer.page.text


def test_a_taken_email_leads_to_the_account_that_has_it(browser, code, aws):
    register(browser)
    browser.submit({"code": code()}, action="/registro/listo")
    second = Browser()
    register(second)

    answer = second.submit({"code": code()}, action="/registro/listo")

    assert answer.status == 409
    assert 'href="/recuperar"' in answer.body


def test_the_steps_lead_back_to_where_the_registration_stands(browser):
    assert browser.get("/registro/contrasena").status == 200
    assert browser.path.startswith("/registro?vencido")
    begin(browser)
    browser.get("/registro/contrasena")
    assert browser.path == "/registro/domicilio"


def test_abroad_by_the_page(browser):
    begin(browser)
    abroad = browser.get("/registro/domicilio?residencia=extranjero")
    assert "Estados Unidos" in abroad.body
    browser.submit(
        {"country": "US", "address_lines": "12 Main Street, Chicago"}, action="/registro/domicilio"
    )
    assert browser.path == "/registro/contacto"
    assert "necesitamos tu correo" in browser.last.page.text
    back = browser.get("/registro/domicilio")
    assert "12 Main Street" in back.body


def test_the_privacy_notice_names_its_version(browser):
    answer = browser.get("/aviso-de-privacidad")

    assert 'data-version="2026-11"' in answer.body


def test_what_was_given_is_there_on_the_way_back(browser):
    to_contacts(browser)
    browser.submit({"email": EMAIL}, action="/registro/contacto")

    assert EMAIL in browser.get("/registro/contacto").body
    assert "Avenida Juárez" in browser.get("/registro/domicilio").body


def test_a_weak_password_and_a_box_that_is_not_ticked_are_told_at_once(browser):
    to_contacts(browser)
    browser.submit({"email": EMAIL}, action="/registro/contacto")

    answer = browser.submit({"password": "corta"}, action="/registro/contrasena")

    assert answer.status == 422
    assert 'href="#password"' in answer.body
    assert 'href="#privacy_notice"' in answer.body
    assert 'value="corta"' not in answer.body
