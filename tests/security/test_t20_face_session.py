"""T20: a photograph of the face counts as taken in a session only by a fresh nonce, used once."""

from datetime import timedelta

from llave.people.codes import fingerprint
from tests.aws import Aws
from tests.photographing import Photographing, put


def capture_kept(she: Photographing, case: str) -> str | None:
    she.upload(case, "front", "back", "bill")
    answer = she.call("POST", f"/v1/verifications/{case}/submit")
    assert answer.status == 200, answer.body
    kept: str | None = she.case_item(case).get("capture")
    return kept


def test_a_session_gives_the_movements_in_an_order_of_its_own(aws: Aws) -> None:
    she = Photographing(aws)
    case = she.start()

    orders = {
        tuple(she.call("POST", f"/v1/verifications/{case}/face").json["challenges"])
        for _ in range(25)
    }

    assert all(sorted(order) == ["blink", "left", "right"] for order in orders)
    assert len(orders) > 1


def test_frames_taken_in_a_session_bear_it(aws: Aws) -> None:
    she = Photographing(aws)
    case = she.start()

    session = she.capture(case)

    assert capture_kept(she, case) == fingerprint(session["nonce"])


def test_a_photograph_without_a_session_bears_none(aws: Aws) -> None:
    she = Photographing(aws)
    case = she.start()
    she.upload(case, "face")

    assert capture_kept(she, case) is None


def test_a_nonce_is_of_use_once(aws: Aws) -> None:
    she = Photographing(aws)
    case = she.start()
    session = she.capture(case)

    again = she.policy(case, "face", nonce=session["nonce"])

    assert (again.status, again.json["code"]) == (409, "capture_spent")


def test_a_made_up_nonce_is_of_no_use(aws: Aws) -> None:
    she = Photographing(aws)

    answer = she.policy(she.start(), "face", nonce="A" * 43)

    assert (answer.status, answer.json["code"]) == (409, "capture_spent")


def test_a_nonce_ends_after_five_minutes(aws: Aws) -> None:
    she = Photographing(aws)
    case = she.start()
    session = she.call("POST", f"/v1/verifications/{case}/face").json
    item = next(i for i in aws.items("sessions") if i["sk"] == "CAPTURE")
    earlier = item["begun_at"] - int(timedelta(minutes=5, seconds=1).total_seconds() * 1000)
    aws.put("sessions", {**item, "begun_at": earlier})

    answer = she.policy(case, "face", nonce=session["nonce"])

    assert answer.json["code"] == "capture_spent"


def test_a_session_of_another_case_is_of_no_use(aws: Aws) -> None:
    she = Photographing(aws)
    first = she.start()
    session = she.call("POST", f"/v1/verifications/{first}/face").json
    she.browser.get("/verificar")
    she.browser.submit(action="/verificar/cambiar")

    answer = she.policy(she.start(), "face", nonce=session["nonce"])

    assert answer.json["code"] == "capture_spent"


def test_a_session_with_a_frame_missing_counts_for_nothing(aws: Aws) -> None:
    she = Photographing(aws)
    case = she.start()
    session = she.call("POST", f"/v1/verifications/{case}/face").json
    uploads = she.policy(case, "face", nonce=session["nonce"]).json["uploads"]

    for one in uploads[:-1]:
        put(one["fields"])

    assert {s["slot"]: s["done"] for s in she.current()["slots"]}["face"] is False


def test_a_plain_photograph_that_follows_takes_the_session_s_place_and_bears_none(
    aws: Aws,
) -> None:
    she = Photographing(aws)
    case = she.start()
    she.capture(case)
    she.upload(case, "face")

    assert capture_kept(she, case) is None


def test_no_plain_policy_leads_to_where_a_session_s_frames_lie(aws: Aws) -> None:
    she = Photographing(aws)
    case = she.start()
    session = she.call("POST", f"/v1/verifications/{case}/face").json
    frames = {
        one["fields"]["key"]
        for one in she.policy(case, "face", nonce=session["nonce"]).json["uploads"]
    }

    plain = she.policy(case, "face").json["uploads"][0]["fields"]["key"]

    assert plain not in frames
    assert all(fingerprint(session["nonce"]) in key for key in frames)
