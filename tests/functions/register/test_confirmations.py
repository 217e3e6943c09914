"""Confirming a contact over JSON, on moto."""

from dataclasses import dataclass, replace

import pytest

from llave import wiring
from llave.people.accounts import Account, Channel
from llave.people.outbox import Kind
from tests.registrants import EMAIL, PASSWORD, PHONE, Client, account_in, person_in


@dataclass(frozen=True)
class Always:
    """Accounts as one was a moment ago."""

    account: Account

    def get(self, person: str) -> Account:
        return self.account


def confirm(client, **body):
    return client.send("POST", "/v1/confirmations", body)


def guards(aws, kind="EMAIL"):
    return [i for i in aws.items("people") if i["sk"] == "GUARD" and i["pk"].startswith(f"{kind}#")]


def test_the_code_confirms_the_account(registered, code, aws):
    answer = confirm(registered, registration_token=registered.token, channel="email", code=code())

    assert (answer.status, answer.json) == (200, {"account": {"status": "active"}})
    account = account_in(aws)
    assert account["status"] == "active"
    assert account["email_confirmed_at"]
    assert [g["person"] for g in guards(aws)] == [person_in(aws)]
    assert [e["what"] for e in aws.audit(person_in(aws))] == ["registered", "contact-confirmed"]


def test_the_link_confirms_in_the_browser_that_registered(registered, link):
    answer = confirm(registered, token=link(), registration_token=registered.token)

    assert answer.json == {"account": {"status": "active"}}


def test_the_link_confirms_elsewhere_with_the_password(registered, link, aws):
    elsewhere = Client()

    wrong = confirm(elsewhere, token=link(), password="otra frase que nadie eligió")
    assert (wrong.status, wrong.json["code"]) == (401, "wrong_credentials")
    assert account_in(aws)["status"] == "registered"

    assert confirm(elsewhere, token=link(), password=PASSWORD).json["account"]["status"] == "active"


def test_the_link_alone_confirms_nothing(registered, link, aws):
    answer = confirm(Client(), token=link())

    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == "password"
    assert account_in(aws)["status"] == "registered"


def test_a_link_is_worth_nothing_with_another_registration(registered, link, aws):
    token, person = link(), person_in(aws)
    other = Client()
    other.register(email="otra@correo.example")

    answer = confirm(other, token=token, registration_token=other.token)

    assert answer.json["errors"][0]["code"] == "link_not_valid"
    assert account_in(aws, person)["status"] == "registered"


def test_a_code_is_spent_once(registered, code):
    body = {"registration_token": registered.token, "channel": "email", "code": code()}
    assert confirm(registered, **body).status == 200

    again = confirm(registered, **body)
    assert (again.status, again.json["code"]) == (409, "already_confirmed")


def test_a_link_is_spent_once(registered, link):
    body = {"token": link(), "registration_token": registered.token}
    assert confirm(registered, **body).status == 200
    assert confirm(registered, **body).status == 422


def test_a_phone_confirms_too(client, code, aws):
    client.register(phone=PHONE)

    answer = confirm(client, registration_token=client.token, channel="phone", code=code("phone"))

    assert answer.json == {"account": {"status": "active"}}
    assert len(guards(aws, "CURP+PHONE")) == 1


def test_abroad_a_phone_alone_does_not_activate(client, code, aws):
    client.begin()
    body = {"residence": "abroad", "country": "US", "address_lines": "12 Main Street, Chicago"}
    client.send("PUT", "/v1/registration/address", body)
    client.give_contacts(email=EMAIL, phone="+13125550123")
    client.choose_password()

    by_phone = confirm(client, registration_token=client.token, channel="phone", code=code("phone"))
    assert by_phone.json == {"account": {"status": "registered"}}
    by_email = confirm(client, registration_token=client.token, channel="email", code=code())
    assert by_email.json == {"account": {"status": "active"}}


def test_abroad_the_phone_takes_nothing_back_from_the_email_confirmed_at_the_same_moment(
    client, code, aws
):
    client.begin()
    body = {"residence": "abroad", "country": "US", "address_lines": "12 Main Street, Chicago"}
    client.send("PUT", "/v1/registration/address", body)
    client.give_contacts(email=EMAIL, phone="+13125550123")
    client.choose_password()
    by_phone = code("phone")
    as_it_was = wiring.accounts().get(person_in(aws))
    confirm(client, registration_token=client.token, channel="email", code=code())

    stale = replace(wiring.confirming(), accounts=Always(as_it_was))
    stale.by_code(person_in(aws), Channel.PHONE, by_phone, wiring.now())

    assert account_in(aws)["status"] == "active"


def test_an_email_belongs_to_one_account_and_the_second_is_told_after_the_proof(client, code, aws):
    client.register()
    first = person_in(aws)
    second = Client()
    assert second.register().json == {
        "account": {"status": "registered", "level": "basica"},
        "confirm": ["email"],
    }
    confirm(client, registration_token=client.token, channel="email", code=code("email", first))

    answer = confirm(second, registration_token=second.token, channel="email", code=code())

    assert (answer.status, answer.json["code"]) == (409, "email_taken")
    assert account_in(aws)["status"] == "registered"


