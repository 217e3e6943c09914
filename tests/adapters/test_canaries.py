"""The search for canaries finds what is planted, wherever and however it stands."""

import base64
from pathlib import Path
from urllib.parse import quote

import boto3
import pytest

from llave import wiring
from llave.adapters.outbox import put_message
from tests import canaries
from tests.aws import REGION, Aws
from tests.canaries import Canary, Found, Place, everything, found_in

EMAIL = Canary("the e-mail", "canaria.ñ+1@correo.mx")
CURP = Canary("the CURP", "HEGG560427MVZRRL04")
CODE = Canary("the code", "012345")
PLACE = canaries.Aws(None, REGION)


def hits(content: bytes, *wanted: Canary) -> list[str]:
    return [found.label for found in found_in([Place("here", content)], wanted or (EMAIL, CURP))]


@pytest.mark.parametrize(
    "written",
    [
        "x HEGG560427MVZRRL04 y",
        "hegg560427mvzrrl04",
        *(base64.b64encode(b"a" * n + b"HEGG560427MVZRRL04" + b"zz").decode() for n in range(4)),
        b"HEGG560427MVZRRL04".hex(),
    ],
)
def test_a_disguise_does_not_hide_a_canary(written: str):
    assert hits(written.encode()) == ["the CURP"]


@pytest.mark.parametrize(
    "written",
    [EMAIL.value, quote(EMAIL.value), quote(EMAIL.value, safe=""), "canaria.\\u00f1+1@correo.mx"],
)
def test_an_address_is_found_as_browsers_and_json_write_it(written: str):
    assert hits(written.encode()) == ["the e-mail"]


def test_a_code_is_no_part_of_a_longer_number():
    assert hits(b'"at": 1012345678', CODE) == []
    assert hits(b'"code": "012345"', CODE) == ["the code"]


def test_a_canary_too_short_to_mean_anything_is_refused():
    with pytest.raises(ValueError, match="by chance"):
        found_in([Place("here", b"x")], [Canary("a name", "Ana")])


def test_what_is_found_is_shown_without_itself():
    (found,) = found_in([Place("here", b"before HEGG560427MVZRRL04 after")], [CURP])

    assert found == Found("the CURP", "here", "before [...] after")


def test_nothing_is_found_in_a_clean_deployment(aws: Aws):
    assert found_in(everything(PLACE), [EMAIL, CURP]) == []


def test_what_is_planted_in_a_table_is_found_even_as_bytes(aws: Aws):
    aws.put("people", {"pk": "a", "sk": "A", "deep": {"list": [CURP.value.encode()]}})

    assert [found.where for found in found_in(everything(PLACE), [CURP])] == [
        "table llave-unit-people"
    ]


def test_what_is_planted_in_a_key_is_found(aws: Aws):
    aws.put("sessions", {"pk": f"EMAIL#{EMAIL.value}", "sk": "A"})

    assert found_in(everything(PLACE), [EMAIL])


def test_what_is_planted_in_a_queue_is_found_and_stays(aws: Aws, environment: dict[str, str]):
    url = environment["LLAVE_QUEUE_MAIL"]
    boto3.client("sqs").send_message(QueueUrl=url, MessageBody=CURP.value)

    assert {found.where for found in found_in(everything(PLACE), [CURP])} == {
        "queue llave-unit-mail"
    }
    assert aws.queued("mail") == [CURP.value]


def test_what_is_planted_in_the_outbox_is_found_in_the_stream_too(aws: Aws):
    from llave.adapters import dynamodb
    from llave.people.outbox import Kind, Message

    message = Message("m1", Kind.NEW_DEVICE, "ana", wiring.now(), refs={"curp": CURP.value})
    dynamodb.transact([put_message("llave-unit-ledger", message)])

    where = {found.where for found in found_in(everything(PLACE), [CURP])}

    assert "table llave-unit-ledger" in where
    assert "stream of llave-unit-ledger" in where


def test_what_is_planted_in_a_log_is_found(aws: Aws, tmp_path: Path):
    (tmp_path / "front.log").write_text(f"ok\nGET /x?curp={CURP.value}\n")
    logs = boto3.client("logs")
    logs.create_log_group(logGroupName="/aws/lambda/x")
    logs.create_log_stream(logGroupName="/aws/lambda/x", logStreamName="s")
    event = {"timestamp": int(wiring.now().timestamp() * 1000), "message": f"who: {EMAIL.value}"}
    logs.put_log_events(logGroupName="/aws/lambda/x", logStreamName="s", logEvents=[event])

    where = [f.where for f in found_in(everything(PLACE, tmp_path), [CURP, EMAIL])]

    assert where == ["log /aws/lambda/x", "front.log:2"]


def test_what_is_planted_in_a_bucket_is_found(aws: Aws):
    s3 = boto3.client("s3", region_name="us-east-1")
    s3.create_bucket(Bucket="evidence")
    s3.put_object(Bucket="evidence", Key=f"{CURP.value}/x", Body=EMAIL.value.encode())

    assert {f.label for f in found_in(everything(PLACE), [CURP, EMAIL])} == {
        "the CURP",
        "the e-mail",
    }
