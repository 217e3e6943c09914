"""Who photographs her documents, for tests on moto: signed in, with a bucket to put pictures into."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import boto3

from llave.settings import settings
from tests.aws import REGION, Aws
from tests.citizens import PASSWORD, Citizen
from tests.events import Answer, Browser, api, call
from tests.steps import She

SESSION = "__Host-session"
JPEG = b"\xff\xd8\xff\xe0 picture"
INE = {"document": "ine", "bill": "electricity"}
SLOTS = ("front", "back", "bill", "face")


def make_bucket() -> None:
    """The bucket of evidence as a deployment has it."""
    s3 = boto3.client("s3")
    name = settings().evidence_bucket
    if name not in {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}:
        place: Any = {"LocationConstraint": REGION}
        s3.create_bucket(Bucket=name, CreateBucketConfiguration=place)
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})


@dataclass
class Photographing:
    """One person and her browser."""

    aws: Aws
    citizen: Citizen = field(default_factory=Citizen)
    browser: Browser = field(default_factory=Browser)
    is_protected: bool = True

    def __post_init__(self) -> None:
        make_bucket()
        self.citizen.settle(self.aws)
        body = {"identifier": self.citizen.email, "password": PASSWORD, "device": "own"}
        signed_in = call(api("POST", "/v1/sessions", body))
        self.browser.cookies[SESSION] = signed_in.kept[SESSION]
        if self.is_protected:
            self.protect()

    @property
    def cookies(self) -> dict[str, str]:
        """What is sent with the JSON contract."""
        return {SESSION: self.browser.cookies[SESSION]}

    def protect(self) -> She:
        """Enrol an app by the pages, as everybody does before documents."""
        she = She(self.browser)
        she.add_app()
        return she

    def call(self, method: str, path: str, body: object = None) -> Answer:
        """A call of the JSON contract."""
        sent = {} if body is None and method == "POST" else body
        return call(api(method, path, sent, cookies=self.cookies))

    def start(self, **chosen: str) -> str:
        """Open a case; its id."""
        answer = self.call("POST", "/v1/verifications", INE | chosen)
        assert answer.status == 201, answer.body
        return str(answer.json["verification"]["id"])

    def policy(self, case: str, slot: str, kind: str = "image/jpeg", **more: str) -> Answer:
        """Ask for what one file needs."""
        body = {"slot": slot, "content_type": kind, **more}
        return self.call("POST", f"/v1/verifications/{case}/uploads", body)

    def upload(self, case: str, *slots: str) -> None:
        """Put a picture into each slot, as a script does."""
        for slot in slots:
            for one in self.policy(case, slot).json["uploads"]:
                put(one["fields"])

    def capture(self, case: str) -> dict[str, Any]:
        """Take the face in a session, all frames of it."""
        session: dict[str, Any] = self.call("POST", f"/v1/verifications/{case}/face").json
        for one in self.policy(case, "face", nonce=session["nonce"]).json["uploads"]:
            put(one["fields"])
        return session

    def current(self) -> dict[str, Any]:
        """Her newest case."""
        found: dict[str, Any] = self.call("GET", "/v1/verifications/current").json["verification"]
        return found

    def signed_in_long_ago(self, ago: timedelta) -> None:
        """Let her sign-in be that old."""
        item = next(i for i in self.aws.items("sessions") if i["sk"] == "SESSION")
        earlier = item["auth_time"] - int(ago.total_seconds() * 1000)
        self.aws.put("sessions", {**item, "auth_time": earlier})

    def case_item(self, case: str) -> dict[str, Any]:
        """The case as it is kept."""
        return next(
            i for i in self.aws.items("people") if i["pk"] == f"CASE#{case}" and i["sk"] == "CASE"
        )

    def set_case(self, case: str, **values: Any) -> None:
        """Let the workflow have moved it."""
        self.aws.put("people", {**self.case_item(case), **values})


def put(fields: Mapping[str, str]) -> None:
    """What S3 does with a form that its policy allows."""
    boto3.client("s3").put_object(
        Bucket=settings().evidence_bucket,
        Key=fields["key"],
        Body=JPEG,
        ContentType=fields["Content-Type"],
    )