def test_a_phone_is_shared_by_a_family_but_not_with_the_same_curp(client, code, aws):
    client.register(phone=PHONE)
    first = person_in(aws)
    second = Client()
    second.register(phone=PHONE)
    confirm(client, registration_token=client.token, channel="phone", code=code("phone", first))

    answer = confirm(second, registration_token=second.token, channel="phone", code=code("phone"))

    assert (answer.status, answer.json["code"]) == (409, "phone_taken")


def test_a_resend_makes_the_old_code_worthless_and_keeps_the_old_link(registered, code, link):
    old_code, old_link = code(), link()

    answer = registered.send(
        "POST",
        "/v1/confirmations/resend",
        {"registration_token": registered.token, "channel": "email"},
    )

    assert answer.status == 202
    body = {"registration_token": registered.token, "channel": "email", "code": old_code}
    assert confirm(registered, **body).json["errors"][0]["code"] == "code_wrong"
    link_body = {"token": old_link, "registration_token": registered.token}
    assert confirm(registered, **link_body).status == 200


def test_a_resend_for_nothing_is_answered_alike(registered, code, aws):
    body = {"registration_token": registered.token, "channel": "phone"}
    assert registered.send("POST", "/v1/confirmations/resend", body).status == 202

    confirm(registered, registration_token=registered.token, channel="email", code=code())
    sent = len(aws.outbox(Kind.CONFIRM_CONTACT))
    body["channel"] = "email"
    for _ in range(8):
        assert registered.send("POST", "/v1/confirmations/resend", body).status == 202
    assert len(aws.outbox(Kind.CONFIRM_CONTACT)) == sent


def test_resends_have_a_budget(registered, aws):
    body = {"registration_token": registered.token, "channel": "email"}
    answers = {registered.send("POST", "/v1/confirmations/resend", body).status for _ in range(9)}

    assert answers == {202}
    assert len(aws.outbox(Kind.CONFIRM_CONTACT)) == 1 + 5


def test_no_fui_yo_deletes_the_registration(registered, link, aws):
    token = link()

    answer = Client().send("POST", "/v1/confirmations/decline", {"token": token})

    assert answer.status == 200
    assert aws.items("people") == []
    left = [i["pk"].partition("#")[0] for i in aws.items("sessions")]
    assert not {"REGISTRATION", "CONFIRMATION"} & set(left)
    assert [e["what"] for e in aws.audit()] == ["registered", "registration-declined"]
    gone = confirm(registered, token=token, registration_token=registered.token)
    assert gone.status == 401


def test_no_fui_yo_takes_only_the_contact_from_an_account_that_another_made_active(
    client, code, link, aws
):
    client.register(email=EMAIL, phone=PHONE)
    confirm(client, registration_token=client.token, channel="phone", code=code("phone"))

    answer = Client().send("POST", "/v1/confirmations/decline", {"token": link()})

    assert answer.status == 200
    account = account_in(aws)
    assert account["status"] == "active"
    assert "email_index" not in account
    assert "email" not in account["sealed"]
    assert wiring.accounts().get(person_in(aws)).confirmed_channels


def test_no_fui_yo_does_not_touch_what_is_confirmed(registered, code, link, aws):
    token = link()
    confirm(registered, registration_token=registered.token, channel="email", code=code())

    answer = Client().send("POST", "/v1/confirmations/decline", {"token": token})

    assert answer.status == 422
    assert account_in(aws)["status"] == "active"


def test_no_fui_yo_leaves_the_pointer_of_a_newer_registration(registered, link, aws):
    token = link()
    newer = Client()
    newer.register()

    Client().send("POST", "/v1/confirmations/decline", {"token": token})

    pointers = [i for i in aws.items("people") if i["sk"] == "POINTER"]
    assert [p["person"] for p in pointers] == [person_in(aws)]


@pytest.mark.parametrize("late", [600, 86_400])
def test_codes_end_after_ten_minutes_and_links_after_a_day(registered, code, link, aws, late):
    the_code, the_link = code(), link()
    for item in aws.items("sessions"):
        if item["pk"].startswith("CONFIRMATION#"):
            aws.put("sessions", item | {"issued_at": item["issued_at"] - late * 1000})
        if item["pk"].startswith("LINK#"):
            earlier = item["link_expires_at"] - late * 1000
            aws.put("sessions", item | {"link_expires_at": earlier})

    by_code = confirm(
        registered, registration_token=registered.token, channel="email", code=the_code
    )
    assert by_code.json["errors"][0]["code"] == "code_wrong"
    by_link = confirm(registered, token=the_link, registration_token=registered.token)
    assert by_link.status == (422 if late >= 86_400 else 200)
