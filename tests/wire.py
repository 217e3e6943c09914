"""Which calls to AWS a request makes, seen at the clients that the process has."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from llave.adapters import dynamodb, kms


@contextmanager
def calls() -> Iterator[list[str]]:
    """The operations called meanwhile, in their order: dynamodb.GetItem, kms.Decrypt, ..."""
    seen: list[str] = []

    def note(model: Any, **_: Any) -> None:
        seen.append(f"{model.service_model.service_name}.{model.name}")

    clients = (dynamodb.client(), kms.client())
    for client in clients:
        client.meta.events.register("before-call", note)
    yield seen
    for client in clients:
        client.meta.events.unregister("before-call", note)
