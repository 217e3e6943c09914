"""Puts the built static files where CloudFront takes them from."""

import mimetypes
from pathlib import Path

from local.deploy.clients import Cloud
from local.deploy.deployment import Deployment

FOR_A_YEAR = "public, max-age=31536000, immutable"
PREFIX = "estaticos/"


def upload(folder: Path, deployment: Deployment, cloud: Cloud) -> None:
    """To the bucket that a stack names in an output ending in SiteBucket; nothing without one."""
    outputs = [pair for stack in deployment.outputs.values() for pair in stack.items()]
    for bucket in (value for key, value in outputs if key.endswith("SiteBucket")):
        for file in folder.rglob("*"):
            if file.is_file():
                _put(file, PREFIX + str(file.relative_to(folder)), bucket, cloud)


def _put(file: Path, key: str, bucket: str, cloud: Cloud) -> None:
    cloud.client("s3").put_object(
        Bucket=bucket,
        Key=key,
        Body=file.read_bytes(),
        ContentType=mimetypes.guess_type(file.name)[0] or "application/octet-stream",
        CacheControl=FOR_A_YEAR,
    )
