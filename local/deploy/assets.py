"""Uploads assets: zipped alike every time, and only when the bucket does not have them yet."""

import hashlib
import io
import zipfile
from pathlib import Path

from botocore.exceptions import ClientError

from local.deploy.assembly import Asset
from local.deploy.clients import Cloud

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def publish(assets: tuple[Asset, ...], cloud: Cloud) -> None:
    for asset in assets:
        s3 = cloud.client("s3", asset.region)
        ensure_bucket(asset.bucket, asset.region, cloud)
        if not _is_there(asset, cloud):
            body = zipped(asset.source) if asset.zipped else asset.source.read_bytes()
            s3.put_object(Bucket=asset.bucket, Key=asset.key, Body=body)


def publish_template(template: str, region: str, cloud: Cloud) -> str:
    """Its address: CloudFormation takes templates over 51,200 bytes from S3 only."""
    bucket = f"llave-templates-{region}"
    key = f"{hashlib.sha256(template.encode()).hexdigest()}.json"
    ensure_bucket(bucket, region, cloud)
    cloud.client("s3", region).put_object(Bucket=bucket, Key=key, Body=template.encode())
    return f"{cloud.endpoint}/{bucket}/{key}"


def ensure_bucket(bucket: str, region: str, cloud: Cloud) -> None:
    s3 = cloud.client("s3", region)
    try:
        s3.head_bucket(Bucket=bucket)
    except ClientError:
        constraint = {} if region == "us-east-1" else {"LocationConstraint": region}
        configuration = {"CreateBucketConfiguration": constraint} if constraint else {}
        s3.create_bucket(Bucket=bucket, **configuration)


def _is_there(asset: Asset, cloud: Cloud) -> bool:
    try:
        cloud.client("s3", asset.region).head_object(Bucket=asset.bucket, Key=asset.key)
    except ClientError:
        return False
    return True


def zipped(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                _add(path, str(path.relative_to(folder)), archive)
    return buffer.getvalue()


def _add(path: Path, name: str, archive: zipfile.ZipFile) -> None:
    entry = zipfile.ZipInfo(name, ZIP_EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = path.stat().st_mode << 16
    archive.writestr(entry, path.read_bytes())
