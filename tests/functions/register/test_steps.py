"""The three steps over JSON, on moto."""

from datetime import timedelta

import pytest

from llave.people.outbox import Kind
from tests.registrants import (
    ADULT,
    CHILD,
    EMAIL,
    PHONE,
    UNKNOWN,
    account_in,
    person_in,
)


def test_the_three_steps_make_an_account_that_is_registered(client, aws):
    begun = client.begin()
    assert begun.status == 201
    assert begun.json["person"] == {
        "given_names": "WALTER",
        "first_surname": "BOX",
        "second_surname": None,
        "sex": "H",
        "birth_date": "1931-08-20",
        "birth_state": "NE",
    }
    assert set(begun.json) == {"registration_token", "expires_at", "person"}

    assert client.give_address().json == {"next": "contacts"}
    assert client.give_contacts(email=EMAIL, phone="55 1234 5678").json == {"next": "password"}
    made = client.choose_password()

    assert made.status == 201
    assert made.json == {
        "account": {"status": "registered", "level": "basica"},
        "confirm": ["email", "phone"],
    }
    assert account_in(aws)["status"] == "registered"
    kinds = [(m.kind, m.channel) for m in aws.outbox()]
    assert sorted(kinds, key=str) == sorted(
        [
            (Kind.CONFIRM_CONTACT, "email"),
            (Kind.CONFIRM_CONTACT, "phone"),
            (Kind.ACCOUNT_DECLARED, None),
        ],
        key=str,
    )
    assert [event["what"] for event in aws.audit(person_in(aws))] == ["registered"]


def test_nobody_can_be_read_in_what_is_stored(client, aws):
    client.register(email=EMAIL, phone=PHONE)

    everything = repr([aws.items(t) for t in ("people", "sessions", "agencies", "ledger")])

    for secret in (ADULT.value, "WALTER", EMAIL, PHONE[3:], "Juárez", client.token):
        assert secret not in everything


def test_a_registration_that_was_left_goes_on_where_it_stopped(client):
    client.begin()
    client.give_address()
    token = client.token

    client.token = token
    assert client.give_contacts(email=EMAIL).status == 200
    assert client.choose_password().status == 201


def test_an_unknown_token_leads_to_no_registration(client):
    client.token = "x" * 43

    answer = client.give_contacts(email=EMAIL)

    assert (answer.status, answer.json["code"]) == (401, "registration_not_found")


def test_unknown_and_replaced_read_alike(client):
    answer = client.begin(UNKNOWN)

    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == "curp"
    assert answer.json["errors"][0]["code"] == "curp_not_found"


def test_of_a_child_nothing_is_asked_and_nothing_is_kept(client, population, aws):
    captcha = client.captcha()
    before = len(aws.items("sessions"))

    answer = client.send("POST", "/v1/registrations", {"curp": CHILD.value, "captcha": captcha})

    assert (answer.status, answer.json["code"]) == (403, "under_minimum_age")
    assert population.asked == []
    assert len(aws.items("sessions")) == before


def test_while_renapo_is_down_nothing_is_lost(client, population, aws):
    client.begin()
    under_way = client.token
    population.down = True

    down = client.begin()

    assert (down.status, down.json["code"]) == (503, "registry_unavailable")
    assert down.headers["retry-after"] == "60"
    client.token = under_way
    assert client.give_address().status == 200
    assert client.give_contacts(email=EMAIL).status == 200
    assert client.choose_password().status == 201


def test_a_step_can_not_be_skipped(client):
    client.begin()

    assert client.give_contacts(email=EMAIL).json["code"] == "step_missing"
    assert client.choose_password().json["code"] == "step_missing"


def test_the_account_is_made_once(registered):
    again = registered.choose_password()
    assert (again.status, again.json["code"]) == (409, "registration_done")
    assert registered.give_address().status == 409
    assert registered.give_contacts(email="otro@correo.example").status == 409


def test_abroad_an_email_is_needed(client):
    client.begin()
    body = {"residence": "abroad", "country": "US", "address_lines": "12 Main Street, Chicago"}
    assert client.send("PUT", "/v1/registration/address", body).json == {"next": "contacts"}

    refused = client.give_contacts(phone="+13125550123")
    assert refused.json["errors"][0]["code"] == "email_required_abroad"
    assert client.give_contacts(email=EMAIL, phone="+13125550123").json == {"next": "password"}


def test_who_moves_abroad_on_the_way_back_is_asked_for_an_email(client):
    client.begin()
    client.give_address()
    client.give_contacts(phone=PHONE)
    body = {"residence": "abroad", "country": "US", "address_lines": "12 Main Street, Chicago"}

    assert client.send("PUT", "/v1/registration/address", body).json == {"next": "contacts"}
    assert client.choose_password().json["code"] == "step_missing"


def test_contacts_given_again_replace_the_first(client, aws):
    client.begin()
    client.give_address()
    client.give_contacts(email=EMAIL, phone=PHONE)
    client.give_contacts(phone=PHONE)

    assert client.choose_password().json["confirm"] == ["phone"]
    assert "email_index" not in account_in(aws)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("corta", "password_too_short"),
        (ADULT.value, "password_is_curp"),
        ("walterbox2026walter", "password_is_name"),
        ("x" * 129, "password_too_long"),
        ("aaaaaaaaaaaaaaaaaaaa", "password_repeats"),
    ],
)
def test_a_password_is_refused_with_its_reason(client, password, code):
    client.begin()
    client.give_address()
    client.give_contacts(email=EMAIL)

    answer = client.choose_password(password)

    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == "password"
    assert answer.json["errors"][0]["code"] == code
    assert len(answer.json["errors"][0]["detail"]) > 10


def test_only_the_privacy_notice_in_force_can_be_accepted(client):
    client.begin()
    client.give_address()
    client.give_contacts(email=EMAIL)

    answer = client.choose_password(notice="2019-01")

    assert answer.json["errors"][0]["code"] == "privacy_notice_version"


def test_the_settlement_is_one_of_the_postal_code(client):
    client.begin()

    unknown = client.give_address(settlement_id="44100-0001")
    assert unknown.json["errors"] == [
        {
            "field": "settlement_id",
            "code": "settlement_unknown",
            "detail": unknown.json["errors"][0]["detail"],
        }
    ]
    nowhere = client.give_address(postal_code="00001")
    assert nowhere.json["errors"][0]["code"] == "postal_code_unknown"


def test_a_postal_code_names_its_place_and_its_settlements(client):
    found = client.send("GET", "/v1/postal-codes/06000")
    assert found.status == 200
    assert found.json["municipality"]["name"] == "Cuauhtémoc"
    assert client.send("GET", "/v1/postal-codes/00001").status == 404
    assert client.send("GET", "/v1/postal-codes/6000").status == 422


def test_a_registration_ends_after_72_hours(client, aws):
    client.begin()
    item = next(i for i in aws.items("sessions") if i["pk"].startswith("REGISTRATION#"))
    aws.put(
        "sessions",
        item | {"expires_at": item["expires_at"] - int(timedelta(hours=73).total_seconds())},
    )

    assert client.give_address().status == 401
