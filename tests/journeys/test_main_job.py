"""Register, confirm, sign in, agency, introspect, recover: over the JSON contract."""

import pytest

from local.citizen import Citizen, claims_of, code_in, token_in
from local.demo import consent, recover
from tests.cloud import RunningCloud


@pytest.fixture
def citizen(cloud: RunningCloud) -> Citizen:
    return cloud.citizen()


def test_a_citizen_registers_signs_in_at_an_agency_and_recovers(
    cloud, citizen, somebody, mark, phone
):
    person = somebody()
    email, password = f"ana.{mark}@correo.example", f"cometa-{mark}-nopal-farol"

    preloaded = citizen.begin(person["curp"])
    assert preloaded == {
        name: person[name]
        for name in (
            "given_names",
            "first_surname",
            "second_surname",
            "sex",
            "birth_date",
            "birth_state",
        )
    }
    citizen.give_address()
    registered = citizen.finish(password, email=email, phone=phone)
    assert registered == {
        "account": {"status": "registered", "level": "basica"},
        "confirm": ["email", "phone"],
    }

    early = citizen.sign_in(email, password)
    assert early.status_code != 201, "an unconfirmed account signed in"
    assert "__Host-session" not in citizen.cookies

    for channel, to in (("email", email), ("phone", f"+52{phone}")):
        confirmed = citizen.confirm(channel, code_in(citizen.inbox(to)))
        assert (confirmed.status_code, confirmed.json()["account"]["status"]) == (200, "active")

    assert citizen.sign_in(email, password).status_code == 201
    me = citizen.call("GET", "/v1/me").json()
    assert person["curp"] in str(me)

    agency = cloud.server()
    address, verifier = agency.authorization("openid profile email")
    tokens = agency.tokens(consent(citizen, address, agency.redirect_uri), verifier)
    told = agency.introspect(tokens["access_token"])
    assert told["active"] is True
    assert told["acr"] == "urn:llave:nivel:basica"
    assert claims_of(tokens["id_token"])["sub"] == told["sub"]
    claims = agency.person(tokens["access_token"])
    assert (claims["given_name"], claims["email"]) == (person["given_names"], email)
    assert "curp" not in claims

    recover(citizen, email, f"+52{phone}", f"otro-{password}")
    assert agency.introspect(tokens["access_token"]) == {"active": False}
    assert citizen.call("GET", "/v1/me").status_code == 401
    fresh = cloud.citizen()
    assert fresh.sign_in(email, password).status_code == 401
    assert fresh.sign_in(email, f"otro-{password}").status_code == 201
    assert citizen.inbox(email, containing="se cambió la contraseña")
    assert citizen.inbox(f"+52{phone}", containing="cambio la contrasena")


def test_a_family_shares_a_phone_and_has_no_email(cloud, somebody, mark, phone):
    mother, son = cloud.citizen(), cloud.citizen()
    first, second = somebody(), somebody()
    while second["curp"] == first["curp"]:
        second = somebody()

    seen = ""
    for citizen, person, word in ((mother, first, "madre"), (son, second, "hijos")):
        citizen.register(person["curp"], f"{word}-{mark}-cometa-nopal", phone=phone)
        message = citizen.inbox(f"+52{phone}", containing="codigo", after=seen)
        seen = message["at"]
        assert citizen.confirm("phone", code_in(message)).status_code == 200
        signed_in = citizen.sign_in(person["curp"], f"{word}-{mark}-cometa-nopal", phone)
        assert signed_in.status_code == 201, signed_in.text

    assert first["given_names"] in mother.call("GET", "/v1/me").text
    assert second["given_names"] in son.call("GET", "/v1/me").text

    body = {"curp": first["curp"], "phone": phone, "captcha": mother.captcha()}
    assert mother.call("POST", "/v1/recoveries", body).status_code == 202
    token = token_in(mother.inbox(f"+52{phone}", containing="/recuperar/nueva"))
    body = {"token": token, "password": f"nueva-{mark}-cometa-nopal"}
    assert mother.call("POST", "/v1/recoveries/confirm", body).status_code == 200
    assert son.call("GET", "/v1/me").status_code == 200, "the son's session ended with hers"
    again = cloud.citizen().sign_in(first["curp"], f"nueva-{mark}-cometa-nopal", phone)
    assert again.status_code == 201


