"""boto3 clients that speak to the emulator, whatever the caller's own AWS settings say."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import boto3
from botocore.config import Config

from local.emulator.settings import REGION, ROOT_KEY

PATIENCE = Config(
    read_timeout=120,
    retries={"total_max_attempts": 1},
    s3={"addressing_style": "path"},
)


@dataclass(frozen=True, slots=True)
class Cloud:
    endpoint: str

    def client(self, service: str, region: str = REGION) -> Any:
        return _client(self.endpoint, service, region)


@cache
def _client(endpoint: str, service: str, region: str) -> Any:
    session: Any = boto3.Session(
        aws_access_key_id=ROOT_KEY, aws_secret_access_key=ROOT_KEY, region_name=region
    )
    return session.client(service, endpoint_url=endpoint, config=PATIENCE)
