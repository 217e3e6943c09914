"""GuardDuty as moto has it: verdicts on versions, when and as a test wants them."""

from dataclasses import dataclass, field
from typing import Any

import boto3

from llave.documents.cases import Picture
from llave.documents.pictures import ORIGINALS
from llave.documents.scans import SCAN_TAG, Verdict
from llave.settings import settings


@dataclass
class Scanner:
    """`found` are verdicts by the end of a key's folder ("bill"), others are clean; `asleep` counts how
    often it does nothing when its turn comes."""

    found: dict[str, str] = field(default_factory=dict)
    asleep: int = 0
    seen: set[Picture] = field(default_factory=set)

    def works(self) -> None:
        """Write a verdict on every version that has come since."""
        if self.asleep > 0:
            self.asleep -= 1
            return
        bucket = settings().evidence_bucket
        listed: Any = boto3.client("s3").list_object_versions(Bucket=bucket, Prefix=ORIGINALS)
        for version in listed.get("Versions", ()):
            picture = Picture(version["Key"], version["VersionId"])
            if picture not in self.seen:
                self.seen.add(picture)
                slot = picture.key.split("/")[2]
                write_verdict(picture, self.found.get(slot, Verdict.CLEAN))


def write_verdict(picture: Picture, verdict: str) -> None:
    """On that very version."""
    boto3.client("s3").put_object_tagging(
        Bucket=settings().evidence_bucket,
        Key=picture.key,
        VersionId=picture.version,
        Tagging={"TagSet": [{"Key": SCAN_TAG, "Value": verdict}]},
    )
