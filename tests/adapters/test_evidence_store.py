"""The evidence bucket: versions are read, written, copied, and all of them deleted."""

import boto3
import pytest

from llave.adapters.evidence_store import EvidenceBucket, client
from llave.documents.cases import Picture
from llave.documents.kinds import Slot
from llave.documents.pictures import LARGEST, original_key, page_key, prefixes
from llave.documents.scans import Verdict
from llave.errors import Broken
from tests.aws import REGION
from tests.scanning import write_verdict

BUCKET = "llave-unit-evidence"
KEY = original_key("case", Slot.FRONT)


@pytest.fixture
def store(aws) -> EvidenceBucket:
    client.cache_clear()
    s3 = boto3.client("s3")
    have = [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
    if BUCKET not in have:
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})  # type: ignore[typeddict-item]  # newer than the stubs
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    return EvidenceBucket(BUCKET)


def test_a_version_stays_what_it_was(store):
    first = store.write(KEY, b"one", "image/jpeg")
    second = store.write(KEY, b"two", "image/jpeg")

    assert store.read(first) == b"one"
    assert store.read(second) == b"two"


def test_a_good_picture_goes_along_into_the_next_case(store):
    first = store.write(KEY, b"one", "image/jpeg")
    store.write(KEY, b"two", "image/jpeg")

    copied = store.copy(first, original_key("next", Slot.FRONT))

    assert store.read(copied) == b"one"


def test_a_verdict_is_of_one_version_and_does_not_come_along(store):
    first = store.write(KEY, b"one", "image/jpeg")
    write_verdict(first, Verdict.CLEAN)
    second = store.write(KEY, b"two", "image/jpeg")
    copied = store.copy(first, original_key("next", Slot.FRONT))

    found = [store.scanned(one) for one in (first, second, copied)]

    assert found == [Verdict.CLEAN, None, None]


def test_what_no_policy_lets_in_is_not_read(store):
    huge = store.write(KEY, b"0" * (LARGEST + 1), "image/jpeg")

    with pytest.raises(Broken):
        store.read(huge)


def test_every_version_and_marker_of_a_case_goes_and_nothing_of_another(store):
    for content in (b"one", b"two"):
        store.write(KEY, content, "image/jpeg")
    store.write(page_key("case", Slot.FRONT, 1), b"page", "image/jpeg")
    other = store.write(original_key("case2", Slot.FRONT), b"other", "image/jpeg")
    boto3.client("s3").delete_object(Bucket=BUCKET, Key=KEY)

    assert [store.delete_all(prefix) for prefix in prefixes("case")] == [3, 1]
    assert [store.delete_all(prefix) for prefix in prefixes("case")] == [0, 0]
    left = boto3.client("s3").list_object_versions(Bucket=BUCKET)
    assert [(v["Key"], v["VersionId"]) for v in left["Versions"]] == [(other.key, other.version)]
    assert "DeleteMarkers" not in left
    assert isinstance(other, Picture)