def test_a_person_abroad_needs_an_email_and_recovers_with_it_alone(cloud, somebody, mark):
    citizen = cloud.citizen()
    email, password = f"lejos.{mark}@correo.example", f"cometa-{mark}-nopal-farol"
    address = {"residence": "abroad", "country": "US", "address_lines": "12 Main Street, Chicago"}
    citizen.begin(somebody()["curp"])
    citizen.give_address(address)

    only_phone = citizen.call(
        "PUT",
        "/v1/registration/contacts",
        {"phone": "+13125550123"},
        bearer=citizen.registration_token,
    )
    assert only_phone.status_code == 422
    assert only_phone.json()["errors"][0]["field"] == "email"

    citizen.finish(password, email=email)
    assert citizen.confirm("email", code_in(citizen.inbox(email))).status_code == 200
    body = {"email": email, "captcha": citizen.captcha()}
    assert citizen.call("POST", "/v1/recoveries", body).status_code == 202
    token = token_in(citizen.inbox(email, containing="/recuperar/nueva"))
    body = {"token": token, "password": f"otro-{password}"}
    assert citizen.call("POST", "/v1/recoveries/confirm", body).status_code == 200
    assert citizen.sign_in(email, f"otro-{password}").status_code == 201


def test_two_accounts_on_one_curp_sign_in_and_neither_disturbs_the_other(cloud, somebody, mark):
    person = somebody()
    first, second = cloud.citizen(), cloud.citizen()

    for citizen, name in ((first, "una"), (second, "otra")):
        citizen.register(
            person["curp"], f"{name}-{mark}-cometa-nopal", email=f"{name}.{mark}@correo.example"
        )
        code = code_in(citizen.inbox(f"{name}.{mark}@correo.example"))
        assert citizen.confirm("email", code).status_code == 200
        signed_in = citizen.sign_in(f"{name}.{mark}@correo.example", f"{name}-{mark}-cometa-nopal")
        assert signed_in.status_code == 201

    told = first.inbox(f"una.{mark}@correo.example", containing="CURP")
    assert "otra." not in told["text"], "the notice names the other account"
    assert (
        first.call("GET", "/v1/me").json()["contacts"]["email"]["value"]
        == f"una.{mark}@correo.example"
    )
    assert (
        second.call("GET", "/v1/me").json()["contacts"]["email"]["value"]
        == f"otra.{mark}@correo.example"
    )


def test_a_victim_who_clicks_the_link_of_a_registration_not_hers_activates_nothing(
    cloud, somebody, mark
):
    attacker, victim = cloud.citizen(), cloud.citizen()
    email = f"victima.{mark}@correo.example"
    attacker.register(somebody()["curp"], f"atacante-{mark}-cometa", email=email)
    message = victim.inbox(email)
    token = token_in(message)

    shown = victim.call("GET", f"/registro/confirmar?token={token}")
    assert shown.status_code == 200
    assert "No fui yo" in shown.text
    refused = victim.call("POST", "/v1/confirmations", {"token": token, "password": "x" * 20})
    assert 400 <= refused.status_code < 500

    assert victim.call("POST", "/v1/confirmations/decline", {"token": token}).status_code == 200
    late = attacker.confirm("email", code_in(message))
    assert 400 <= late.status_code < 500, "a declined registration was confirmed"
    assert attacker.sign_in(email, f"atacante-{mark}-cometa").status_code == 401


def test_a_registry_that_is_down_is_said_plainly_and_registration_goes_on_when_it_is_back(
    cloud, citizen, somebody
):
    person = somebody()
    cloud.set_registry("down")
    try:
        body = {"curp": person["curp"], "captcha": citizen.captcha()}
        refused = citizen.call("POST", "/v1/registrations", body)
    finally:
        cloud.set_registry("up")

    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    assert refused.json()["code"] == "registry_unavailable"
