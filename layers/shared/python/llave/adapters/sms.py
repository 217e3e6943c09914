"""SNS: one text message to one telephone."""

from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from llave.people.letters import ChannelRefused

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient

# Trying again changes nothing: the number is at fault, or its owner asked not to be written to.
FINAL = frozenset({"InvalidParameter", "InvalidParameterValue", "OptedOut"})


@cache
def client(region: str) -> "SNSClient":
    """One client a process; text messages leave from a region of their own."""
    config = Config(
        connect_timeout=2, read_timeout=5, retries={"mode": "standard", "max_attempts": 2}
    )
    return boto3.client("sns", region_name=region, config=config)


class SnsTexts:
    """Transactional text messages."""

    def __init__(self, region: str) -> None:
        self._region = region

    def send(self, number: str, text: str) -> None:
        """Send; raises ChannelRefused when trying again would change nothing."""
        kind = {"DataType": "String", "StringValue": "Transactional"}
        try:
            client(self._region).publish(
                PhoneNumber=number,
                Message=text,
                MessageAttributes={"AWS.SNS.SMS.SMSType": kind},  # type: ignore[dict-item]  # built from plain dicts
            )
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in FINAL:
                raise ChannelRefused(code) from None
            raise
