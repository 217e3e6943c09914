"""Starts a process for each function before anybody waits for it: a cold call takes a second or two."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from local.deploy.clients import Cloud

AT_ONCE = 3
EVENT = b'{"warm": true, "Records": []}'


def warm(functions: Iterable[str], cloud: Cloud) -> None:
    """What a function answers does not matter: a failure shows at its first real call."""
    client = cloud.client("lambda")

    def call(name: str) -> None:
        client.invoke(FunctionName=name, Payload=EVENT)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(call, functions))
