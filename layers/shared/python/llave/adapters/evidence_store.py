"""The evidence bucket as the workflow and the jobs see it: versions read, written, copied, deleted."""

from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from llave.documents.cases import Picture
from llave.documents.pictures import LARGEST
from llave.documents.scans import SCAN_TAG
from llave.errors import Broken

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ObjectIdentifierTypeDef


@cache
def client() -> "S3Client":
    """One client a process; a picture takes longer than an item."""
    config = Config(
        connect_timeout=1,
        read_timeout=10,
        retries={"mode": "standard", "max_attempts": 3},
        s3={"addressing_style": "path"},
    )
    return boto3.client("s3", config=config)


class EvidenceBucket:
    """Objects by key and version: what a person handed in is what is looked at."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket

    def scanned(self, picture: Picture) -> str | None:
        """What GuardDuty wrote on that version, None before it did; nobody else can write it."""
        answer = client().get_object_tagging(
            Bucket=self._bucket, Key=picture.key, VersionId=picture.version
        )
        return next((tag["Value"] for tag in answer["TagSet"] if tag["Key"] == SCAN_TAG), None)

    def read(self, picture: Picture) -> bytes:
        """What that version holds; never more than a policy lets in."""
        answer = client().get_object(
            Bucket=self._bucket, Key=picture.key, VersionId=picture.version
        )
        content = answer["Body"].read(LARGEST + 1)
        if len(content) > LARGEST:
            raise Broken("a picture larger than any policy allows")
        return content

    def write(self, key: str, content: bytes, content_type: str) -> Picture:
        """Put an object of ours."""
        answer = client().put_object(
            Bucket=self._bucket, Key=key, Body=content, ContentType=content_type
        )
        return Picture(key, answer["VersionId"])

    def copy(self, picture: Picture, key: str) -> Picture:
        """The same object under another key, without its tags: a verdict is of the version that was
        scanned, and who copies may write none."""
        source = {"Bucket": self._bucket, "Key": picture.key, "VersionId": picture.version}
        answer = client().copy_object(
            Bucket=self._bucket,
            Key=key,
            CopySource=source,  # type: ignore[arg-type]  # as the API has it
            TaggingDirective="REPLACE",
        )
        return Picture(key, answer["VersionId"])

    def delete_all(self, prefix: str) -> int:
        """Delete every version and delete marker under a prefix; how many there were.

        Raises Broken when S3 refuses any, so that the case stays due.
        """
        deleted = 0
        pages = (
            client()
            .get_paginator("list_object_versions")
            .paginate(Bucket=self._bucket, Prefix=prefix)
        )
        for page in pages:
            found = [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]
            named: list[ObjectIdentifierTypeDef] = [
                {"Key": one["Key"], "VersionId": one["VersionId"]} for one in found
            ]
            if named:
                self._delete(named)
            deleted += len(named)
        return deleted

    def _delete(self, named: "list[ObjectIdentifierTypeDef]") -> None:
        answer = client().delete_objects(
            Bucket=self._bucket, Delete={"Objects": named, "Quiet": True}
        )
        if answer.get("Errors"):
            raise Broken("not every version was deleted")
