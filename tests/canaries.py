"""Everything that is kept of a running system, searched for what must stand nowhere readable.

After the journeys the tables, their streams, the queues, the buckets, the parameters and the logs are
read to the end and searched for the persons, codes, tokens and passwords of those journeys, also in
the disguises that text takes on its way (base64, percent-encoding, hex, JSON). The inbox is left
out: it is the one place where a code has to stand.
"""

import base64
import contextlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

SHORTEST = 6
RECEIVES = 20


@dataclass(frozen=True, slots=True)
class Canary:
    """`label` says what it is ("the e-mail of Ana"), for the message of the test that fails."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Place:
    """Something that is kept: where, and what stands there."""

    where: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """A canary where it must not be; `around` shows the place without the canary itself."""

    label: str
    where: str
    around: str


@dataclass(frozen=True, slots=True)
class Aws:
    """Where AWS answers; None is AWS's own address, or moto."""

    endpoint: str | None
    region: str

    def client(self, service: str) -> Any:
        """A client that is root in the emulator."""
        return boto3.client(  # type: ignore[call-overload]  # any service
            service,
            endpoint_url=self.endpoint,
            region_name=self.region,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            # An address of its own for each account is one that moto does not know.
            config=Config(account_id_endpoint_mode="disabled"),
        )


def found_in(places: Iterable[Place], canaries: Iterable[Canary]) -> list[Found]:
    """Every canary in every place; an empty list is what a test wants."""
    searched = [(canary, _patterns(canary.value)) for canary in canaries]
    return [
        Found(canary.label, place.where, _around(place.content, hit))
        for place in places
        for canary, patterns in searched
        if (hit := _first(patterns, place.content)) is not None
    ]


def everything(aws: Aws, logs: Path | None = None) -> Iterator[Place]:
    """All that is kept; `logs` is the local cloud's folder of log files."""
    yield from tables(aws)
    yield from streams(aws)
    yield from queues(aws)
    yield from buckets(aws)
    yield from parameters(aws)
    yield from executions(aws)
    yield from log_groups(aws)
    yield from log_files(logs)


def tables(aws: Aws) -> Iterator[Place]:
    """Every item of every table, binary values as they are."""
    dynamodb = aws.client("dynamodb")
    for page in dynamodb.get_paginator("list_tables").paginate():
        for name in page["TableNames"]:
            for items in dynamodb.get_paginator("scan").paginate(TableName=name):
                for item in items["Items"]:
                    yield Place(f"table {name}", _bytes_of(item))


def streams(aws: Aws) -> Iterator[Place]:
    """Every record that the streams still hold."""
    client = aws.client("dynamodbstreams")
    for stream in client.list_streams()["Streams"]:
        arn = stream["StreamArn"]
        for shard in client.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
            iterator = client.get_shard_iterator(
                StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
            )["ShardIterator"]
            for record in _records(client, iterator):
                yield Place(f"stream of {stream['TableName']}", _bytes_of(record))


def queues(aws: Aws) -> Iterator[Place]:
    """What waits in the queues, dead letters too; it stays there."""
    sqs = aws.client("sqs")
    for url in sqs.list_queues().get("QueueUrls", []):
        for _ in range(RECEIVES):
            answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)
            for message in answer.get("Messages", []):
                yield Place(f"queue {url.rpartition('/')[2]}", _bytes_of(message))


def buckets(aws: Aws) -> Iterator[Place]:
    """Every object's key and content."""
    s3 = aws.client("s3")
    for bucket in s3.list_buckets()["Buckets"]:
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket["Name"]):
            for entry in page.get("Contents", []):
                where = f"object {bucket['Name']}/{entry['Key']}"
                yield Place(where, entry["Key"].encode())
                yield Place(
                    where, s3.get_object(Bucket=bucket["Name"], Key=entry["Key"])["Body"].read()
                )


def parameters(aws: Aws) -> Iterator[Place]:
    """Every parameter."""
    for page in aws.client("ssm").get_paginator("describe_parameters").paginate():
        for entry in page["Parameters"]:
            value = aws.client("ssm").get_parameter(Name=entry["Name"])["Parameter"]["Value"]
            yield Place(f"parameter {entry['Name']}", value.encode())


