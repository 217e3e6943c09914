"""T23: a policy lets one file in, and nothing else; what it can not say, S3 is not asked."""

import base64
import json
import subprocess
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from infra.build import ROOT
from infra.edge import upload_answer
from infra.node import use_node_of_wheel
from llave.documents.kinds import Slot
from llave.documents.pictures import LARGEST
from tests.aws import Aws
from tests.photographing import Photographing

# What S3 checks by itself; every other field of a form must stand in the policy.
SIGNATURE = frozenset({"policy", "x-amz-signature"})


def policies(aws: Aws) -> list[dict[str, str]]:
    """The fields of every kind of policy that there is."""
    she = Photographing(aws)
    case = she.start()
    she.browser.get("/verificar/foto/frente")
    plain = {k: v for k, v in she.browser.form("/subir/frente").values.items() if k != "file"}
    scripts = she.policy(case, "bill", "application/pdf").json["uploads"]
    session = she.call("POST", f"/v1/verifications/{case}/face").json
    frames = she.policy(case, "face", nonce=session["nonce"]).json["uploads"]
    return [plain, *(one["fields"] for one in (*scripts, *frames))]


def conditions_of(fields: dict[str, str]) -> list[Any]:
    found: list[Any] = json.loads(base64.b64decode(fields["policy"]))["conditions"]
    return found


def test_everything_in_a_form_is_fixed_to_one_value(aws: Aws) -> None:
    for fields in policies(aws):
        fixed = {k: v for c in conditions_of(fields) if isinstance(c, dict) for k, v in c.items()}

        assert {name: fixed[name] for name in fields.keys() - SIGNATURE} == {
            name: fields[name] for name in fields.keys() - SIGNATURE
        }


def test_no_form_can_bring_a_tag_which_is_where_the_scanners_verdict_stands(aws: Aws) -> None:
    """S3 takes no field that the policy does not name; forms bear tags in `tagging`."""
    for fields in policies(aws):
        named = {name for c in conditions_of(fields) if isinstance(c, dict) for name in c}
        ruled = {c[1] for c in conditions_of(fields) if not isinstance(c, dict)}

        assert not [one for one in (*named, *map(str, ruled)) if "tagging" in one.lower()]


def test_the_only_range_is_that_of_the_length(aws: Aws) -> None:
    for fields in policies(aws):
        ranges = [c for c in conditions_of(fields) if not isinstance(c, dict)]

        assert ranges == [["content-length-range", 1, LARGEST]]


def test_a_policy_ends_in_five_minutes_and_a_page_s_in_thirty(aws: Aws) -> None:
    now = datetime.now(UTC)

    lives = []
    for fields in policies(aws):
        ends = json.loads(base64.b64decode(fields["policy"]))["expiration"]
        lives.append(datetime.fromisoformat(ends) - now)

    assert lives[0] <= timedelta(minutes=30, seconds=30)
    assert all(life <= timedelta(minutes=5, seconds=30) for life in lives[1:])


def test_a_policy_is_signed_the_present_way(aws: Aws) -> None:
    assert {one["x-amz-algorithm"] for one in policies(aws)} == {"AWS4-HMAC-SHA256"}


def test_every_key_lies_in_the_case_s_own_folder(aws: Aws) -> None:
    found = [one["key"].split("/") for one in policies(aws)]

    assert len({parts[1] for parts in found}) == 1
    assert {parts[0] for parts in found} == {"cases"}
    assert {parts[2] for parts in found} <= {slot.value for slot in Slot}


@pytest.mark.parametrize(
    ("status", "problem"), [(400, "tamano"), (403, "vencida"), (404, "servicio"), (503, "servicio")]
)
def test_a_refusal_of_the_bucket_becomes_a_page_of_ours(status: int, problem: str) -> None:
    answer = upload_answer.handle(origin_response(status), None)

    assert answer["status"] == "303"
    location = answer["headers"]["location"][0]["value"]
    assert location == f"/verificar/foto/frente?problema={problem}"
    assert answer["body"] == ""


@pytest.mark.parametrize("status", [204, 303])
def test_what_the_bucket_took_passes_as_it_is(status: int) -> None:
    event = origin_response(status)

    assert upload_answer.handle(event, None) is event["Records"][0]["cf"]["response"]


@pytest.mark.parametrize(
    ("method", "uri"),
    [
        ("GET", "/subir/frente"),
        ("PUT", "/subir/frente"),
        ("DELETE", "/subir/frente"),
        ("POST", "/subir/"),
        ("POST", "/subir/../cases"),
        ("POST", "/subir/cases/a/front/original"),
        ("POST", "/subir/FRENTE"),
    ],
)
def test_the_edge_lets_nothing_but_a_form_to_the_bucket(method: str, uri: str) -> None:
    assert at_the_edge(method, uri)["statusCode"] == 405


def test_the_edge_leads_a_form_to_the_root_of_the_bucket_without_its_query() -> None:
    passed = at_the_edge("POST", "/subir/frente")

    assert passed["uri"] == "/"
    assert passed["querystring"] == {}
    assert passed["headers"][upload_answer.PICTURE] == {"value": "frente"}


def origin_response(status: int) -> dict[str, Any]:
    request = {"headers": {upload_answer.PICTURE: [{"key": "X", "value": "frente"}]}}
    response = {"status": str(status), "headers": {"location": [{"key": "L", "value": "/x"}]}}
    return {"Records": [{"cf": {"request": request, "response": response}}]}


def at_the_edge(method: str, uri: str) -> dict[str, Any]:
    request = {"method": method, "uri": uri, "headers": {}, "querystring": {"acl": {"value": ""}}}
    source = (ROOT / "infra/edge/upload_address.js").read_text()
    call = f"console.log(JSON.stringify(handler({{request: {json.dumps(request)}}})));"
    done = subprocess.run(
        [str(use_node_of_wheel()), "-e", source + call],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
