"""SES: one mail to one address."""

from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from llave.people.letters import ChannelRefused, Letter

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

# Trying again changes nothing: the address or the content is at fault.
FINAL = frozenset({"BadRequestException", "MessageRejected"})


@cache
def client(region: str) -> "SESV2Client":
    """One client a process; SES answers in the mail region."""
    config = Config(
        connect_timeout=2, read_timeout=5, retries={"mode": "standard", "max_attempts": 2}
    )
    return boto3.client("sesv2", region_name=region, config=config)


class SesMail:
    """Mail from `sender`."""

    def __init__(self, region: str, sender: str) -> None:
        self._region = region
        self._sender = sender

    def send(self, address: str, letter: Letter) -> None:
        """Send; raises ChannelRefused when trying again would change nothing."""
        body = {"Text": _utf8(letter.text), "Html": _utf8(letter.html)}
        try:
            client(self._region).send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [address]},
                Content={"Simple": {"Subject": _utf8(letter.subject), "Body": body}},  # type: ignore[typeddict-item]  # built from plain dicts
            )
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in FINAL:
                raise ChannelRefused(code) from None
            raise


def _utf8(text: str) -> dict[str, str]:
    return {"Data": text, "Charset": "UTF-8"}
