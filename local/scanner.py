"""`python -m local.scanner --emulator http://127.0.0.1:4566`: plays GuardDuty Malware Protection for S3.

It hears of every version that is put under the plan's prefix, reads it and writes its verdict on it, as
the tag that GuardDuty writes; what it finds is the test virus and papers that are locked. In AWS only
GuardDuty can take the role of the plan, here the root user stands in for it.
"""

import argparse
import json
from typing import Any
from urllib.parse import unquote_plus

from botocore.exceptions import ClientError

from llave.documents.pictures import ORIGINALS
from llave.documents.scans import SCAN_TAG, Verdict
from local.deploy.clients import Cloud
from local.emulator.settings import ACCOUNT, REGION

QUEUE = "malware-scan"
# https://www.eicar.org: written apart, so that no scanner stumbles over this file.
TEST_VIRUS = b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE"


def attach(bucket: str, cloud: Cloud) -> None:
    """Have the bucket tell of what is put, from this moment on; GuardDuty does so by EventBridge."""
    sqs, arn = cloud.client("sqs"), f"arn:aws:sqs:{REGION}:{ACCOUNT}:{QUEUE}"
    told = {
        "Effect": "Allow",
        "Principal": {"Service": "s3.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    url = sqs.create_queue(QueueName=QUEUE)["QueueUrl"]
    policy = json.dumps({"Version": "2012-10-17", "Statement": [told]})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    prefix = {"FilterRules": [{"Name": "prefix", "Value": ORIGINALS}]}
    event = {"QueueArn": arn, "Events": ["s3:ObjectCreated:*"], "Filter": {"Key": prefix}}
    cloud.client("s3").put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration={"QueueConfigurations": [event]}
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="local.scanner")
    parser.add_argument("--emulator", required=True)
    cloud = Cloud(parser.parse_args().emulator)
    sqs = cloud.client("sqs")
    queue = sqs.get_queue_url(QueueName=QUEUE)["QueueUrl"]
    while True:
        heard = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=20)
        for message in heard.get("Messages", ()):
            for record in json.loads(message["Body"]).get("Records", ()):
                scan(record["s3"], cloud.client("s3"))
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])


def scan(put: dict[str, Any], s3: Any) -> None:
    """Write the verdict on one version, if it is still there."""
    version = {
        "Bucket": put["bucket"]["name"],
        "Key": unquote_plus(put["object"]["key"]),
        "VersionId": put["object"]["versionId"],
    }
    try:
        found = verdict(s3.get_object(**version)["Body"].read())
        s3.put_object_tagging(**version, Tagging={"TagSet": [{"Key": SCAN_TAG, "Value": found}]})
    except ClientError as gone:
        if gone.response["Error"]["Code"] not in {"NoSuchKey", "NoSuchVersion"}:
            raise


def verdict(content: bytes) -> Verdict:
    """What it would find."""
    if TEST_VIRUS in content:
        return Verdict.INFECTED
    locked = content.startswith(b"%PDF-") and b"/Encrypt" in content
    return Verdict.CLOSED if locked else Verdict.CLEAN


if __name__ == "__main__":
    main()
