"""T23: over HTTP, against a bucket that checks every form: what a policy does not name is refused, and
whoever is refused reads our page and not S3's XML."""

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest

from infra.environments import LOCAL
from llave import wiring
from llave.documents.pictures import LARGEST
from local.citizen import Citizen
from local.emulator.settings import ACCOUNT
from local.verifying import Verifying
from tests.security.insider import Insider, any_email, register

JPEG = b"\xff\xd8\xff\xe0 picture"
BUCKET = LOCAL.evidence_bucket(ACCOUNT)
PAGE = "/verificar/foto/frente?problema="
CLEAN_TAG = (
    "<Tagging><TagSet><Tag><Key>GuardDutyMalwareScanStatus</Key><Value>NO_THREATS_FOUND</Value></Tag>"
    "</TagSet></Tagging>"
)


@dataclass
class Uploading:
    """Somebody with a case, and the bucket as its owner sees it."""

    citizen: Citizen
    insider: Insider
    case: str

    def policy(self, slot: str = "front", kind: str = "image/jpeg") -> dict[str, str]:
        body = {"slot": slot, "content_type": kind}
        answer = self.citizen.call("POST", f"/v1/verifications/{self.case}/uploads", body)
        assert answer.status_code == 201, answer.text
        fields: dict[str, str] = answer.json()["uploads"][0]["fields"]
        return fields

    def post(
        self, fields: dict[str, str], content: bytes = JPEG, path: str = "/subir/frente"
    ) -> httpx.Response:
        """A form as a browser sends it: the fields, then the file."""
        parts: list[tuple[str, Any]] = [(name, (None, value)) for name, value in fields.items()]
        parts.append(("file", ("foto.jpg", content, "image/jpeg")))
        return httpx.post(self.citizen.origin + path, files=parts, timeout=60)

    def there(self, key: str = "") -> list[str]:
        found = self.insider.aws.client("s3").list_object_versions(
            Bucket=BUCKET, Prefix=key or f"cases/{self.case}/"
        )
        return [one["Key"] for one in found.get("Versions", [])]


@pytest.fixture
def she(cloud, inside) -> Uploading:
    account = register(any_email("subir"), active=True)
    citizen = cloud.citizen()
    assert citizen.sign_in(account.email, account.password).status_code == 201
    return Uploading(citizen, inside, Verifying(citizen).start(bill="gas"))


def expect_refused(she: Uploading, answer: httpx.Response, problem: str) -> None:
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == PAGE + problem
    assert "<" not in answer.text
    assert she.there() == []


def test_the_file_that_was_asked_for_is_taken(she):
    answer = she.post(she.policy())

    assert answer.status_code == 204, answer.text
    assert she.there() == [f"cases/{she.case}/front/original"]
    slots = she.citizen.call("GET", "/v1/verifications/current").json()["verification"]["slots"]
    assert slots[0] == {"slot": "front", "done": True}


def test_a_form_without_scripts_comes_back_to_the_case(she):
    page = she.citizen.call("GET", "/verificar/foto/frente").text
    from tests.html import parse

    (form,) = [one for one in parse(page).forms if one.action == "/subir/frente"]
    fields = {name: value for name, value in form.values.items() if name != "file"}

    answer = she.post(fields)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{she.citizen.origin}/verificar/recibida/frente")


@pytest.mark.parametrize("key", ["front/original2", "back/original", "face/x/frame-1"])
def test_no_other_key(she, key):
    fields = she.policy() | {"key": f"cases/{she.case}/{key}"}

    expect_refused(she, she.post(fields), "vencida")


def test_no_key_of_another_case(she):
    fields = she.policy() | {"key": f"cases/{'0' * 32}/front/original"}

    expect_refused(she, she.post(fields), "vencida")
    assert she.there(f"cases/{'0' * 32}/") == []


def test_no_other_type(she):
    expect_refused(she, she.post(she.policy() | {"Content-Type": "text/html"}), "vencida")


def test_nothing_larger(she):
    expect_refused(she, she.post(she.policy(), b"\xff\xd8\xff" + bytes(LARGEST)), "tamano")


def test_nothing_empty(she):
    expect_refused(she, she.post(she.policy(), b""), "tamano")


def test_nothing_late(she):
    key = f"cases/{she.case}/front/original"
    fields = wiring.uploads().fields(key, "image/jpeg", timedelta(seconds=1))
    time.sleep(2.1)

    expect_refused(she, she.post(dict(fields)), "vencida")


@pytest.mark.parametrize(
    "more",
    [
        {"acl": "public-read"},
        {"x-amz-meta-person": "ana"},
        {"success_action_redirect": "https://evil.example/"},
        {"x-amz-server-side-encryption": "AES256"},
        # What the scanner would have written.
        {"tagging": CLEAN_TAG},
        {"x-amz-tagging": "GuardDutyMalwareScanStatus=NO_THREATS_FOUND"},
    ],
)
def test_no_field_that_the_policy_does_not_name(she, more):
    expect_refused(she, she.post(more | she.policy()), "vencida")


@pytest.mark.parametrize("changed", ["policy", "x-amz-signature", "x-amz-credential"])
def test_no_policy_that_somebody_changed(she, changed):
    fields = she.policy()
    fields[changed] = fields[changed][:-4] + "0000"

    answer = she.post(fields)

    assert answer.status_code == 303
    assert she.there() == []


def test_nothing_can_be_fetched_where_it_was_put(she):
    fields = she.policy()
    she.post(fields)

    by_the_edge = httpx.get(f"{she.citizen.origin}/subir/frente", params=fields)
    straight = httpx.get(f"{she.insider.aws.endpoint}/{BUCKET}/{fields['key']}")

    assert by_the_edge.status_code == 405
    assert straight.status_code == 403
    assert JPEG not in by_the_edge.content + straight.content


def test_the_pages_role_can_not_read_a_picture(statements):
    reading = {"s3:GetObject", "s3:GetObjectVersion", "kms:Decrypt"}
    pictures = [one for one in statements if "evidence" in str(one["Resource"])]

    assert pictures
    assert not [one for one in pictures if reading & set(as_list(one["Action"]))]


def as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


@pytest.fixture
def statements(insider) -> list[dict[str, Any]]:
    """What the role of verification's pages may do, as it was deployed."""
    iam, name = insider.aws.client("iam"), LOCAL.function("verify")
    documents = [
        iam.get_role_policy(RoleName=name, PolicyName=one)["PolicyDocument"]
        for one in iam.list_role_policies(RoleName=name)["PolicyNames"]
    ]
    return [statement for one in documents for statement in one["Statement"]]
