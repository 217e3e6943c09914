"""Verification over JSON, on moto."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest

from llave.people.outbox import Kind
from tests.aws import Aws
from tests.citizens import Citizen
from tests.events import api, call
from tests.photographing import INE, SLOTS, Photographing, put

FIFTEEN_MB = 15 * 1024 * 1024


def policy_in(fields: dict[str, str]) -> dict[str, Any]:
    decoded: dict[str, Any] = json.loads(base64.b64decode(fields["policy"]))
    return decoded


def test_a_case_waits_for_the_pictures_that_its_document_needs(aws: Aws) -> None:
    she = Photographing(aws)

    she.start(document="passport", bill="water")

    found = she.current()
    assert [one["slot"] for one in found["slots"]] == ["front", "bill", "face"]
    assert not any(one["done"] for one in found["slots"])
    assert (found["state"], found["attempts_left"]) == ("collecting", 5)


def test_who_has_begun_no_verification_is_shown_none(aws: Aws) -> None:
    answer = Photographing(aws).call("GET", "/v1/verifications/current")

    assert (answer.status, answer.json) == (200, {"verification": None})


def test_a_policy_fixes_key_type_size_and_five_minutes(aws: Aws) -> None:
    she = Photographing(aws)
    case = she.start()

    answer = she.policy(case, "front", "image/png")

    (one,) = answer.json["uploads"]
    conditions = policy_in(one["fields"])["conditions"]
    assert answer.status == 201
    assert one["url"].endswith("/subir/frente")
    assert {"key": f"cases/{case}/front/original"} in conditions
    assert {"Content-Type": "image/png"} in conditions
    assert ["content-length-range", 1, FIFTEEN_MB] in conditions
    assert {"success_action_status": "204"} in conditions
    assert all(isinstance(c, dict) or c[0] == "content-length-range" for c in conditions)


def test_what_lies_in_the_bucket_counts_though_nobody_reported_it(aws: Aws) -> None:
    she = Photographing(aws)
    case = she.start()

    she.upload(case, "front", "bill")

    done = {one["slot"]: one["done"] for one in she.current()["slots"]}
    assert done == {"front": True, "back": False, "bill": True, "face": False}


def test_a_picture_taken_again_takes_the_place_of_the_first(aws: Aws) -> None:
    she = Photographing(aws)
    case = she.start()
    she.upload(case, "front")
    she.current()
    first = she.case_item(case)["front_version"]

    she.upload(case, "front")
    she.current()

    assert she.case_item(case)["front_version"] != first


def test_handing_in_twice_is_one_case_and_one_message(aws: Aws) -> None:
    she = Photographing(aws)
    case = she.start()
    she.upload(case, *SLOTS)

    answers = [she.call("POST", f"/v1/verifications/{case}/submit") for _ in range(2)]

    assert [one.json["verification"]["state"] for one in answers] == ["submitted", "submitted"]
    (message,) = aws.outbox(Kind.CASE_SUBMITTED)
    assert (message.channel, dict(message.refs)) == ("cases", {"case": case})
    assert she.current()["attempts_left"] == 4


def test_a_case_with_a_picture_missing_is_not_handed_in(aws: Aws) -> None:
    she = Photographing(aws)
    case = she.start()
    she.upload(case, "front", "back", "bill")

    answer = she.call("POST", f"/v1/verifications/{case}/submit")

    assert (answer.status, answer.json["code"]) == (409, "pictures_missing")
    assert aws.outbox(Kind.CASE_SUBMITTED) == []


def test_after_handing_in_no_policy_is_given_and_another_file_changes_nothing(aws: Aws) -> None:
    she = Photographing(aws)
    case = she.start()
    she.upload(case, *SLOTS)
    late = she.policy(case, "front").json["uploads"][0]["fields"]
    she.call("POST", f"/v1/verifications/{case}/submit")
    kept = she.case_item(case)["front_version"]

    put(late)
    she.current()

    assert she.case_item(case)["front_version"] == kept
    assert she.policy(case, "front").json["code"] == "case_state"


def test_there_is_one_case_at_a_time(aws: Aws) -> None:
    she = Photographing(aws)
    she.start()

    answer = she.call("POST", "/v1/verifications", INE)

    assert (answer.status, answer.json["code"]) == (409, "case_open")


def test_starting_wants_a_recent_sign_in(aws: Aws) -> None:
    she = Photographing(aws)
    she.signed_in_long_ago(timedelta(minutes=31))

    answer = she.call("POST", "/v1/verifications", INE)

    assert (answer.status, answer.json["code"]) == (403, "recent_sign_in_needed")


def test_an_account_that_is_verified_has_nothing_to_prove(aws: Aws) -> None:
    she = Photographing(aws)
    item = next(i for i in aws.items("people") if i["sk"] == "ACCOUNT")
    aws.put("people", {**item, "level": "verificada"})

    answer = she.call("POST", "/v1/verifications", INE)

    assert (answer.status, answer.json["code"]) == (409, "already_verified")


@pytest.mark.parametrize("path", ["uploads", "face", "submit"])
def test_nobody_reaches_the_case_of_another(aws: Aws, path: str) -> None:
    case = Photographing(aws).start()
    other = Photographing(
        aws, Citizen("p2", "otra@correo.mx", "+525587654321", curp="HEGG560427MVZRRL04")
    )
    body = {"slot": "front", "content_type": "image/jpeg"}

    theirs = other.call("POST", f"/v1/verifications/{case}/{path}", body)
    nobodys = other.call("POST", f"/v1/verifications/{'0' * 32}/{path}", body)

    assert (theirs.status, theirs.json) == (404, nobodys.json)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/verifications"),
        ("GET", "/v1/verifications/current"),
        ("POST", "/v1/verifications/x/uploads"),
        ("POST", "/v1/verifications/x/face"),
        ("POST", "/v1/verifications/x/submit"),
    ],
)
def test_everything_wants_a_session(aws: Aws, method: str, path: str) -> None:
    assert call(api(method, path, {} if method == "POST" else None)).status == 401


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "document", "required"),
        ({"document": "licencia", "bill": "gas"}, "document", "not_an_option"),
        ({"document": "ine", "bill": "internet"}, "bill", "not_an_option"),
        ({"document": ["ine"], "bill": "gas"}, "document", "not_an_option"),
        ({"document": "ine", "bill": "gas", "case": "x"}, "case", "unknown_field"),
    ],
)
def test_a_choice_that_is_none_names_its_field(
    aws: Aws, body: dict[str, Any], field: str, code: str
) -> None:
    answer = Photographing(aws).call("POST", "/v1/verifications", body)

    errors = {one["field"]: one["code"] for one in answer.json["errors"]}
    assert (answer.status, errors[field]) == (422, code)


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"content_type": "image/jpeg"}, "slot", "required"),
        ({"slot": "side", "content_type": "image/jpeg"}, "slot", "not_an_option"),
        ({"slot": "front"}, "content_type", "required"),
        ({"slot": "front", "content_type": 7}, "content_type", "wrong_type"),
        ({"slot": "front", "content_type": "image/" + "x" * 80}, "content_type", "too_long"),
        ({"slot": "front", "content_type": "image/svg+xml"}, "content_type", "file_type"),
        ({"slot": "front", "content_type": "text/html"}, "content_type", "file_type"),
        ({"slot": "face", "content_type": "application/pdf"}, "content_type", "file_type"),
        (
            {"slot": "front", "content_type": "image/jpeg", "nonce": "x"},
            "nonce",
            "unknown_field",
        ),
        (
            {"slot": "face", "content_type": "image/png", "nonce": "x"},
            "content_type",
            "file_type",
        ),
    ],
)
def test_an_upload_that_is_none_names_its_field(
    aws: Aws, body: dict[str, Any], field: str, code: str
) -> None:
    she = Photographing(aws)

    answer = she.call("POST", f"/v1/verifications/{she.start()}/uploads", body)

    errors = {one["field"]: one["code"] for one in answer.json["errors"]}
    assert (answer.status, errors[field]) == (422, code)


def test_a_passport_has_no_back(aws: Aws) -> None:
    she = Photographing(aws)

    answer = she.policy(she.start(document="passport"), "back")

    assert answer.json["errors"][0]["code"] == "slot_unknown"


def test_policies_have_a_budget(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    from functions.verify import flow
    from llave.people.budgets import Budget

    monkeypatch.setattr(flow, "POLICIES", Budget("upload-policy", 1, timedelta(hours=1)))
    she = Photographing(aws)
    case = she.start()

    answers = [she.policy(case, "front").status for _ in range(2)]

    assert answers == [201, 429]


def test_a_rejected_case_says_what_to_do_and_not_which_check_failed(aws: Aws) -> None:
    she = Photographing(aws)
    case = she.start()
    she.set_case(case, state="rejected", reasons=["unreadable:front", "face-differs:face"])

    found = she.current()

    assert found["reasons"] == [
        {"code": "retake", "slot": "front"},
        {"code": "retake", "slot": "face"},
    ]


def test_a_case_under_way_shows_no_reason(aws: Aws) -> None:
    she = Photographing(aws)
    case = she.start()
    she.set_case(case, state="review", reasons=["portrait-reused:front"])

    assert she.current()["reasons"] == []