def executions(aws: Aws) -> Iterator[Place]:
    """The input, the output and the whole history of every execution of a state machine."""
    machines = aws.client("stepfunctions")
    for machine in machines.list_state_machines()["stateMachines"]:
        arn = machine["stateMachineArn"]
        for page in machines.get_paginator("list_executions").paginate(stateMachineArn=arn):
            for execution in page["executions"]:
                named = {"executionArn": execution["executionArn"]}
                told = machines.describe_execution(**named)
                history = machines.get_paginator("get_execution_history").paginate(**named)
                events = [event for events in history for event in events["events"]]
                yield Place(f"execution of {machine['name']}", _bytes_of([told, *events]))


def log_groups(aws: Aws) -> Iterator[Place]:
    """Every line of CloudWatch's logs."""
    logs = aws.client("logs")
    for page in logs.get_paginator("describe_log_groups").paginate():
        for group in page["logGroups"]:
            name = group["logGroupName"]
            # A function that was never called has a group without streams.
            with contextlib.suppress(ClientError):
                for events in logs.get_paginator("filter_log_events").paginate(logGroupName=name):
                    for event in events["events"]:
                        yield Place(f"log {name}", event["message"].encode())


def log_files(folder: Path | None) -> Iterator[Place]:
    """The local cloud's logs, line by line; the front's hold the addresses that were asked for."""
    for file in sorted(folder.glob("**/*.log")) if folder else ():
        for number, line in enumerate(file.read_bytes().splitlines(), start=1):
            yield Place(f"{file.name}:{number}", line)


def _records(client: Any, iterator: str | None) -> Iterator[dict[str, Any]]:
    while iterator:
        answer = client.get_records(ShardIterator=iterator, Limit=1000)
        yield from answer["Records"]
        # An open shard goes on for ever; its end is where nothing comes any more.
        iterator = answer.get("NextShardIterator") if answer["Records"] else None


def _bytes_of(value: Any) -> bytes:
    """Keys and values in a row; bytes stay bytes, so that text sealed as such would be found."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, dict):
        return b"\n".join(_bytes_of(part) for pair in value.items() for part in pair)
    if isinstance(value, list):
        return b"\n".join(_bytes_of(part) for part in value)
    return str(value).encode()


def _patterns(value: str) -> tuple[re.Pattern[bytes], ...]:
    if len(value) < SHORTEST:
        raise ValueError(f"{len(value)} characters turn up by chance; a canary needs {SHORTEST}")
    plain = {
        value,
        quote(value),
        quote(value, safe=""),
        json.dumps(value)[1:-1],
        value.encode().hex(),
    }
    # A code of digits is no part of a longer number.
    edges = (rb"(?<![0-9])", rb"(?![0-9])") if value.isdigit() else (b"", b"")
    texts = [
        re.compile(edges[0] + re.escape(text.encode()) + edges[1], re.IGNORECASE) for text in plain
    ]
    return (*texts, *(re.compile(re.escape(core)) for core in _base64_cores(value.encode())))


def _base64_cores(raw: bytes) -> Iterator[bytes]:
    """What base64 makes of the value wherever it begins in a longer text (three alignments)."""
    if len(raw) < 9:
        return
    for shift in range(3):
        encoded = base64.b64encode(bytes(shift) + raw)
        core = encoded[(0, 2, 3)[shift] : len(encoded) - 4]
        yield core
        yield core.replace(b"+", b"-").replace(b"/", b"_")


def _first(patterns: tuple[re.Pattern[bytes], ...], content: bytes) -> re.Match[bytes] | None:
    return next((hit for pattern in patterns if (hit := pattern.search(content))), None)


def _around(content: bytes, hit: re.Match[bytes]) -> str:
    before, after = content[max(0, hit.start() - 60) : hit.start()], content[hit.end() :][:60]
    return (before + b"[...]" + after).decode("utf-8", "replace")
