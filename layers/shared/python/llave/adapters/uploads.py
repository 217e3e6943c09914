"""The bucket of evidence as the pages of verification know it: policies to put, and what lies there.

The role behind it may put and list. It can not read a picture.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from llave.documents.pictures import LARGEST
from llave.documents.uploads import Uploaded

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# Every retake is a version; more than this many under one case is nobody's photographing.
MOST_LISTED = 5_000


@cache
def client() -> "S3Client":
    """One client a process; without the version named, policies are signed the old way (SigV2)."""
    config = Config(
        connect_timeout=1,
        read_timeout=3,
        retries={"mode": "standard", "max_attempts": 3},
        signature_version="s3v4",
        s3={"addressing_style": "path"},
    )
    return boto3.client("s3", config=config)


class EvidenceUploads:
    """Puts nothing itself: browsers do."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket

    def fields(
        self, key: str, content_type: str, life: timedelta, returns_to: str | None = None
    ) -> Mapping[str, str]:
        """Form fields under which S3 takes one file: this key, this type, at most 15 MB, for so long."""
        after = (
            {"success_action_redirect": returns_to}
            if returns_to
            else {"success_action_status": "204"}
        )
        fixed = {"Content-Type": content_type, **after}
        answer = client().generate_presigned_post(
            Bucket=self._bucket,
            Key=key,
            Fields=dict(fixed),
            Conditions=[
                *({name: value} for name, value in fixed.items()),
                ["content-length-range", 1, LARGEST],
            ],
            ExpiresIn=int(life.total_seconds()),
        )
        fields: dict[str, str] = answer["fields"]
        return fields

    def newest(self, prefix: str) -> Iterator[Uploaded]:
        """The newest version of every object under a prefix."""
        pages = (
            client()
            .get_paginator("list_object_versions")
            .paginate(
                Bucket=self._bucket, Prefix=prefix, PaginationConfig={"MaxItems": MOST_LISTED}
            )
        )
        for page in pages:
            for version in page.get("Versions", []):
                if version["IsLatest"]:
                    yield Uploaded(version["Key"], version["VersionId"], version["LastModified"])
